import { Hasher, JournalReader, type JournalBlock } from '@tlmkit/core'
import { nodeSha256 } from '../hashing/nodeSha256.js'
import type { FileName } from './readBytes.js'
import { readRows } from './readRows.js'

/** The blocks of a journal file, each hashed again. Errors: those of `JournalReader`. */
export function readJournal(file: FileName): readonly JournalBlock[] {
  const blocks: JournalBlock[] = []
  const reader = new JournalReader(new Hasher(nodeSha256), (block) => blocks.push(block))
  for (const { where, read } of readRows(file)) reader.add(read(), where)
  reader.finish()
  return blocks
}
