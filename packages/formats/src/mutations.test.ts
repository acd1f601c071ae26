import { isTlmkitError } from '@tlmkit/core'
import { Dice, fuzzRuns, fuzzSeed } from '@tlmkit/testing'
import { expect, test } from 'vitest'
import { arrowFileOf } from './arrow/arrowFile.fixture.js'
import { readArrow } from './arrow/readArrow.js'
import { writeClaimsArrow } from './arrow/writeClaimsArrow.js'
import {
  blocksOf,
  bufferOf,
  chunksOf,
  fileOf,
  pyarrowFiles,
  relay,
  relays,
  sessionRows,
  sessions,
} from './claims.fixture.js'
import { MUTATIONS, mutate } from './mutate.fixture.js'
import { readParquet } from './parquet/readParquet.js'
import { writeClaimsParquet } from './parquet/writeClaimsParquet.js'
import { decodeRow } from './rows/decodeRow.js'
import { assertBlock } from './rows/RowBlock.js'

interface Case {
  readonly kind: typeof relays | typeof sessions
  readonly name: string
  readonly file: Uint8Array
  readonly rows: number
}

const ROWS = 120
const blocks = [
  ...blocksOf(
    relays.columns,
    Array.from({ length: ROWS }, (_, n) => relay(n)),
    50,
  ),
]
const theirs: readonly Case[] = [...pyarrowFiles()].map(([name, file]) => ({
  kind: sessions,
  name,
  file,
  rows: sessionRows.length,
}))
const ours = { kind: relays, rows: ROWS }
// The file format cannot set a dictionary twice: one batch.
const oneBatch = await fileOf(writeClaimsArrow(relays, blocks.slice(0, 1)))

const groups: Readonly<Record<string, readonly Case[]>> = {
  'Arrow streams': [
    { ...ours, name: 'a.arrow', file: await fileOf(writeClaimsArrow(relays, blocks)) },
    ...theirs.filter(({ name }) => name === 'stream.arrow' || name === 'lz4.arrow'),
  ],
  'Arrow files': [
    { ...ours, name: 'b.arrow', file: arrowFileOf(oneBatch), rows: 50 },
    ...theirs.filter(({ name }) => name === 'file.arrow' || name === 'zstd.arrow'),
  ],
  Parquet: [
    { ...ours, name: 'c.parquet', file: await fileOf(writeClaimsParquet(relays, blocks)) },
    ...theirs.filter(({ name }) => name.endsWith('.parquet')),
  ],
}

/** The code of the error that reading gave, or `read` where all rows are there and well-formed. */
async function outcomeOf({ kind, name, rows }: Case, file: Uint8Array): Promise<string> {
  let read = 0
  const source = name.endsWith('.arrow')
    ? readArrow(kind, chunksOf(file, 4099), { where: name })
    : readParquet(kind, bufferOf(file), { where: name })
  try {
    for await (const block of source) {
      assertBlock(block)
      for (let row = 0; row < block.rows; row++) {
        decodeRow(kind, block.bytes.subarray(block.offsets[row], block.offsets[row + 1]))
      }
      read += block.rows
    }
  } catch (error) {
    if (isTlmkitError(error) && error.code !== 'rows-invalid') return error.code
    throw error
  }
  expect(read).toBe(rows)
  return 'read'
}

test.for(Object.keys(groups))('%s: whole', async (group) => {
  for (const of of groups[group]!) expect(await outcomeOf(of, of.file)).toBe('read')
})

test.for(Object.keys(groups))(
  '%s: a damaged file is refused with a code, or read whole',
  { timeout: 3e6 },
  async (group) => {
    const seed = fuzzSeed()
    const dice = new Dice(seed)
    const runs = fuzzRuns(334)
    const seen = new Map<string, number>()
    for (let run = 0; run < runs; run++) {
      const of = dice.pick(groups[group]!)
      const mutation = dice.pick(MUTATIONS)
      const damaged = mutate(of.file, mutation, dice)
      try {
        const outcome = await outcomeOf(of, damaged)
        seen.set(outcome, (seen.get(outcome) ?? 0) + 1)
      } catch (error) {
        throw new Error(`seed ${seed}, run ${run}, ${of.name}, ${mutation}`, { cause: error })
      }
    }
    const counts = [...seen].sort(([, a], [, b]) => b - a).map(([code, n]) => `${code} ${n}`)
    console.info(`${group}: ${runs} mutations, seed ${seed}: ${counts.join(', ')}`)
    expect(seen.size).toBeGreaterThan(2)
  },
)
