import { isRatio, type Ratio } from '../amounts/Ratio.js'
import { computeNode } from '../engine/computeNode.js'
import { Poison, type FaultCode, type Value } from '../engine/Poison.js'
import type { Operation } from '../rules/Plan.js'
import type { KernelDraw } from './kernelDraw.fixture.js'
import type { Column, KernelMemory } from './kernelMemory.fixture.js'
import * as layout from './layout.js'
import { ratioEntry } from './ratioEntry.js'

type Kind = 'wide' | 'truth' | 'symbol' | 'ratio'

/** An operation of the kernels and the node it computes. */
export interface NodeCase {
  readonly op: number
  readonly operation: Operation
  readonly operands: readonly Kind[]
  readonly result: Kind
}

const [wide, truth, symbol, ratio] = ['wide', 'truth', 'symbol', 'ratio'] as const

/** Symbols stand for texts: a block uses these. */
export const SYMBOLS: readonly string[] = ['none', 'missing', 'validated']

/** Every operation that has a node of its own: operands, then the result. */
export const NODE_CASES: readonly NodeCase[] = [
  { op: layout.PLUS, operation: { op: 'plus' }, operands: [wide, wide], result: wide },
  { op: layout.MULTIPLY, operation: { op: 'multiply' }, operands: [wide, wide], result: wide },
  { op: layout.MIN, operation: { op: 'min' }, operands: [wide, wide], result: wide },
  { op: layout.MAX, operation: { op: 'max' }, operands: [wide, wide], result: wide },
  {
    op: layout.MINUS_ZERO,
    operation: { op: 'minus', short: 'zero' },
    operands: [wide, wide],
    result: wide,
  },
  {
    op: layout.MINUS_REJECT,
    operation: { op: 'minus', short: 'reject' },
    operands: [wide, wide],
    result: wide,
  },
  {
    op: layout.OVER_FLOOR,
    operation: { op: 'over', rounding: 'floor' },
    operands: [wide, wide],
    result: wide,
  },
  {
    op: layout.OVER_CEIL,
    operation: { op: 'over', rounding: 'ceil' },
    operands: [wide, wide],
    result: wide,
  },
  {
    op: layout.MUL_DIV_FLOOR,
    operation: { op: 'mulDiv', rounding: 'floor' },
    operands: [wide, wide, wide],
    result: wide,
  },
  {
    op: layout.MUL_DIV_CEIL,
    operation: { op: 'mulDiv', rounding: 'ceil' },
    operands: [wide, wide, wide],
    result: wide,
  },
  {
    op: layout.TIMES_RATIO_FLOOR,
    operation: { op: 'timesRatio', rounding: 'floor' },
    operands: [wide, ratio],
    result: wide,
  },
  {
    op: layout.TIMES_RATIO_CEIL,
    operation: { op: 'convert', rounding: 'ceil' },
    operands: [wide, ratio],
    result: wide,
  },
  { op: layout.ABOVE, operation: { op: 'above' }, operands: [wide, wide], result: truth },
  { op: layout.AT_LEAST, operation: { op: 'atLeast' }, operands: [wide, wide], result: truth },
  { op: layout.BELOW, operation: { op: 'below' }, operands: [wide, wide], result: truth },
  { op: layout.EQUAL, operation: { op: 'equal' }, operands: [wide, wide], result: truth },
  { op: layout.IS_ZERO, operation: { op: 'isZero' }, operands: [wide], result: truth },
  { op: layout.SAME_WORD, operation: { op: 'sameId' }, operands: [symbol, symbol], result: truth },
  {
    op: layout.IS_WORD,
    operation: { op: 'is', value: 'missing' },
    operands: [symbol],
    result: truth,
  },
  { op: layout.AND, operation: { op: 'and' }, operands: [truth, truth], result: truth },
  { op: layout.OR, operation: { op: 'or' }, operands: [truth, truth], result: truth },
  { op: layout.NOT, operation: { op: 'not' }, operands: [truth], result: truth },
  {
    op: layout.SELECT_WIDE,
    operation: { op: 'select' },
    operands: [truth, wide, wide],
    result: wide,
  },
  {
    op: layout.SELECT_WORD,
    operation: { op: 'select' },
    operands: [truth, truth, truth],
    result: truth,
  },
]

const FAULTS: Readonly<Record<FaultCode, number>> = {
  overflow: layout.FAULT_OVERFLOW,
  'below-zero': layout.FAULT_BELOW_ZERO,
  'division-by-zero': layout.FAULT_DIVISION_BY_ZERO,
  'ratio-overflow': layout.FAULT_RATIO_OVERFLOW,
  'group-disagrees': layout.FAULT_GROUP_DISAGREES,
}
const CODES = Object.keys(FAULTS) as FaultCode[]

/** The poison word of a fault. */
export function poisonWord({ node, code }: Poison): number {
  return (node << layout.POISON_SHIFT) | FAULTS[code]
}

export function drawPoison(draw: KernelDraw): Poison {
  return new Poison(draw.pick(CODES), draw.roll(1000))
}

const ROWS = 64
const NODE = 4321

/** Rows of one operation, laid out and computed by its twin. */
export interface NodeBlock {
  readonly instruction: number
  readonly out: Column
  readonly from: number
  readonly to: number
  /** What each row of the result should be. */
  readonly expected: readonly Value[]
  /** The operands of each row. */
  readonly operands: readonly (readonly Value[])[]
}

/** Lays out a random block of rows. `memory.twin` computes what the kernel leaves to the host. */
export function drawNodeBlock(memory: KernelMemory, draw: KernelDraw, node: NodeCase): NodeBlock {
  memory.clear()
  const ratios = Array.from({ length: 12 }, () => draw.ratio())
  memory.ratioTable(ratios.map(ratioEntry))
  const columns = node.operands.map((kind) => drawColumn(memory, draw, kind))
  const operands = Array.from({ length: ROWS }, () => drawOperands(draw, node.operands, ratios))
  columns.forEach(({ column, isPoisonable }, index) => {
    // One value for all rows: that of the first.
    const first = operands[0]?.[index]
    for (const row of operands) {
      if (column.stride === 0) row[index] = first
      else if (isPoisonable && node.op !== layout.SAME_WORD && draw.once(5)) {
        row[index] = drawPoison(draw)
      }
    }
    operands.forEach((row, at) => write({ memory, draw, ratios }, { column, at }, row[index]))
  })
  const out = memory.column(strideOf(node.result), ROWS)
  if (draw.once(3)) {
    for (let row = 0; row < ROWS; row++) memory.setPoison(out, row, draw.roll(9))
  }
  const instruction = memory.instruction({
    op: node.op,
    out,
    operands: columns.map(({ column }) => column),
    node: NODE,
    x: SYMBOLS.indexOf('missing'),
  })
  const compute = computeNode(node.operation, NODE)
  if (compute === undefined) throw new Error(`${node.operation.op} is no pure node.`)
  const expected = operands.map(([a, b, c]) => compute(a, b, c))
  const [from, to] = draw.range(ROWS)
  return { instruction, out, from, to, expected, operands }
}

function strideOf(kind: Kind): number {
  return kind === 'wide' ? layout.WIDE : layout.WORD
}

function drawColumn(memory: KernelMemory, draw: KernelDraw, kind: Kind): DrawnColumn {
  const column = memory.column(draw.once(5) ? 0 : strideOf(kind), ROWS)
  return { column, isPoisonable: draw.once(3) }
}

interface DrawnColumn {
  readonly column: Column
  readonly isPoisonable: boolean
}

function drawOperands(draw: KernelDraw, kinds: readonly Kind[], ratios: readonly Ratio[]): Value[] {
  if (kinds[1] === 'ratio') {
    const chosen = draw.pick(ratios)
    return [draw.wideFor(chosen, endsOf(chosen)), chosen]
  }
  const values: Value[] = []
  for (const kind of kinds) {
    const last = values.at(-1)
    if (kind === 'truth') values.push(draw.once(2))
    else if (kind === 'symbol') values.push(draw.pick(SYMBOLS))
    else values.push(typeof last === 'bigint' ? draw.wideNear(last) : draw.wide())
  }
  return values
}

/** Where the paths of a ratio end, as its entry says. */
function endsOf(of: Ratio): readonly bigint[] {
  const view = new DataView(ratioEntry(of).buffer)
  const at = [layout.RATIO_DIRECT_MAX, layout.RATIO_NEAR_MAX, layout.RATIO_FAR_MAX]
  return at.map((field, index) => {
    const high = index === 0 ? 0n : view.getBigUint64(field + 8, true)
    return (high << 64n) | view.getBigUint64(field, true)
  })
}

interface Writing {
  readonly memory: KernelMemory
  readonly draw: KernelDraw
  readonly ratios: readonly Ratio[]
}

function write(
  { memory, draw, ratios }: Writing,
  { column, at }: { readonly column: Column; readonly at: number },
  value: Value,
): void {
  if (value instanceof Poison) {
    // A poisoned row holds any value, also one that is no ratio of the table.
    memory.setPoison(column, at, poisonWord(value))
    memory.setWord(column, at, Number(draw.bits(32)))
    return
  }
  if (typeof value === 'bigint') memory.setWide(column, at, value)
  else memory.setWord(column, at, wordOf(value, ratios))
}

function wordOf(value: Value, ratios: readonly Ratio[]): number {
  if (typeof value === 'boolean') return Number(value)
  if (isRatio(value)) return ratios.indexOf(value)
  return typeof value === 'string' ? SYMBOLS.indexOf(value) : 0
}
