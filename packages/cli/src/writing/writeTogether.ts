import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { StagedFiles, attempt, type FileTarget, type StagedFile } from './StagedFiles.js'

/** A file to write, with its text in pieces. */
export interface FileDraft extends FileTarget {
  readonly text: Iterable<string>
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
  const files = new StagedFiles()
  try {
    for (const draft of drafts) writeText(files.stage(draft), draft.text)
    files.commit()
  } catch (error) {
    files.discard()
    throw error
  }
}

const PIECE = 1 << 16

/** Writes a staged file whole, and syncs it. */
export function writeText({ path, shown, isSpecial }: StagedFile, text: Iterable<string>): void {
  attempt(shown, () => {
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
  })
}

function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text)
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done)
}
