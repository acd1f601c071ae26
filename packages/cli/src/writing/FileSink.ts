import { open, type FileHandle } from 'node:fs/promises'
import { toFileError } from '../reading/toFileError.js'
import type { StagedFile } from './StagedFiles.js'

const MEBIBYTE = 2 ** 20
/** Bytes that are written at once. */
const BATCH = MEBIBYTE
/** Bytes that may wait to be written. */
const WAITING_MAX = 8 * MEBIBYTE
/** Bytes after which the disk is told to begin. */
const SYNC_EVERY = 32 * MEBIBYTE

/**
 * Writes a file while its next bytes are made.
 *
 * Rule: `write` takes bytes, which stay as they are; `ready` waits until few of them wait. A fault
 * of the disk is told by `ready` or `finish`.
 * Errors: `disk-full` and the other faults of files.
 */
export class FileSink {
  readonly #file: FileHandle
  readonly #staged: StagedFile
  #batch: Uint8Array[] = []
  #batchBytes = 0
  #waiting = 0
  #unsynced = 0
  #writes: Promise<void> = Promise.resolve()
  #sync: Promise<void> | undefined
  #failure: { readonly error: unknown } | undefined

  private constructor(file: FileHandle, staged: StagedFile) {
    this.#file = file
    this.#staged = staged
  }

  static async open(staged: StagedFile): Promise<FileSink> {
    try {
      return new FileSink(await open(staged.path, staged.isSpecial ? 'w' : 'wx'), staged)
    } catch (error) {
      throw toFileError(error, 'write', staged.shown)
    }
  }

  write(parts: readonly Uint8Array[]): void {
    for (const part of parts) {
      this.#batch.push(part)
      this.#batchBytes += part.length
    }
    if (this.#batchBytes >= BATCH) this.#send()
  }

  /** Waits until little waits to be written. */
  async ready(): Promise<void> {
    while (this.#waiting > WAITING_MAX && this.#failure === undefined) await this.#writes
    this.#assertSound()
  }

  /** Writes what is left, and has the disk keep it. */
  async finish(): Promise<void> {
    this.#send()
    await this.#writes
    await this.#sync
    this.#assertSound()
    try {
      if (!this.#staged.isSpecial) await this.#file.sync()
    } catch (error) {
      throw toFileError(error, 'write', this.#staged.shown)
    }
    await this.close()
  }

  /** Lets the file go, whole or not. */
  async close(): Promise<void> {
    this.#failure ??= { error: new Error('the file is closed') }
    await this.#writes
    await this.#sync
    await this.#file.close()
  }

  #send(): void {
    const [parts, bytes] = [this.#batch, this.#batchBytes]
    if (bytes === 0) return
    this.#batch = []
    this.#batchBytes = 0
    this.#waiting += bytes
    this.#writes = this.#writes.then(async () => {
      try {
        if (this.#failure === undefined) await this.#writeAll(parts, bytes)
      } catch (error) {
        this.#failure ??= { error }
      }
      this.#waiting -= bytes
      this.#unsynced += bytes
      if (this.#unsynced >= SYNC_EVERY) this.#startSync()
    })
  }

  async #writeAll(parts: readonly Uint8Array[], bytes: number): Promise<void> {
    let { bytesWritten: done } = await this.#file.writev([...parts])
    if (done === bytes) return
    const all = Buffer.concat(parts)
    while (done < bytes) done += (await this.#file.write(all, done, bytes - done)).bytesWritten
  }

  /** Has the disk begin, so that the last sync is short. */
  #startSync(): void {
    if (this.#sync !== undefined || this.#staged.isSpecial) return
    this.#unsynced = 0
    const ended = (): void => {
      this.#sync = undefined
    }
    this.#sync = this.#file.datasync().then(ended, (error: unknown) => {
      this.#failure ??= { error }
      ended()
    })
  }

  #assertSound(): void {
    if (this.#failure === undefined) return
    throw toFileError(this.#failure.error, 'write', this.#staged.shown)
  }
}
