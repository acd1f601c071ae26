import { gcd, divide, remainderOf } from '../amounts/division.js'
import { isRatio } from '../amounts/Ratio.js'
import { formulaOf, type ShowOperand } from '../describe/formula.js'
import type { Frame } from '../engine/Frame.js'
import type { Posting } from '../journal/JournalEntry.js'
import type { Instruction, Plan, PlanNode, Stage, Statement } from '../rules/Plan.js'
import type { CheckStep, ExplainStep, MoveStep, ValueStep } from './Explanation.js'
import { showValue } from './showValue.js'

interface StepsOptions {
  readonly plan: Plan
  /** The claim, run to its end. */
  readonly frame: Frame
  /** Postings in order, those of a discarded claim until it stopped. */
  readonly postings: readonly Posting[]
  readonly ranSettle: boolean
  readonly group: readonly string[]
}

/** What happened to a claim, step by step, in the order of the chain. */
export function toSteps(options: StepsOptions): readonly ExplainStep[] {
  const { plan, frame, ranSettle } = options
  const steps: ExplainStep[] = []
  const postings = [...options.postings]
  for (const stage of plan.stages) {
    if (stage.phase === 'settle' && !ranSettle) break
    for (const instruction of stage.body) {
      const step = stepOf(plan, frame, { stage, instruction })
      if (step === undefined) continue
      steps.push(step)
      if (step.step === 'check' && step.holds) return [...steps, ...movesOfStage(postings, stage)]
    }
    steps.push(...movesOfStage(postings, stage))
    if (frame.ended !== undefined && frame.ended.tlm === stage.name) return steps
  }
  return steps
}

interface Place {
  readonly stage: Stage
  readonly instruction: Instruction
}

function stepOf(plan: Plan, frame: Frame, place: Place): ExplainStep | undefined {
  const { instruction, stage } = place
  if (typeof instruction !== 'number')
    return checkStep(plan, frame, { stage, statement: instruction })
  const node = plan.nodes[instruction]
  if (node === undefined || !isShown(node)) return undefined
  const value = showValue(frame.slots[instruction])
  if (value === undefined) return undefined
  return valueStep({ plan, frame, stage, node, index: instruction, value })
}

const UNSHOWN = new Set(['column', 'item', 'literal', 'ratioLiteral', 'accountLiteral', 'bucket'])

/** Named values, and every fact of a group. */
function isShown(node: PlanNode): boolean {
  if (UNSHOWN.has(node.operation.op)) return false
  return node.name !== undefined || 'keys' in node.operation
}

interface ValuePlace {
  readonly plan: Plan
  readonly frame: Frame
  readonly stage: Stage
  readonly node: PlanNode
  readonly index: number
  readonly value: string
}

function valueStep(place: ValuePlace): ExplainStep {
  const { plan, frame, stage, node, index, value } = place
  const { operation, denomination } = node
  const formula = formulaOf(plan, index)
  const numbers = formulaOf(plan, index, inNumbers(frame))
  if ('keys' in operation) {
    const name = node.name ?? formula
    const group = operation.keys.join(', ')
    return { step: 'group', tlm: stage.name, name, group, value, denomination }
  }
  return {
    step: 'value',
    tlm: stage.name,
    phase: stage.phase,
    name: node.name ?? '',
    formula,
    numbers,
    value,
    denomination,
    rounding: roundingOf(plan, frame, index),
    limit: limitOf(plan, node, frame),
  }
}

function inNumbers(frame: Frame): ShowOperand {
  return (node, index) => {
    const named =
      node.name !== undefined || node.operation.op === 'column' || 'keys' in node.operation
    return named ? showValue(frame.slots[index]) : undefined
  }
}

/** The exact fraction of a base unit that rounding left over or added. */
function roundingOf(plan: Plan, frame: Frame, index: number): ValueStep['rounding'] {
  const node = plan.nodes[index]
  if (node === undefined) return undefined
  const { operation } = node
  if (!('rounding' in operation) || typeof frame.slots[index] !== 'bigint') return undefined
  const [a, b, c] = node.operands.map((operand) => frame.slots[operand])
  if (typeof a !== 'bigint') return undefined
  const quotient = isRatio(b)
    ? [a * b.num, b.den]
    : operation.op === 'mulDiv'
      ? [times(a, b), c]
      : [a, b]
  const [numerator, divisor] = quotient
  if (typeof numerator !== 'bigint' || typeof divisor !== 'bigint' || divisor === 0n)
    return undefined
  const left = remainderOf(numerator, divisor)
  if (left === 0n) return undefined
  const part = operation.rounding === 'floor' ? left : divisor - left
  const common = gcd(part, divisor)
  const fraction = `${divide(part, common, 'floor')}/${divide(divisor, common, 'floor')}`
  const to = operation.rounding === 'ceil' ? 'added by rounding up' : leftTo(plan, frame, index)
  return { rounding: operation.rounding, fraction, to }
}

/** Who takes what a floor leaves: of a cut the taker of the rest, of other values nobody. */
function leftTo(plan: Plan, frame: Frame, cut: number): string {
  const transfers = plan.stages.flatMap(({ body }) =>
    body.filter((one) => typeof one !== 'number' && one.op === 'transfer'),
  )
  const split = transfers.find(({ amount }) => amount === cut)?.splitPart?.split
  const rest = transfers.find(
    ({ splitPart }) => splitPart?.takesRemainder === true && splitPart.split === split,
  )
  const taker = rest === undefined ? undefined : showValue(frame.slots[rest.to])
  return taker === undefined ? 'not given to anyone' : `left to the rest, ${taker}`
}

function times(a: bigint, b: unknown): bigint | undefined {
  return typeof b === 'bigint' ? a * b : undefined
}

function limitOf(plan: Plan, node: PlanNode, frame: Frame): string | undefined {
  const { op } = node.operation
  const source = op === 'alias' ? plan.nodes[node.operands[0] ?? -1] : node
  if (source?.operation.op !== 'min' && source?.operation.op !== 'max') return undefined
  const [a, b] = source.operands
  if (a === undefined || b === undefined) return undefined
  const [x, y] = [frame.slots[a], frame.slots[b]]
  if (typeof x !== 'bigint' || typeof y !== 'bigint' || x === y) return undefined
  const winner = x < y === (source.operation.op === 'min') ? a : b
  return plan.nodes[winner]?.name ?? formulaOf(plan, winner)
}

function checkStep(
  plan: Plan,
  frame: Frame,
  { stage, statement }: { readonly stage: Stage; readonly statement: Statement },
): CheckStep | undefined {
  if (statement.op !== 'reject' && statement.op !== 'finish') return undefined
  const holds = frame.slots[statement.condition]
  if (typeof holds !== 'boolean') return undefined
  if (statement.mask.some((condition) => frame.slots[condition] !== true)) return undefined
  return {
    step: 'check',
    tlm: stage.name,
    condition: formulaOf(plan, statement.condition),
    numbers: formulaOf(plan, statement.condition, inNumbers(frame)),
    holds,
    then: statement.op === 'reject' ? statement.code : statement.outcome,
    effect: statement.op,
  }
}

/** The postings of a stage, which stand next in order. */
function movesOfStage(postings: Posting[], stage: Stage): readonly MoveStep[] {
  const moves: MoveStep[] = []
  while (postings[0]?.tlm === stage.name) {
    const posting = postings.shift()
    if (posting !== undefined) moves.push({ step: 'move', posting, note: undefined })
  }
  return moves
}
