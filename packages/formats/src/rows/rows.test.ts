import {
  ByteWriter,
  compareByteArrays,
  encodeRow,
  isTlmkitError,
  parseRow,
  type Row,
} from '@tlmkit/core'
import { Dice, fuzzRuns, fuzzSeed } from '@tlmkit/testing'
import { describe, expect, test } from 'vitest'
import { jobs, randomRow } from './claims.fixture.js'
import { decodeRow } from './decodeRow.js'
import { BLOCK_ROWS_MAX, assertBlock, type RowBlock } from './RowBlock.js'
import { rowsOf } from './rowsOf.js'

const encode = (row: Row): Uint8Array => {
  const writer = new ByteWriter()
  encodeRow(writer, jobs.columns, row)
  return writer.toBytes()
}

const codeOf = (act: () => unknown): string => {
  try {
    act()
  } catch (error) {
    if (isTlmkitError(error)) return error.code
    throw error
  }
  return 'none'
}

const sample = {
  caller: 'a',
  asked: '5',
  session: 7,
  share: '0.5',
  isUrgent: true,
  mode: 'fast',
  job: 'j',
  payee: 'module/treasury',
  price: '3/4',
  proof: 'c0',
  parts: [{ worker: 'w', relays: 1, weight: '1', isLate: false }],
}

describe('rowsOf and decodeRow', () => {
  test('give back what went in', () => {
    const seed = fuzzSeed()
    const runs = fuzzRuns(400)
    const dice = new Dice(seed)
    const rows = dice.times(runs, () => randomRow(dice))
    let index = 0
    for (const block of rowsOf(jobs, rows)) {
      assertBlock(block)
      for (let row = 0; row < block.rows; row++) {
        const bytes = block.bytes.subarray(block.offsets[row], block.offsets[row + 1])
        const expected = parseRow(jobs.columns, rows[index], 'row')
        expect(bytes).toEqual(encode(expected))
        expect(decodeRow(jobs, bytes)).toEqual(expected)
        index += 1
      }
    }
    expect(index).toBe(runs)
    console.info(`rows round trip: ${runs} rows, seed ${seed}`)
  })

  test('a block has at most 4096 rows', () => {
    const rows = Array.from({ length: BLOCK_ROWS_MAX + 2 }, () => sample)
    expect([...rowsOf(jobs, rows)].map((block) => block.rows)).toEqual([BLOCK_ROWS_MAX, 2])
  })

  test('a block is cut at 4 MiB', () => {
    const rows = Array.from({ length: 5 }, () => ({ ...sample, proof: 'ab'.repeat(1_000_000) }))
    expect([...rowsOf(jobs, rows)].map((block) => block.rows)).toEqual([3, 2])
  })

  test('errors name the row', () => {
    const rows = rowsOf(jobs, [sample, { ...sample, mode: 'slow' }])
    expect(() => [...rows]).toThrow(/^jobs claim 2, column mode: write one of/)
  })
})

describe('decodeRow refuses', () => {
  const bytes = encode(parseRow(jobs.columns, sample, 'row'))
  const halves = new TextEncoder().encode('1/2')
  const at = bytes.findIndex((_, i) => halves.every((byte, j) => bytes[i + j] === byte))

  test.for([
    ['no bytes', new Uint8Array(0), 'rows-invalid'],
    ['a row cut short', bytes.subarray(0, -1), 'rows-invalid'],
    ['bytes left over', Uint8Array.of(...bytes, 0), 'rows-invalid'],
    ['a length beyond the end', bytes.with(0, 1), 'rows-invalid'],
    ['a flag of 2', bytes.with(at + 3, 2), 'rows-invalid'],
    ['a ratio that is not in lowest terms', bytes.with(at, 0x32), 'rows-invalid'],
    ['a text that is not UTF-8', bytes.with(4, 0xff), 'rows-invalid'],
    ['an id with a slash', bytes.with(4, 0x2f), 'id-slash'],
    ['a ratio over 0', bytes.with(at + 2, 0x30), 'ratio-invalid'],
  ] as const)('%s', ([, changed, code]) => {
    expect(codeOf(() => decodeRow(jobs, changed))).toBe(code)
  })

  test('or reads random bytes as the one row they are', () => {
    const seed = fuzzSeed()
    const runs = fuzzRuns(2000)
    const dice = new Dice(seed)
    let read = 0
    for (let run = 0; run < runs; run++) {
      const row = encode(parseRow(jobs.columns, randomRow(dice), 'row'))
      for (let flips = dice.roll(3); flips >= 0; flips--) {
        row[dice.roll(row.length)] = dice.once(2) ? dice.roll(256) : dice.roll(3)
      }
      const changed = dice.once(3) ? row.subarray(0, dice.roll(row.length)) : row
      let back: Row | undefined
      if (codeOf(() => (back = decodeRow(jobs, changed))) !== 'none') continue
      if (back === undefined) throw new Error('no row')
      read += 1
      expect(compareByteArrays(encode(back), changed)).toBe(0)
    }
    console.info(`row mutations: ${runs}, ${read} still rows, seed ${seed}`)
  })
})

test('a block with wrong offsets is refused', () => {
  const bytes = new Uint8Array(10)
  const block = (offsets: readonly number[], rows: number): RowBlock => ({
    bytes,
    offsets: Uint32Array.from(offsets),
    rows,
  })
  for (const wrong of [
    block([0, 10], 2),
    block([1, 10], 1),
    block([0, 9], 1),
    block([0, 5, 5, 10], 3),
    block([0, 6, 5, 10], 3),
    block([10], 0),
  ]) {
    expect(codeOf(() => assertBlock(wrong))).toBe('row-block-invalid')
  }
  expect(codeOf(() => assertBlock(block([0, 4, 10], 2)))).toBe('none')
})
