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
  writeSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { toFileError } from '../reading/toFileError.js'

/** A file to write: its absolute path, how errors call it, and its text in pieces. */
export interface FileDraft {
  readonly path: string
  readonly shown: string
  readonly text: Iterable<string>
}

interface Staged {
  readonly draft: FileDraft
  /** Undefined for a device or pipe, which is written to in place. */
  readonly temporary: string | undefined
  readonly target: string
}

/**
 * Writes several files, all of them or, as far as a file system can promise, none.
 *
 * Rule: each is written whole to a temporary name beside its target and synced; only when all are,
 * they are renamed in the order given, and their folders synced.
 * Errors: `disk-full`, `file-not-permitted` and the other faults of files; the targets are then as
 * they were.
 */
export function writeTogether(drafts: readonly FileDraft[]): void {
  const staged: Staged[] = []
  const folders: string[] = []
  try {
    for (const draft of drafts) {
      attempt(draft, () => {
        folders.push(...createFolder(dirname(draft.path)))
        const target = existsSync(draft.path) ? realpathSync(draft.path) : draft.path
        const isSpecial = existsSync(target) && !statSync(target).isFile()
        const temporary = isSpecial ? undefined : temporaryName(target)
        staged.push({ draft, temporary, target })
        writeWhole(temporary ?? target, draft.text, isSpecial)
        if (temporary !== undefined && existsSync(target)) {
          chmodSync(temporary, statSync(target).mode)
        }
      })
    }
    for (const { draft, temporary, target } of staged) {
      if (temporary !== undefined) attempt(draft, () => renameSync(temporary, target))
    }
  } catch (error) {
    for (const { temporary } of staged)
      if (temporary !== undefined) rmSync(temporary, { force: true })
    for (const folder of folders.reverse()) removeEmpty(folder)
    throw error
  }
  for (const folder of new Set(staged.map(({ target }) => dirname(target)))) syncFolder(folder)
}

function attempt(draft: FileDraft, write: () => void): void {
  try {
    write()
  } catch (error) {
    throw toFileError(error, 'write', draft.shown)
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
  return join(dirname(target), `.${basename(target)}.${randomUUID()}.tmp`)
}

const PIECE = 1 << 16

function writeWhole(path: string, text: Iterable<string>, isSpecial: boolean): void {
  const file = openSync(path, isSpecial ? 'w' : 'wx')
  try {
    let piece = ''
    for (const part of text) {
      piece += part
      if (piece.length < PIECE) continue
      writeAll(file, piece)
      piece = ''
    }
    writeAll(file, piece)
    if (!isSpecial) fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text)
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done)
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
