import { describe, expect, test } from 'vitest'
import { Poison, type Value } from '../engine/Poison.js'
import { fuzzFactor, KernelDraw } from './kernelDraw.fixture.js'
import {
  allocateRow,
  drawCount,
  drawDuplicates,
  drawExpand,
  drawSplitRows,
  drawSum,
  DUST_RULES,
  splitBlock,
  type ListBlock,
  type Split,
  type SplitBlock,
  type SplitRow,
} from './kernelLists.fixture.js'
import { KernelMemory } from './kernelMemory.fixture.js'
import { poisonWord } from './kernelNodes.fixture.js'
import * as layout from './layout.js'

const fuzz = fuzzFactor(process.env['TLMKIT_FUZZ'])
const seed = Number(process.env['TLMKIT_SEED'] ?? Date.now() % 2 ** 31)
const memory = new KernelMemory()
/** In milliseconds: a nightly run takes a thousand times as many cases. */
const timeout = 60_000 + 2_000 * fuzz

function valueAt({ out }: ListBlock, at: number): string {
  const word = memory.poisonOf(out, at)
  if (word !== 0) return `poison ${word}`
  return out.stride === layout.WIDE ? `${memory.wide(out, at)}` : `word ${memory.word(out, at)}`
}

function shown(value: Value): string {
  if (value instanceof Poison) return `poison ${poisonWord(value)}`
  return typeof value === 'bigint' ? `${value}` : `word ${Number(value)}`
}

type DrawBlock = (memory: KernelMemory, draw: KernelDraw) => ListBlock

describe(`lists agree with their bigint twins (TLMKIT_SEED=${seed})`, { timeout }, () => {
  test.for<readonly [string, DrawBlock]>([
    ['EXPAND_WIDE', (...from) => drawExpand(...from, layout.EXPAND_WIDE)],
    ['EXPAND_WORD', (...from) => drawExpand(...from, layout.EXPAND_WORD)],
    ['LIST_COUNT', drawCount],
    ['LIST_SUM', drawSum],
    ['LIST_DUPLICATES', drawDuplicates],
  ])('%s', ([name, drawBlock]) => {
    const draw = new KernelDraw(seed)
    const faults: string[] = []
    let cases = 0
    for (let run = 0; run < 150 * fuzz; run++) {
      const block = drawBlock(memory, draw)
      memory.twin = (_, row) => {
        memory.setWord(block.out, row, Number(block.expected[row] === true))
      }
      const before = memory.snapshot()
      memory.run(block.instruction, block.from, block.to)
      expect(memory.strayWrites(before, [block])).toEqual([])
      for (let at = block.first; at < block.end; at++) {
        cases++
        const [result, expected] = [valueAt(block, at), shown(block.expected[at])]
        if (result !== expected) faults.push(`${at}: ${result}, not ${expected}`)
      }
    }
    console.info(`kernels ${name}: ${cases} cases`)
    expect(faults.slice(0, 5)).toEqual([])
  })
})

function splitOf({ out, left, starts }: SplitBlock, row: number): Split {
  const [start = 0, end = 0] = starts.slice(row, row + 2)
  const parts = Array.from({ length: end - start }, (_, item) => memory.wide(out, start + item))
  return { parts, left: memory.wide(left, row) }
}

function textOf(split: Split | undefined): string {
  return split === undefined ? 'poison' : `${split.parts.join(' ')} left ${split.left}`
}

function writeSplit(block: SplitBlock, row: number, split: Split | undefined): void {
  split?.parts.forEach((part, item) =>
    memory.setWide(block.out, (block.starts[row] ?? 0) + item, part),
  )
  memory.setWide(block.left, row, split?.left ?? 0n)
  memory.setWord(block.hasWeight, row, 1)
}

/** What is wrong with a row of a split that was computed. */
function faultOf(block: SplitBlock, row: number, split: Split | undefined): string | undefined {
  const { amount, weights } = block.rows[row] ?? { amount: 0n, weights: [] }
  if (amount instanceof Poison) {
    const words = weights.map((_, item) =>
      memory.poisonOf(block.out, (block.starts[row] ?? 0) + item),
    )
    return words.every((word) => word === poisonWord(amount)) ? undefined : 'poison is lost'
  }
  const result = textOf(splitOf(block, row))
  const hasWeight = Number(weights.some((weight) => weight > 0n))
  if (result === textOf(split) && memory.word(block.hasWeight, row) === hasWeight) return undefined
  return `${amount} by ${weights.join(' ')} gives ${result}, not ${textOf(split)}`
}

describe(`splits agree with allocate (TLMKIT_SEED=${seed})`, { timeout }, () => {
  test.for(DUST_RULES)('%s', ([rule, dust]) => {
    const draw = new KernelDraw(seed)
    const faults: string[] = []
    let cases = 0
    let twins = 0
    for (let run = 0; run < 100 * fuzz; run++) {
      const rows = drawSplitRows(draw)
      const expected = rows.map((row) => allocateRow(row, rule))
      const block = splitBlock(memory, rows, dust)
      memory.twin = (_, row) => {
        twins++
        expect(sumOfWeights(rows[row]) >> 128n).toBeGreaterThan(0n)
        writeSplit(block, row, expected[row])
      }
      const [from, to] = draw.range(rows.length)
      const before = memory.snapshot()
      memory.run(block.instruction, from, to)
      const [first = 0, end = 0] = [block.starts[from], block.starts[to]]
      const written = [
        { out: block.out, first, end },
        { out: block.left, first: from, end: to },
        { out: block.hasWeight, first: from, end: to },
      ]
      expect(memory.strayWrites(before, written)).toEqual([])
      for (let row = from; row < to; row++) {
        cases++
        const fault = faultOf(block, row, expected[row])
        if (fault !== undefined) faults.push(fault)
      }
    }
    console.info(`kernels SPLIT_AMONG ${rule}: ${cases} cases, ${twins} by the host`)
    expect(faults.slice(0, 5)).toEqual([])
  })

  test('a list that is longer than the scratch goes to the host', () => {
    const weights = Array.from({ length: 1025 }, () => 1n)
    const row: SplitRow = { amount: 1500n, weights, takers: weights.map(() => 0) }
    const expected = allocateRow(row, 'largestRemainder')
    const block = splitBlock(memory, [row], layout.DUST_LARGEST)
    memory.twin = () => writeSplit(block, 0, expected)
    memory.run(block.instruction, 0, 1)
    expect(splitOf(block, 0)).toEqual(expected)
  })
})

function sumOfWeights(row: SplitRow | undefined): bigint {
  return (row?.weights ?? []).reduce((sum, weight) => sum + weight, 0n)
}

/** All ways to write `sum` as `terms` whole numbers of at least 0, in order. */
function compositions(sum: number, terms: number): readonly (readonly bigint[])[] {
  if (terms === 1) return [[BigInt(sum)]]
  return Array.from({ length: sum + 1 }, (_, first) =>
    compositions(sum - first, terms - 1).map((rest) => [BigInt(first), ...rest]),
  ).flat()
}

describe('every split of 0 to 200 by weights that sum to 20', () => {
  test.for([2, 3, 4])('among %i', (terms) => {
    let cases = 0
    const faults: string[] = []
    memory.twin = () => faults.push('the host was called')
    // Every fifth of the 1771 ways among four, unless there is time for all of them.
    const step = terms === 4 && fuzz < 10 ? 5 : 1
    const ways = compositions(20, terms).filter((_, way) => way % step === 0)
    for (const weights of ways) {
      const rows = Array.from({ length: 201 }, (_, amount) => {
        return { amount: BigInt(amount), weights, takers: [0, 1, 2, 3].slice(0, terms) }
      })
      for (const [rule, dust] of DUST_RULES) {
        const block = splitBlock(memory, rows, dust)
        memory.run(block.instruction, 0, rows.length)
        rows.forEach((row, at) => {
          cases++
          const fault = faultOf(block, at, allocateRow(row, rule))
          if (fault !== undefined) faults.push(fault)
        })
      }
    }
    console.info(`kernels SPLIT_AMONG among ${terms}: ${cases} cases, 1 of ${step} there are`)
    expect(faults.slice(0, 5)).toEqual([])
  })
})
