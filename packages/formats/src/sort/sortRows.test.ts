import { compareByteArrays, compareKeys, isTlmkitError, keyOf, type Row } from '@tlmkit/core'
import { Dice, fuzzRuns, fuzzSeed } from '@tlmkit/testing'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { jobs, randomRow } from '../rows/claims.fixture.js'
import { decodeRow } from '../rows/decodeRow.js'
import { BLOCK_ROWS_MAX, assertBlock, type RowBlock, type RowBlocks } from '../rows/RowBlock.js'
import { BlockBuilder } from '../rows/BlockBuilder.js'
import { toRowBytes } from '../rows/rowsOf.js'
import { checkOrder } from './checkOrder.js'
import { fileRuns } from './fileRuns.js'
import type { RowOrder } from './RowOrder.js'
import type { RunFile, RunStore } from './RunStore.js'
import { sortRows } from './sortRows.js'

const folder = mkdtempSync(join(tmpdir(), 'sort-rows-'))
afterAll(() => rmSync(folder, { recursive: true }))

const RANKS: ReadonlyMap<string, number> = new Map([
  ['a', 2],
  ['app10', 1],
])
const byCaller: RowOrder = {
  kind: jobs,
  routeColumn: 'caller',
  routeRank: (value) => RANKS.get(value) ?? 0,
  versionOf: (opened = 0n) => (opened < 100n ? 2 : opened < 1n << 60n ? 3 : 1),
}
const unrouted: RowOrder = { ...byCaller, routeColumn: undefined, versionOf: () => 1 }

/** A row as the plain sort sees it. */
interface PlainRow {
  readonly bytes: Uint8Array
  readonly row: Row
}

const keys = compareKeys(jobs.columns, jobs.key)

function compare(order: RowOrder, a: PlainRow, b: PlainRow): number {
  const rankOf = ({ row }: PlainRow): number => {
    const value = row[order.routeColumn ?? '']
    return typeof value === 'string' ? order.routeRank(value) : 0
  }
  const versionOf = ({ row }: PlainRow): number => order.versionOf(row['session'] as bigint)
  const steps = [
    rankOf(a) - rankOf(b),
    versionOf(a) - versionOf(b),
    keys(keyOf(jobs.key, a.row), keyOf(jobs.key, b.row)),
    compareByteArrays(a.bytes, b.bytes),
  ]
  return steps.find((step) => step !== 0) ?? 0
}

const toPlain = (bytes: Uint8Array): PlainRow => ({ bytes, row: decodeRow(jobs, bytes) })

const sortPlainly = (order: RowOrder, rows: readonly Uint8Array[]): readonly Uint8Array[] =>
  rows
    .map(toPlain)
    .sort((a, b) => compare(order, a, b))
    .map(({ bytes }) => bytes)

function randomRows(dice: Dice, count: number): readonly Uint8Array[] {
  const fresh = (): Uint8Array => toRowBytes(jobs, randomRow(dice), 'row')
  const rows: Uint8Array[] = []
  for (let row = 0; row < count; row++) {
    const earlier = rows[dice.roll(rows.length + 1)]
    rows.push(earlier !== undefined && dice.once(4) ? earlier : fresh())
  }
  return rows
}

/** Rows in blocks of random sizes, some of them empty. */
function* toBlocks(dice: Dice, rows: readonly Uint8Array[], rowsMax = 40): Generator<RowBlock> {
  const builder = new BlockBuilder()
  let end = dice.roll(rowsMax)
  for (const row of rows) {
    for (; builder.rows >= end || builder.isFull; end = dice.roll(rowsMax)) yield builder.take()
    builder.append(row)
  }
  yield builder.take()
}

async function collect(blocks: RowBlocks): Promise<readonly Uint8Array[]> {
  const rows: Uint8Array[] = []
  for await (const block of blocks) {
    assertBlock(block)
    for (let row = 0; row < block.rows; row++) {
      rows.push(block.bytes.slice(block.offsets[row], block.offsets[row + 1]))
    }
  }
  return rows
}

const codeOf = async (result: Promise<unknown>): Promise<string> => {
  try {
    await result
  } catch (error) {
    if (isTlmkitError(error)) return error.code
    throw error
  }
  return 'none'
}

/** A store in memory that counts runs and can be made to fail. */
class MemoryRuns implements RunStore {
  runs = 0
  calls = 0
  isClosed = false
  failsAt = Infinity
  readonly #corrupts: boolean

  constructor({ corrupts = false }: { readonly corrupts?: boolean } = {}) {
    this.#corrupts = corrupts
  }

  async create(): Promise<RunFile> {
    await this.#call()
    this.runs += 1
    let all = Buffer.alloc(0)
    return {
      write: async (bytes) => {
        await this.#call()
        all = Buffer.concat([all, bytes])
      },
      read: async (target, at) => {
        await this.#call()
        target.set(all.subarray(at, at + target.length))
        if (this.#corrupts) target[0] = (target[0] ?? 0) ^ 1
      },
      release: () => this.#call(),
    }
  }

  close(): Promise<void> {
    this.isClosed = true
    return Promise.resolve()
  }

  #call(): Promise<void> {
    this.calls += 1
    return this.calls > this.failsAt
      ? Promise.reject(new Error('no space left'))
      : Promise.resolve()
  }
}

describe('sortRows', () => {
  test('sorts as a plain sort does, in any amount of memory', async () => {
    const seed = fuzzSeed()
    const runs = fuzzRuns(40)
    const dice = new Dice(seed)
    let [count, stored] = [0, 0]
    for (let run = 0; run < runs; run++) {
      const rows = randomRows(dice, dice.once(8) ? dice.roll(1500) : dice.roll(150))
      const order = dice.once(3) ? unrouted : byCaller
      const expected = sortPlainly(order, rows)
      const given = dice.pick([
        rows,
        rows,
        expected,
        [...expected.slice(5), ...expected.slice(0, 5)],
      ])
      const store = new MemoryRuns()
      const memoryBytes = dice.pick([0, 1000, 5000, 20_000, 100_000, 2_000_000])
      const blocks = toBlocks(dice, given, dice.pick([2, 40, 1000]))
      const sorted = await collect(sortRows(order, blocks, { memoryBytes, runs: store }))
      const place = `seed ${seed}, run ${run}, ${memoryBytes} bytes`
      expect(
        sorted.map((row) => Buffer.from(row).toString('latin1')),
        place,
      ).toEqual(expected.map((row) => Buffer.from(row).toString('latin1')))
      expect(store.isClosed).toBe(true)
      count += rows.length
      stored += store.runs
    }
    console.info(`sorts: ${runs} of ${count} rows, ${stored} runs stored, seed ${seed}`)
  })

  test('merges many runs in passes', async () => {
    const dice = new Dice(11)
    const rows = randomRows(dice, 1500)
    const store = new MemoryRuns()
    const sorted = await collect(
      sortRows(byCaller, toBlocks(dice, rows), { memoryBytes: 0, runs: store }),
    )
    expect(store.runs).toBeGreaterThan(700)
    expect(sorted).toEqual(sortPlainly(byCaller, rows))
  })

  test('rows in order make one run', async () => {
    const dice = new Dice(12)
    const rows = sortPlainly(byCaller, randomRows(dice, 500))
    const store = new MemoryRuns()
    const sorted = await collect(
      sortRows(byCaller, toBlocks(dice, rows), { memoryBytes: 10_000, runs: store }),
    )
    expect(store.runs).toBe(1)
    expect(sorted).toEqual(rows)
  })

  test('rows that fit into memory are not stored', async () => {
    const dice = new Dice(13)
    const store = new MemoryRuns()
    const rows = randomRows(dice, 5000)
    expect(await collect(sortRows(byCaller, toBlocks(dice, rows), { runs: store }))).toEqual(
      sortPlainly(byCaller, rows),
    )
    expect(store.runs).toBe(0)
    expect(await collect(sortRows(byCaller, []))).toEqual([])
  })

  test('many equal rows, and keys that share long beginnings', async () => {
    const row = { ...randomRow(new Dice(1)), session: '5' }
    const rows = Array.from({ length: BLOCK_ROWS_MAX }, (_, index) =>
      toRowBytes(
        jobs,
        {
          ...row,
          caller: 'x'.repeat(200) + String(index % 7),
          job: 'y'.repeat(index % 250) + '1',
          asked: index % 3,
        },
        'row',
      ),
    )
    const sorted = await collect(sortRows(byCaller, toBlocks(new Dice(2), rows, 3000)))
    expect(sorted).toEqual(sortPlainly(byCaller, rows))
  })

  test('rows larger than the memory', async () => {
    const rows = ['9', '1', '5'].map((session) =>
      toRowBytes(jobs, { ...randomRow(new Dice(1)), session, proof: 'ab'.repeat(20_000) }, 'row'),
    )
    const small = randomRows(new Dice(3), 50)
    const all = [...small, ...rows, ...small]
    const options = { memoryBytes: 30_000, runs: fileRuns(folder) }
    expect(await collect(sortRows(byCaller, toBlocks(new Dice(4), all), options))).toEqual(
      sortPlainly(byCaller, all),
    )
  })

  test('refuses bytes that are no rows', async () => {
    const bytes = Uint8Array.of(0, 0, 0, 9, 65)
    const blocks = [{ bytes, offsets: Uint32Array.of(0, 5), rows: 1 }]
    expect(await codeOf(collect(sortRows(byCaller, blocks)))).toBe('rows-invalid')
  })

  test('refuses an order that ranks by something else than whole numbers', async () => {
    const order = { ...byCaller, routeRank: () => -1 }
    const result = collect(sortRows(order, toBlocks(new Dice(1), randomRows(new Dice(1), 3))))
    expect(await codeOf(result)).toBe('row-order-invalid')
  })
})

describe('where runs are kept', () => {
  const dice = new Dice(21)
  const rows = randomRows(dice, 600)
  const sorted = sortPlainly(byCaller, rows)
  const sortIn = (runs: RunStore): Promise<readonly Uint8Array[]> =>
    collect(sortRows(byCaller, toBlocks(new Dice(5), rows), { memoryBytes: 3000, runs }))

  test('a store that fails at any call gives a coded error, and is closed', async () => {
    const whole = new MemoryRuns()
    await sortIn(whole)
    expect(whole.calls).toBeGreaterThan(100)
    for (let failsAt = 0; failsAt < whole.calls; failsAt += failsAt < 10 ? 1 : 17) {
      const store = new MemoryRuns()
      store.failsAt = failsAt
      expect(await codeOf(sortIn(store)), `call ${failsAt}`).toBe('sort-store-failed')
      expect(store.isClosed).toBe(true)
    }
  })

  test('bytes that come back changed are refused', async () => {
    expect(await codeOf(sortIn(new MemoryRuns({ corrupts: true })))).toBe('sort-store-failed')
  })

  test('files are deleted at the end, on an error, and when the reader stops early', async () => {
    expect(await sortIn(fileRuns(folder))).toEqual(sorted)
    expect(readdirSync(folder)).toEqual([])

    const failing = async function* (): AsyncGenerator<RowBlock> {
      yield* toBlocks(new Dice(5), rows)
      await Promise.resolve()
      throw new Error('the source failed')
    }
    const options = { memoryBytes: 3000, runs: fileRuns(folder) }
    await expect(collect(sortRows(byCaller, failing(), options))).rejects.toThrow('source failed')
    expect(readdirSync(folder)).toEqual([])

    for await (const block of sortRows(byCaller, toBlocks(new Dice(5), rows), options)) {
      expect(block.rows).toBeGreaterThan(0)
      break
    }
    expect(readdirSync(folder)).toEqual([])
  })

  test('a folder that is not there is a coded error', async () => {
    expect(await codeOf(sortIn(fileRuns(join(folder, 'none'))))).toBe('sort-store-failed')
  })
})

describe('checkOrder', () => {
  const dice = new Dice(31)
  const rows = sortPlainly(byCaller, randomRows(dice, 300))

  test('gives rows in order on as they are', async () => {
    expect(await collect(checkOrder(byCaller, toBlocks(dice, rows)))).toEqual(rows)
  })

  test('refuses the first row out of order, within a block and between two', async () => {
    for (const rowsMax of [2, 1000]) {
      for (const at of [0, 57, 250]) {
        const swapped = [...rows]
        const later = rows.findIndex((row, i) => i > at && compareByteArrays(row, rows[at]!) !== 0)
        swapped[at] = rows[later]!
        swapped[later] = rows[at]!
        const result = collect(checkOrder(byCaller, toBlocks(new Dice(1), swapped, rowsMax)))
        await expect(result).rejects.toMatchObject({ code: 'rows-disordered' })
      }
    }
  })

  test('agrees with the plain order on any two rows', async () => {
    const seed = fuzzSeed()
    const runs = fuzzRuns(500)
    const random = new Dice(seed)
    for (let run = 0; run < runs; run++) {
      const order = random.once(2) ? byCaller : unrouted
      const pair = [random.pick(rows), random.pick(rows)] as const
      const isOrdered = compare(order, toPlain(pair[0]), toPlain(pair[1])) <= 0
      const code = await codeOf(collect(checkOrder(order, toBlocks(random, pair, 3))))
      expect(code, `seed ${seed}, run ${run}`).toBe(isOrdered ? 'none' : 'rows-disordered')
    }
    console.info(`order of pairs: ${runs}, seed ${seed}`)
  })
})
