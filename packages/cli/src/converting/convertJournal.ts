import {
  Hasher,
  InputError,
  Journal,
  journalBlockToLines,
  journalFileBlock,
  journalFileEnd,
  journalFileStart,
  type JournalBlock,
  type SealedBlock,
} from '@tlmkit/core'
import { writeJournalArrow, writeJournalParquet } from '@tlmkit/formats'
import type { CommandCall } from '../arguments/Command.js'
import { CommandLineError } from '../arguments/CommandLineError.js'
import { nodeSha256 } from '../hashing/nodeSha256.js'
import { claimFormatOf } from '../reading/openClaims.js'
import { isBlocksFile, journalBlocks } from '../reading/readJournal.js'
import type { Converted } from './Converted.js'

const CLAIM_OPTIONS = ['network', 'sort', 'state', 'params', 'height', 'tmp', 'memory']

interface JournalConversion {
  readonly from: string
  readonly to: string
}

/**
 * A journal in the form that the name of the target says; every block is hashed again.
 *
 * Errors: those of `journalBlocks`; `option-conflict`, `format-unknown`, `journal-block-differs`.
 */
export function convertJournal(
  { options, io }: CommandCall,
  { from, to }: JournalConversion,
): Converted {
  const misplaced = CLAIM_OPTIONS.find((name) => options.flag(name))
  if (misplaced !== undefined) {
    throw new CommandLineError({
      code: 'option-conflict',
      message: `--${misplaced} is for claims: name their kind with --kind, or leave it out.`,
    })
  }
  const table = options.choice('table', ['postings', 'entries'])
  const format = claimFormatOf(to)
  const isTable = format === 'arrow' || format === 'parquet'
  if (options.flag('table') && !isTable) {
    throw new CommandLineError({
      code: 'option-conflict',
      message: `--table is for .arrow and .parquet, and ${to} is neither: leave it out.`,
    })
  }
  let count = 0
  async function* counted(): AsyncGenerator<JournalBlock, void> {
    for await (const block of journalBlocks({ path: from, cwd: io.cwd })) {
      count += block.entries.length
      yield block
    }
  }
  const blocks = counted()
  const done = { count: () => count, noun: 'journal line' }
  if (isBlocksFile(to)) return { bytes: sealedBytes(blocks), ...done }
  if (format === 'arrow') return { bytes: writeJournalArrow(blocks, { table }), ...done }
  if (format === 'parquet') return { bytes: writeJournalParquet(blocks, { table }), ...done }
  if (format === 'ndjson') return { bytes: linesOf(blocks), ...done }
  throw new CommandLineError({
    code: 'format-unknown',
    message: `The name ${to} says no form of a journal: give .ndjson, .blocks, .arrow or .parquet; with --kind claims are converted.`,
    details: { to },
  })
}

async function* linesOf(blocks: AsyncIterable<JournalBlock>): AsyncGenerator<Uint8Array, void> {
  for await (const block of blocks) yield Buffer.from(`${journalBlockToLines(block).join('\n')}\n`)
}

/** The canonical bytes of the blocks, which have to come to the same hashes. */
async function* sealedBytes(blocks: AsyncIterable<JournalBlock>): AsyncGenerator<Uint8Array, void> {
  let sealed: SealedBlock[] = []
  const journal = new Journal(new Hasher(nodeSha256), (block) => sealed.push(block))
  const expected: string[] = []
  yield journalFileStart()
  for await (const { entries, hash } of blocks) {
    for (const entry of entries) journal.add(entry)
    expected.push(hash)
    // Asking for room seals a block that is full.
    if (journal.room > 0) yield* take()
  }
  journal.finish()
  yield* take()
  yield journalFileEnd({ blocks: journal.blocks, root: journal.root })

  function* take(): Generator<Uint8Array> {
    for (const block of sealed) {
      if (block.hash !== expected.shift()) throw otherBlocks(block.index)
      yield* journalFileBlock(block)
    }
    sealed = []
  }
}

function otherBlocks(index: number): InputError {
  return new InputError({
    code: 'journal-block-differs',
    message: `Block ${index} of the journal is cut otherwise than settlements cut theirs, so that its bytes cannot be made from its lines.`,
    details: { block: index },
  })
}
