import { UsageError } from '../errors/UsageError.js'
import type { EachStatement, Instruction, PlanNode, Statement } from '../rules/Plan.js'
import {
  demand,
  nodeAt,
  rowsIn,
  stageName,
  type CompileContext,
  type Step,
} from './CompileContext.js'
import { balanceStep, splitAmongStep, takeStep, transferStep } from './compileMove.js'
import { emitStep, endStep, tallyStep } from './compileNote.js'
import { compilePerClaim } from './compilePerClaim.js'
import { computeNode } from './computeNode.js'
import { Poison, type Value } from './Poison.js'

/** Compiles a node or a statement. Literals compile to nothing: they stand in the slots already. */
export function compileInstruction(
  context: CompileContext,
  instruction: Instruction,
): Step | undefined {
  return typeof instruction === 'number'
    ? compileNode(context, instruction)
    : compileStatement(context, instruction)
}

/** Value of a literal node, or undefined. */
export function literalValue(node: PlanNode): Value {
  const { operation } = node
  switch (operation.op) {
    case 'literal':
    case 'ratioLiteral':
    case 'flagLiteral':
      return operation.value
    case 'accountLiteral':
      return operation.account
    default:
      return undefined
  }
}

function compileNode(context: CompileContext, index: number): Step | undefined {
  const node = nodeAt(context, index)
  const { operation, operands } = node
  if (literalValue(node) !== undefined) return undefined
  switch (operation.op) {
    case 'column': {
      const { column } = operation
      return (frame) => {
        frame.slots[index] = frame.row[column]
      }
    }
    case 'item': {
      const { field } = operation
      return (frame) => {
        frame.slots[index] = frame.item?.[field]
      }
    }
    case 'listCount':
      return listCount(index, operands)
    case 'listSum':
      return listSum(index, operands[0] ?? -1)
    case 'listDuplicates':
      return listDuplicates(index, operands[0] ?? -1, operation.field)
    case 'taken':
    case 'short':
    case 'balance':
    case 'perClaim':
      return undefined
    default:
      return pureStep(context, index)
  }
}

function pureStep(context: CompileContext, index: number): Step {
  const { operation, operands } = nodeAt(context, index)
  const compute = computeNode(operation, index)
  if (compute === undefined) {
    throw new UsageError({
      code: 'operation-unknown',
      message: `This core has no operation "${operation.op}": the plan was recorded by a newer one.`,
    })
  }
  const [a, b, c] = operands
  if (a === undefined) return () => undefined
  if (b === undefined) {
    return ({ slots }) => {
      slots[index] = compute(slots[a], undefined, undefined)
    }
  }
  if (c === undefined) {
    return ({ slots }) => {
      slots[index] = compute(slots[a], slots[b], undefined)
    }
  }
  return ({ slots }) => {
    slots[index] = compute(slots[a], slots[b], slots[c])
  }
}

function listCount(index: number, operands: readonly number[]): Step {
  const [list, kept] = operands
  return ({ slots }) => {
    const values = slots[kept ?? list ?? -1]
    if (!Array.isArray(values)) {
      slots[index] = values
      return
    }
    const poison = kept === undefined ? undefined : values.find((value) => value instanceof Poison)
    const count = kept === undefined ? values.length : values.filter((v) => v === true).length
    slots[index] = poison instanceof Poison ? poison : BigInt(count)
  }
}

function listSum(index: number, item: number): Step {
  const overflow = new Poison('overflow', index)
  return ({ slots }) => {
    const values = slots[item]
    if (!Array.isArray(values)) return
    let sum = 0n
    for (const value of values) {
      if (typeof value !== 'bigint') {
        slots[index] = value instanceof Poison ? value : overflow
        return
      }
      sum += value
    }
    slots[index] = sum >> 128n === 0n ? sum : overflow
  }
}

function listDuplicates(index: number, list: number, field: string): Step {
  return ({ slots }) => {
    const items = rowsIn(slots[list])
    const seen = new Set(items.map((item) => item[field]))
    slots[index] = seen.size !== items.length
  }
}

function compileStatement(context: CompileContext, statement: Statement): Step {
  const act = compileAct(context, statement)
  const { mask } = statement
  if (mask.length === 0) return act
  const stage = stageName(context, statement)
  const skipped = skippedResults(statement)
  const looped = statement.op === 'each' ? keptPerItem(context, statement) : []
  return (frame, effects) => {
    for (const condition of mask) {
      const holds = demand(context, frame, { node: condition, stage })
      if (frame.ended !== undefined) return
      if (holds === true) continue
      for (const node of skipped) frame.slots[node] = 0n
      for (const node of looped) frame.slots[node] = NO_ITEMS
      return
    }
    act(frame, effects)
  }
}

const NO_ITEMS: readonly Value[] = Object.freeze([])

/** Nodes of a list loop whose values per item outlive it. */
function keptPerItem(context: CompileContext, { scope }: EachStatement): readonly number[] {
  return [...context.collected].filter((node) => context.nodes[node]?.scope === scope)
}

/** State reads that a masked statement leaves out give zero. */
function skippedResults(statement: Statement): readonly number[] {
  if (statement.op === 'take') return [statement.taken, statement.short]
  return statement.op === 'balance' ? [statement.result] : []
}

function compileAct(context: CompileContext, statement: Statement): Step {
  switch (statement.op) {
    case 'reject':
    case 'finish':
      return endStep(context, statement)
    case 'transfer':
      return transferStep(context, statement)
    case 'splitAmong':
      return splitAmongStep(context, statement)
    case 'take':
      return takeStep(context, statement)
    case 'balance':
      return balanceStep(context, statement)
    case 'tally':
      return tallyStep(context, statement)
    case 'emit':
      return emitStep(context, statement)
    case 'each':
      return eachStep(context, statement)
    case 'perClaim': {
      const stage = context.stages[statement.stage]
      return compilePerClaim(statement, { stage, body: context.bodies[statement.stage] })
    }
  }
}

function eachStep(context: CompileContext, statement: EachStatement): Step {
  const steps = statement.body
    .map((instruction) => compileInstruction(context, instruction))
    .filter((step) => step !== undefined)
  const kept = keptPerItem(context, statement)
  const { list } = statement
  return (frame, effects) => {
    const values = kept.map((): Value[] => [])
    for (const item of rowsIn(frame.slots[list])) {
      frame.item = item
      for (const step of steps) {
        step(frame, effects)
        if (frame.ended !== undefined) return
      }
      kept.forEach((node, index) => values[index]?.push(frame.slots[node]))
    }
    kept.forEach((node, index) => {
      frame.slots[node] = values[index]
    })
  }
}
