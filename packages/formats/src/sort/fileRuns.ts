import { randomUUID } from 'node:crypto'
import { open, rm, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunFile, RunStore } from './RunStore.js'

/**
 * Keeps runs in one file of a folder.
 *
 * Rule: the file is deleted as soon as it is open, where the system allows that, so that even a
 * process that is killed leaves nothing; at the latest it is deleted at the end. Files that others
 * left are not touched.
 */
export function fileRuns(directory: string): RunStore {
  return new FileRuns(directory)
}

class FileRuns implements RunStore {
  readonly #directory: string
  #file: FileHandle | undefined
  /** The file where it still has a name. */
  #path: string | undefined
  #end = 0

  constructor(directory: string) {
    this.#directory = directory
  }

  async create(): Promise<RunFile> {
    const file = (this.#file ??= await this.#open())
    const start = this.#end
    return {
      write: async (bytes) => {
        const at = this.#end
        this.#end += bytes.length
        await writeAll(file, bytes, at)
      },
      read: (target, at) => readAll(file, target, start + at),
      release: () => Promise.resolve(),
    }
  }

  async close(): Promise<void> {
    const [file, path] = [this.#file, this.#path]
    this.#file = undefined
    this.#path = undefined
    this.#end = 0
    try {
      await file?.close()
    } finally {
      if (path !== undefined) await rm(path, { force: true })
    }
  }

  async #open(): Promise<FileHandle> {
    const path = join(this.#directory, `tlmkit-runs-${randomUUID()}.tmp`)
    const file = await open(path, 'wx+', 0o600)
    await rm(path).catch(() => {
      this.#path = path
    })
    return file
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array, start: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, start + done)
    done += bytesWritten
  }
}

async function readAll(file: FileHandle, target: Uint8Array, start: number): Promise<void> {
  for (let done = 0; done < target.length;) {
    const { bytesRead } = await file.read(target, done, target.length - done, start + done)
    if (bytesRead === 0) throw new Error('the file of a sorted run is shorter than it was')
    done += bytesRead
  }
}
