import { allocate, type DustRule } from '../amounts/allocate.js'
import { Poison, type Value } from '../engine/Poison.js'
import type { KernelDraw } from './kernelDraw.fixture.js'
import type { Column, KernelMemory } from './kernelMemory.fixture.js'
import { drawPoison, poisonWord } from './kernelNodes.fixture.js'
import * as layout from './layout.js'

export const DUST_RULES: readonly (readonly [DustRule, number])[] = [
  ['first', layout.DUST_FIRST],
  ['last', layout.DUST_LAST],
  ['largestRemainder', layout.DUST_LARGEST],
  ['account', layout.DUST_ACCOUNT],
]

/** Texts whose order by bytes is not that of their numbers, nor that of UTF-16. */
export const TAKERS: readonly string[] = [
  ...['node2', 'node10', 'b', 'a', 'aa', 'nodes/north/7', 'nodes/north/6'],
  ...['é', '\uffff', '\u{10000}', 'the-same-first-8-bytes-a', 'the-same-first-8-bytes'],
]

const ROWS = 24
const NODE = 99

/** Rows with lists: what a row holds, and what each of its items holds. */
export interface ListBlock {
  readonly instruction: number
  readonly out: Column
  readonly from: number
  readonly to: number
  /** What should stand in the result, row by row or item by item from 0. */
  readonly expected: readonly Value[]
  /** Rows or items that the call may write. */
  readonly first: number
  readonly end: number
}

interface Lists {
  readonly counts: readonly number[]
  readonly total: number
  readonly offsets: number
}

function drawLists(memory: KernelMemory, draw: KernelDraw): Lists {
  const counts = Array.from({ length: ROWS }, () => (draw.once(8) ? 0 : draw.roll(6)))
  const total = counts.reduce((sum, count) => sum + count, 0)
  return { counts, total, offsets: memory.offsets(counts) }
}

/** Items of each row, in the order of the rows. */
function byRow<T>(counts: readonly number[], items: readonly T[]): readonly (readonly T[])[] {
  let next = 0
  return counts.map((count) => items.slice(next, (next += count)))
}

interface Drawn<T> {
  readonly column: Column
  readonly values: readonly (T | Poison)[]
}

function drawWides(memory: KernelMemory, draw: KernelDraw, rows: number): Drawn<bigint> {
  const stride = draw.once(6) ? 0 : layout.WIDE
  const column = memory.column(stride, rows)
  const literal = draw.wide()
  const isPoisonable = stride !== 0 && draw.once(3)
  const bits = draw.pick([128, 128, 64, 20])
  if (stride === 0) memory.setWide(column, 0, literal)
  const values = Array.from({ length: rows }, (_, row) => {
    if (stride === 0) return literal
    const value = draw.wide() >> BigInt(128 - bits)
    memory.setWide(column, row, value)
    return isPoisonable && draw.once(8) ? poisonRow(memory, draw, column, row) : value
  })
  return { column, values }
}

function drawTruths(memory: KernelMemory, draw: KernelDraw, rows: number): Drawn<boolean> {
  const column = memory.column(layout.WORD, rows)
  const isPoisonable = draw.once(3)
  const values = Array.from({ length: rows }, (_, row) => {
    const value = draw.once(2)
    memory.setWord(column, row, Number(value))
    return isPoisonable && draw.once(8) ? poisonRow(memory, draw, column, row) : value
  })
  return { column, values }
}

function poisonRow(memory: KernelMemory, draw: KernelDraw, column: Column, row: number): Poison {
  const poison = drawPoison(draw)
  memory.setPoison(column, row, poisonWord(poison))
  return poison
}

/** EXPAND_WIDE or EXPAND_WORD. */
export function drawExpand(memory: KernelMemory, draw: KernelDraw, op: number): ListBlock {
  memory.clear()
  const lists = drawLists(memory, draw)
  const isWide = op === layout.EXPAND_WIDE
  const a = isWide ? drawWides(memory, draw, ROWS) : drawTruths(memory, draw, ROWS)
  const out = memory.column(isWide ? layout.WIDE : layout.WORD, lists.total)
  const instruction = memory.instruction({
    ...{ op, out, operands: [a.column], node: NODE, list: lists.offsets },
  })
  const expected = lists.counts.flatMap((count, row) => Array.from({ length: count }, () => row))
  const [from, to] = draw.range(ROWS)
  return {
    ...{ instruction, out, from, to, expected: expected.map((row) => a.values[row]) },
    ...itemsOf(lists, from, to),
  }
}

function itemsOf({ counts }: Lists, from: number, to: number): Pick<ListBlock, 'first' | 'end'> {
  const before = (row: number): number => counts.slice(0, row).reduce((sum, each) => sum + each, 0)
  return { first: before(from), end: before(to) }
}

/** LIST_COUNT, with and without a condition. */
export function drawCount(memory: KernelMemory, draw: KernelDraw): ListBlock {
  memory.clear()
  const lists = drawLists(memory, draw)
  const kept = draw.once(4) ? undefined : drawTruths(memory, draw, lists.total)
  const out = memory.column(layout.WIDE, ROWS)
  const operands = [undefined, kept?.column]
  const instruction = memory.instruction({
    ...{ op: layout.LIST_COUNT, out, operands, node: NODE, list: lists.offsets },
  })
  const expected =
    kept === undefined
      ? lists.counts.map(BigInt)
      : byRow(lists.counts, kept.values).map(
          (items) =>
            items.find((item) => item instanceof Poison) ??
            BigInt(items.filter((item) => item === true).length),
        )
  const [from, to] = draw.range(ROWS)
  return { instruction, out, from, to, expected, first: from, end: to }
}

/** LIST_SUM, with and without a mask of the rows. */
export function drawSum(memory: KernelMemory, draw: KernelDraw): ListBlock {
  memory.clear()
  const lists = drawLists(memory, draw)
  const items = drawWides(memory, draw, lists.total)
  const mask = draw.once(2) ? undefined : drawTruths(memory, draw, ROWS)
  const out = memory.column(layout.WIDE, ROWS)
  const operands = [items.column, mask?.column]
  const instruction = memory.instruction({
    ...{ op: layout.LIST_SUM, out, operands, node: NODE, list: lists.offsets },
  })
  const expected = byRow(lists.counts, items.values).map((values, row) => {
    const kept = mask?.values[row] ?? true
    if (kept instanceof Poison) return kept
    return kept ? sumOf(values) : 0n
  })
  const [from, to] = draw.range(ROWS)
  return { instruction, out, from, to, expected, first: from, end: to }
}

function sumOf(values: readonly (bigint | Poison)[]): bigint | Poison {
  let sum = 0n
  for (const value of values) {
    if (value instanceof Poison) return value
    sum += value
  }
  return sum >> 128n === 0n ? sum : new Poison('overflow', NODE)
}

/** LIST_DUPLICATES, of words and of wide values; a few lists are so long that the host compares. */
export function drawDuplicates(memory: KernelMemory, draw: KernelDraw): ListBlock {
  memory.clear()
  const counts = Array.from({ length: ROWS }, () => (draw.once(20) ? 65 : draw.roll(9)))
  const total = counts.reduce((sum, count) => sum + count, 0)
  const offsets = memory.offsets(counts)
  const stride = draw.once(2) ? layout.WIDE : layout.WORD
  const a = memory.column(stride, total)
  // Halves that agree are not yet values that do.
  const choices = [
    0n,
    1n,
    1n << 64n,
    (1n << 64n) + 1n,
    ...Array.from({ length: 9 }, () => draw.wide()),
  ]
  const values = Array.from({ length: total }, (_, item) => {
    const value = stride === layout.WIDE ? draw.pick(choices) : BigInt(draw.roll(12))
    if (stride === layout.WIDE) memory.setWide(a, item, value)
    else memory.setWord(a, item, Number(value))
    return value
  })
  const out = memory.column(layout.WORD, ROWS)
  const instruction = memory.instruction({
    ...{ op: layout.LIST_DUPLICATES, out, operands: [a], node: NODE, list: offsets },
  })
  const expected = byRow(counts, values).map((items) => new Set(items).size !== items.length)
  const [from, to] = draw.range(ROWS)
  return { instruction, out, from, to, expected, first: from, end: to }
}

/** One row of a split: weights and takers of its items. */
export interface SplitRow {
  readonly amount: bigint | Poison
  readonly weights: readonly bigint[]
  /** Indices in TAKERS. */
  readonly takers: readonly number[]
}

export interface SplitBlock {
  readonly instruction: number
  readonly rows: readonly SplitRow[]
  readonly starts: readonly number[]
  readonly out: Column
  readonly left: Column
  readonly hasWeight: Column
}

/** Lays out a split of these rows. */
export function splitBlock(
  memory: KernelMemory,
  rows: readonly SplitRow[],
  dust: number,
): SplitBlock {
  memory.clear()
  memory.texts(TAKERS)
  const items = rows.flatMap(({ weights, takers }) =>
    weights.map((weight, index) => ({ weight, taker: takers[index] ?? 0 })),
  )
  const list = memory.offsets(rows.map(({ weights }) => weights.length))
  const amount = memory.column(layout.WIDE, rows.length)
  const weight = memory.column(layout.WIDE, items.length)
  const taker = memory.column(layout.WORD, items.length)
  const out = memory.column(layout.WIDE, items.length)
  const left = memory.column(layout.WIDE, rows.length)
  const hasWeight = memory.column(layout.WORD, rows.length)
  rows.forEach((row, at) => {
    if (row.amount instanceof Poison) memory.setPoison(amount, at, poisonWord(row.amount))
    else memory.setWide(amount, at, row.amount)
  })
  items.forEach((item, at) => {
    memory.setWide(weight, at, item.weight)
    memory.setWord(taker, at, item.taker)
  })
  const operands = [amount, weight, hasWeight]
  const instruction = memory.instruction({
    ...{ op: layout.SPLIT_AMONG, out, operands, node: NODE, list },
    ...{ x: dust, y: left.header, z: taker.header },
  })
  let next = 0
  const starts = [...rows.map(({ weights }) => (next += weights.length) - weights.length), next]
  return { instruction, rows, starts, out, left, hasWeight }
}

export interface Split {
  readonly parts: readonly bigint[]
  readonly left: bigint
}

/** What a row should come to; undefined where it is poisoned. */
export function allocateRow(
  { amount, weights, takers }: SplitRow,
  dust: DustRule,
): Split | undefined {
  if (amount instanceof Poison) return undefined
  if (weights.every((weight) => weight === 0n)) {
    return { parts: weights.map(() => 0n), left: amount }
  }
  const ids = takers.map((taker) => TAKERS[taker] ?? '')
  return allocate(amount, { weights, dust, ids })
}

/** Rows with weights of one width, so that every way to split is taken. */
export function drawSplitRows(draw: KernelDraw): readonly SplitRow[] {
  return Array.from({ length: ROWS }, () => {
    const amount = draw.once(12) ? drawPoison(draw) : draw.wide() >> BigInt(draw.roll(128))
    const count = draw.once(40) ? 60 : draw.roll(7)
    const bits = draw.pick([3, 7, 20, 32, 33, 63, 64, 65, 100, 120, 127])
    const isEqual = draw.once(5)
    const weight = draw.bits(bits)
    const weights = Array.from({ length: count }, () => {
      if (draw.once(6)) return 0n
      return isEqual ? weight : draw.bits(bits)
    })
    return { amount, weights, takers: weights.map(() => draw.roll(TAKERS.length)) }
  })
}
