import { describe, expect, test } from 'vitest'
import { isRatio } from '../amounts/Ratio.js'
import { Poison, type Value } from '../engine/Poison.js'
import { fuzzFactor, KernelDraw } from './kernelDraw.fixture.js'
import { KernelMemory } from './kernelMemory.fixture.js'
import { drawNodeBlock, NODE_CASES, poisonWord, type NodeBlock } from './kernelNodes.fixture.js'
import * as layout from './layout.js'

const fuzz = fuzzFactor(process.env['TLMKIT_FUZZ'])
const seed = Number(process.env['TLMKIT_SEED'] ?? Date.now() % 2 ** 31)
const memory = new KernelMemory()
/** In milliseconds: a nightly run takes a thousand times as many cases. */
const timeout = 60_000 + 2_000 * fuzz

/** Result of a row, as the twin would give it. */
function resultOf(block: NodeBlock, row: number): string {
  const word = memory.poisonOf(block.out, row)
  if (word !== 0) return `poison ${word}`
  return block.out.stride === layout.WIDE
    ? `${memory.wide(block.out, row)}`
    : `word ${memory.word(block.out, row)}`
}

function expectedOf(value: Value): string {
  if (value instanceof Poison) return `poison ${poisonWord(value)}`
  return typeof value === 'bigint' ? `${value}` : `word ${Number(value)}`
}

describe(`kernels agree with their bigint twins (TLMKIT_SEED=${seed})`, { timeout }, () => {
  test.for(NODE_CASES.map((node) => [`${node.op} ${node.operation.op}`, node] as const))(
    '%s',
    ([name, node]) => {
      const draw = new KernelDraw(seed + node.op)
      const faults: string[] = []
      let cases = 0
      let twins = 0
      for (let run = 0; run < 80 * fuzz; run++) {
        const block = drawNodeBlock(memory, draw, node)
        memory.twin = (_, row) => {
          twins++
          expect(isCertified(block.operands[row])).toBe(false)
          writeTwin(block, row)
        }
        const before = memory.snapshot()
        memory.run(block.instruction, block.from, block.to)
        const { out, from: first, to: end } = block
        expect(memory.strayWrites(before, [{ out, first, end }])).toEqual([])
        for (let row = block.from; row < block.to; row++) {
          cases++
          const [result, expected] = [resultOf(block, row), expectedOf(block.expected[row])]
          if (result !== expected) {
            faults.push(`${shown(block.operands[row])} gives ${result}, not ${expected}`)
          }
        }
      }
      console.info(`kernels ${name}: ${cases} cases, ${twins} by the host`)
      expect(faults.slice(0, 5)).toEqual([])
    },
  )
})

function writeTwin({ out, expected }: NodeBlock, row: number): void {
  const value = expected[row]
  if (value instanceof Poison) memory.setPoison(out, row, poisonWord(value))
  else if (typeof value === 'bigint') memory.setWide(out, row, value)
}

/** Whether the reciprocal of 192 bits is sure of the floor: then the host is not needed. */
function isCertified([a, b]: readonly Value[] = []): boolean {
  if (typeof a !== 'bigint' || !isRatio(b) || b.num >> 191n >= b.den) return false
  const multiplier = (b.num << 192n) / b.den + 1n
  const excess = multiplier * b.den - (b.num << 192n)
  const rest = (a * multiplier) & ((1n << 192n) - 1n)
  return rest > a || (a * excess) >> 192n === 0n
}

function shown(operands: readonly Value[] = []): string {
  const texts = operands.map((value) => {
    if (isRatio(value)) return `${value.num}/${value.den}`
    return typeof value === 'string' ? value : expectedOf(value)
  })
  return texts.join(', ')
}
