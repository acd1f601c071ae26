import { defineClaimKind, id, isTlmkitError, units } from '@tlmkit/core'
import { Dice, fuzzRuns, fuzzSeed } from '@tlmkit/testing'
import { describe, expect, test } from 'vitest'
import { jobs, pieces, randomRow } from './claims.fixture.js'
import { openRowsFile, readRowsFile } from './readRowsFile.js'
import { BLOCK_ROWS_MAX, type RowBlock } from './RowBlock.js'
import { rowsOf } from './rowsOf.js'
import { writeRowsFile, type WriteRowsOptions } from './writeRowsFile.js'

const collect = async <T>(values: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = []
  for await (const value of values) all.push(value)
  return all
}

const write = async (blocks: readonly RowBlock[], options?: WriteRowsOptions): Promise<Buffer> =>
  Buffer.concat(await collect(writeRowsFile(jobs, blocks, options)))

const read = (bytes: Uint8Array, dice = new Dice(1)): Promise<RowBlock[]> =>
  collect(readRowsFile(jobs, pieces(dice, bytes, 4000), { name: 'c.rows' }))

const codeOf = async (result: Promise<unknown>): Promise<string> => {
  try {
    await result
  } catch (error) {
    if (isTlmkitError(error)) return error.code
    throw error
  }
  return 'none'
}

const blocksOf = (dice: Dice, count: number): RowBlock[] =>
  dice
    .times(count, () => [
      ...rowsOf(
        jobs,
        dice.times(1 + dice.roll(5), () => randomRow(dice)),
      ),
    ])
    .flat()

const toRows = (blocks: readonly RowBlock[]): Buffer => Buffer.concat(blocks.map((b) => b.bytes))

const dice = new Dice(7)
const blocks = blocksOf(dice, 5)
const file = await write(blocks)
const starts = recordStarts(file)

/** Where the records of a file start, and where the last one ends. */
function recordStarts(bytes: Buffer): readonly number[] {
  const found = [19 + jobs.name.length + 32 + 4]
  for (let at = found[0]!; at < bytes.length; found.push(at)) at += 12 + bytes.readUInt32BE(at + 4)
  return found
}

const record = (index: number): Buffer => file.subarray(starts[index], starts[index + 1])
const withRecords = (records: readonly Buffer[]): Buffer =>
  Buffer.concat([file.subarray(0, starts[0]), ...records])

describe('a file of row bytes', () => {
  test('gives back its blocks', async () => {
    expect(await read(file)).toEqual(blocks)
  })

  test('may have no rows', async () => {
    const empty = await write([])
    expect(empty.length).toBe(19 + 4 + 32 + 4 + 28)
    expect(await read(empty)).toEqual([])
  })

  test('says whether its rows are in order', async () => {
    for (const isOrdered of [true, false]) {
      const bytes = await write(blocks, { isOrdered })
      const opened = await openRowsFile(jobs, pieces(dice, bytes))
      expect(opened.isOrdered).toBe(isOrdered)
      expect(toRows(await collect(opened.blocks))).toEqual(toRows(blocks))
    }
  })

  test('starts with its format, the kind, and the digest of the columns', () => {
    expect(file.subarray(0, 23).toString('latin1')).toBe('tlmkit-rows/1\n\0\0\0\0\x04jobs')
  })

  test('holds full blocks', async () => {
    const row = randomRow(dice)
    const full = [
      ...rowsOf(
        jobs,
        Array.from({ length: BLOCK_ROWS_MAX + 1 }, () => row),
      ),
    ]
    expect((await read(await write(full))).map((block) => block.rows)).toEqual([4096, 1])
  })

  test.for([
    ['nothing', Buffer.alloc(0), 'rows-format-unknown'],
    ['JSON', Buffer.from('{"caller":"a"}'), 'rows-format-unknown'],
    ['a later format', Buffer.from('tlmkit-rows/2\n'), 'rows-format-unknown'],
    ['only the format', file.subarray(0, 14), 'rows-file-broken'],
    ['half a header', file.subarray(0, 40), 'rows-file-broken'],
    ['a file without its end', file.subarray(0, starts.at(-2)), 'rows-file-broken'],
    ['a file with a byte more', Buffer.concat([file, Buffer.of(0)]), 'rows-file-broken'],
    ['a file twice', Buffer.concat([file, file]), 'rows-file-broken'],
    ['a block twice', withRecords([0, 1, 1, 2, 3, 4, 5].map(record)), 'rows-file-broken'],
    ['a block less', withRecords([0, 1, 3, 4, 5].map(record)), 'rows-file-broken'],
    ['the first block less', withRecords([1, 2, 3, 4, 5].map(record)), 'rows-file-broken'],
    ['the last block less', withRecords([0, 1, 2, 3, 5].map(record)), 'rows-file-broken'],
    ['two blocks swapped', withRecords([0, 2, 1, 3, 4, 5].map(record)), 'rows-file-broken'],
  ] as const)('refuses %s', async ([, bytes, code]) => {
    expect(await codeOf(read(bytes))).toBe(code)
  })

  test('refuses another kind, and the kind with other columns', async () => {
    const columns = { caller: id('caller'), session: units() }
    const other = defineClaimKind('others', { key: ['caller'], columns })
    const changed = defineClaimKind('jobs', { key: ['caller'], columns })
    for (const kind of [other, changed]) {
      const result = collect(readRowsFile(kind, pieces(dice, file)))
      await expect(result).rejects.toMatchObject({ code: 'rows-of-another-kind' })
    }
  })

  test('refuses a block that is none', async () => {
    const wrong = { bytes: new Uint8Array(3), offsets: Uint32Array.of(0, 2), rows: 1 }
    expect(await codeOf(write([wrong]))).toBe('row-block-invalid')
  })

  test('lets its source go when it is not read to the end', async () => {
    let isClosed = false
    const source = async function* (): AsyncGenerator<Uint8Array, void> {
      try {
        yield* pieces(dice, file, 100)
      } finally {
        isClosed = true
      }
    }
    for await (const block of readRowsFile(jobs, source())) {
      expect(block.rows).toBeGreaterThan(0)
      break
    }
    expect(isClosed).toBe(true)
  })
})

test('a file that was changed anywhere is refused', async () => {
  const seed = fuzzSeed()
  const runs = fuzzRuns(1000)
  const random = new Dice(seed)
  let same = 0
  for (let run = 0; run < runs; run++) {
    const changed = mutate(random)
    if (changed.equals(file)) {
      same += 1
      continue
    }
    const code = await codeOf(read(changed, random))
    expect(code, `seed ${seed}, run ${run}`).toMatch(/^rows-(?:file-broken|format-unknown)$/)
  }
  console.info(`rows file mutations: ${runs}, ${same} changed nothing, seed ${seed}`)
})

function mutate(random: Dice): Buffer {
  const bytes = Buffer.from(file)
  const at = random.roll(bytes.length)
  const length = 1 + random.roll(60)
  switch (random.roll(5)) {
    case 0:
      bytes[at] = bytes[at]! ^ (1 << random.roll(8))
      return bytes
    case 1:
      return bytes.subarray(0, at)
    case 2:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)])
    case 3:
      return Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)])
    default: {
      const records = random.times(starts.length - 1, () => record(random.roll(starts.length - 1)))
      return withRecords(random.once(2) ? records : [...records, record(starts.length - 2)])
    }
  }
}
