import { randomUUID } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  rmdirSync,
  statSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { toFileError } from '../reading/toFileError.js'
import { removeLeftovers } from './leftovers.js'

/** A file to write: its absolute path, and how errors call it. */
export interface FileTarget {
  readonly path: string
  readonly shown: string
}

/** A file in a folder. */
export function within({ path, shown }: FileTarget, name: string): FileTarget {
  return { path: join(path, name), shown: join(shown, name) }
}

/** Where a file is written to until all are whole. */
export interface StagedFile {
  readonly shown: string
  /** The temporary file; the target itself for a device or pipe. */
  readonly path: string
  /** Whether it is a device or pipe, which is written to in place. */
  readonly isSpecial: boolean
}

interface Staged extends StagedFile {
  readonly target: string
}

/**
 * Files that are written under temporary names beside their targets, and then all renamed.
 *
 * Errors: `disk-full`, `file-not-permitted` and the other faults of files.
 */
export class StagedFiles {
  readonly #staged: Staged[] = []
  readonly #folders: string[] = []

  /** Makes the folder of a file, and says where to write it. */
  stage({ path, shown }: FileTarget): StagedFile {
    return attempt(shown, () => {
      const folder = dirname(path)
      this.#folders.push(...createFolder(folder))
      removeLeftovers(folder)
      const target = existsSync(path) ? realpathSync(path) : path
      const isSpecial = existsSync(target) && !statSync(target).isFile()
      const staged = { shown, target, isSpecial, path: isSpecial ? target : temporaryName(target) }
      this.#staged.push(staged)
      return staged
    })
  }

  /** Renames all files, in the order in which they were staged, and syncs their folders. */
  commit(): void {
    const files = this.#staged.filter(({ isSpecial }) => !isSpecial)
    for (const { shown, target, path } of files) {
      attempt(shown, () => {
        if (existsSync(target)) chmodSync(path, statSync(target).mode)
        renameSync(path, target)
      })
    }
    for (const folder of new Set(files.map(({ target }) => dirname(target)))) syncFolder(folder)
  }

  /** Removes what was written, and the folders that were made for it. */
  discard(): void {
    for (const { isSpecial, path } of this.#staged) if (!isSpecial) rmSync(path, { force: true })
    for (const folder of this.#folders.reverse()) removeEmpty(folder)
  }
}

/** Runs what may fail for reasons of the file system. */
export function attempt<T>(shown: string, write: () => T): T {
  try {
    return write()
  } catch (error) {
    throw toFileError(error, 'write', shown)
  }
}

/** The folders that had to be made, outermost first. */
function createFolder(path: string): readonly string[] {
  const missing: string[] = []
  for (let folder = path; !existsSync(folder); folder = dirname(folder)) missing.unshift(folder)
  mkdirSync(path, { recursive: true })
  return missing
}

function temporaryName(target: string): string {
  return join(dirname(target), `.${basename(target)}.${process.pid}-${randomUUID()}.tmp`)
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder)
  } catch {
    // Something else is in it by now, so it stays.
  }
}

function syncFolder(path: string): void {
  try {
    const folder = openSync(path, 'r')
    try {
      fsyncSync(folder)
    } finally {
      closeSync(folder)
    }
  } catch {
    // Some systems cannot sync a folder; the files themselves are synced.
  }
}
