import { allocate } from '../amounts/allocate.js'
import { accountOf } from '../accounts/Account.js'
import { formatRatio, isRatio } from '../amounts/Ratio.js'
import type { Row } from '../claims/columns.js'
import { UsageError } from '../errors/UsageError.js'
import type { EventValue } from '../journal/JournalEntry.js'
import type {
  BalanceStatement,
  EachStatement,
  EmitStatement,
  FinishStatement,
  Instruction,
  PlanNode,
  RejectStatement,
  SplitAmongStatement,
  Stage,
  Statement,
  TakeStatement,
  TallyStatement,
  TransferStatement,
} from '../rules/Plan.js'
import { computeNode } from './computeNode.js'
import { compilePerClaim, type PerClaimBody } from './compilePerClaim.js'
import type { Effects } from './Effects.js'
import type { Frame } from './Frame.js'
import type { LedgerCell, MoveResult } from './Ledger.js'
import { Poison, type Value } from './Poison.js'

/** One compiled instruction: computes into the frame's slots, or acts on the effects. */
export type Step = (frame: Frame, effects: Effects) => void

/** What compiling an instruction needs to know of the chain. */
export interface CompileContext {
  readonly nodes: readonly PlanNode[]
  readonly stages: readonly Stage[]
  /** Per stage: the per-claim body, where it has one. */
  readonly bodies: readonly (PerClaimBody | undefined)[]
  /** Nodes of list loops whose values per item are kept after the loop. */
  readonly collected: ReadonlySet<number>
}

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
  return (frame, effects) => {
    for (const condition of mask) {
      const holds = demand(context, frame, { node: condition, stage })
      if (frame.ended !== undefined) return
      if (holds === true) continue
      for (const node of skipped) frame.slots[node] = 0n
      return
    }
    act(frame, effects)
  }
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

interface Demanded {
  readonly node: number
  readonly stage: string
}

/** The value of a node that must be known: a poisoned one discards the claim. */
export function demand(context: CompileContext, frame: Frame, demanded: Demanded): Value {
  const value = frame.slots[demanded.node]
  if (!(value instanceof Poison)) return value
  const node = context.nodes[value.node]
  frame.ended = {
    status: 'discarded',
    tlm: context.stages[node?.stage ?? -1]?.name ?? demanded.stage,
    code: value.code,
    at: node === undefined ? '' : `${node.name ?? node.operation.op} (${node.line})`,
  }
  return undefined
}

function endStep(context: CompileContext, statement: RejectStatement | FinishStatement): Step {
  const tlm = stageName(context, statement)
  const ended =
    statement.op === 'reject'
      ? ({ status: 'discarded', tlm, code: statement.code, at: '' } as const)
      : ({ status: 'finished', tlm, code: statement.outcome, at: '' } as const)
  const { condition } = statement
  return (frame) => {
    if (demand(context, frame, { node: condition, stage: tlm }) === true) frame.ended = ended
  }
}

interface Movement {
  readonly from: LedgerCell
  readonly to: LedgerCell
  readonly amount: bigint
  readonly reason: string
  readonly tlm: string
}

/** Moves and posts; short of funds ends the claim. */
function post(frame: Frame, effects: Effects, movement: Movement): void {
  const { from, to, amount, reason, tlm } = movement
  if (amount === 0n) return
  const result = effects.ledger.move(from, to, amount)
  if (result !== 'moved') {
    frame.ended = shortOf(result, movement)
    return
  }
  effects.postings.push({
    debit: from.account,
    credit: to.account,
    denomination: from.denomination,
    amount,
    reason,
    tlm,
  })
}

function shortOf(result: MoveResult, { from, to, amount, tlm }: Movement): Frame['ended'] {
  return result === 'short'
    ? {
        status: 'discarded',
        tlm,
        code: 'insufficient-funds',
        at: `${from.account} holds ${from.balance} ${from.denomination}, needs ${amount}`,
      }
    : { status: 'discarded', tlm, code: 'balance-overflow', at: to.account }
}

function transferStep(context: CompileContext, statement: TransferStatement): Step {
  const tlm = stageName(context, statement)
  const denomination = denominationOf(context, statement.amount)
  const { amount, from, to, reason } = statement
  return (frame, effects) => {
    const value = demand(context, frame, { node: amount, stage: tlm })
    if (typeof value !== 'bigint' || value === 0n) return
    const { ledger } = effects
    const debit = accountIn(frame, from)
    const credit = accountIn(frame, to)
    post(frame, effects, {
      from: ledger.cell(denomination, debit),
      to: ledger.cell(denomination, credit),
      amount: value,
      reason,
      tlm,
    })
  }
}

function splitAmongStep(context: CompileContext, statement: SplitAmongStatement): Step {
  const tlm = stageName(context, statement)
  const denomination = denominationOf(context, statement.amount)
  const { amount, from, list, to, bucket, weight, dust, reason } = statement
  const rule = typeof dust === 'number' ? 'account' : dust
  return (frame, effects) => {
    const value = demand(context, frame, { node: amount, stage: tlm })
    if (typeof value !== 'bigint') return
    const items = rowsIn(frame.slots[list])
    const weights = items.map((item) => wholeIn(item, weight))
    if (weights.every((each) => each === 0n)) {
      frame.ended = { status: 'discarded', tlm, code: 'weights-sum-zero', at: to }
      return
    }
    if (value === 0n) return
    const ids = items.map((item) => String(item[to]))
    const { parts, left } = allocate(value, { weights, dust: rule, ids })
    const takers = ids.map((id) =>
      bucket === undefined ? id : accountOf(bucket.kind, id, bucket.bucket),
    )
    if (typeof dust === 'number') takers.push(accountIn(frame, dust))
    const source = effects.ledger.cell(denomination, accountIn(frame, from))
    ;[...parts, left].forEach((part, index) => {
      const taker = takers[index]
      if (taker === undefined || frame.ended !== undefined) return
      const credit = effects.ledger.cell(denomination, taker)
      post(frame, effects, { from: source, to: credit, amount: part, reason, tlm })
    })
  }
}

function takeStep(context: CompileContext, statement: TakeStatement): Step {
  const tlm = stageName(context, statement)
  const denomination = denominationOf(context, statement.upTo)
  const { upTo, from, to, reason, taken, short } = statement
  return (frame, effects) => {
    const value = demand(context, frame, { node: upTo, stage: tlm })
    if (typeof value !== 'bigint') return
    const credit = effects.ledger.cell(denomination, accountIn(frame, to))
    let left = value
    for (const source of from) {
      const cell = effects.ledger.cell(denomination, accountIn(frame, source))
      const free = cell.balance > cell.floor ? cell.balance - cell.floor : 0n
      const amount = effects.replayed() ?? (free < left ? free : left)
      effects.witnesses.push(amount)
      post(frame, effects, { from: cell, to: credit, amount, reason, tlm })
      if (frame.ended !== undefined) return
      left -= amount
    }
    frame.slots[taken] = value - left
    frame.slots[short] = left
  }
}

function balanceStep(context: CompileContext, statement: BalanceStatement): Step {
  const denomination = denominationOf(context, statement.result)
  const { account, result } = statement
  return (frame, effects) => {
    const cell = effects.ledger.cell(denomination, accountIn(frame, account))
    const balance = effects.replayed() ?? cell.balance
    effects.witnesses.push(balance)
    frame.slots[result] = balance
  }
}

function tallyStep(context: CompileContext, statement: TallyStatement): Step {
  const tlm = stageName(context, statement)
  const { units, on } = statement
  return (frame, effects) => {
    const value = demand(context, frame, { node: units, stage: tlm })
    if (typeof value !== 'bigint' || value === 0n) return
    effects.tallies.push({ on: accountIn(frame, on), units: value, tlm })
  }
}

function emitStep(context: CompileContext, statement: EmitStatement): Step {
  const tlm = stageName(context, statement)
  const fields = Object.entries(statement.fields)
  const { event } = statement
  return (frame, effects) => {
    const values: Record<string, EventValue> = {}
    for (const [name, node] of fields) {
      const value = demand(context, frame, { node, stage: tlm })
      if (frame.ended !== undefined) return
      values[name] = eventValue(value)
    }
    effects.events.push({ tlm, event, fields: values })
  }
}

function eachStep(context: CompileContext, statement: EachStatement): Step {
  const steps = statement.body
    .map((instruction) => compileInstruction(context, instruction))
    .filter((step) => step !== undefined)
  const kept = [...context.collected].filter(
    (node) => context.nodes[node]?.scope === statement.scope,
  )
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

function eventValue(value: Value): EventValue {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'boolean' || typeof value === 'string') return value
  return isRatio(value) ? formatRatio(value) : ''
}

function accountIn(frame: Frame, node: number): string {
  const account = frame.slots[node]
  if (typeof account === 'string') return account
  throw new UsageError({ code: 'plan-broken', message: `Node ${node} is not an account.` })
}

function rowsIn(value: Value): readonly Row[] {
  return Array.isArray(value) ? (value as readonly Row[]) : []
}

function wholeIn(item: Row, field: string): bigint {
  const value = item[field]
  return typeof value === 'bigint' ? value : 0n
}

function denominationOf(context: CompileContext, node: number): string {
  const { denomination } = nodeAt(context, node)
  if (denomination !== undefined) return denomination
  throw new UsageError({ code: 'plan-broken', message: `Node ${node} is not an amount.` })
}

function nodeAt(context: CompileContext, index: number): PlanNode {
  const node = context.nodes[index]
  if (node !== undefined) return node
  throw new UsageError({ code: 'plan-broken', message: `The plan has no node ${index}.` })
}

function stageName(context: CompileContext, statement: Statement): string {
  return context.stages[statement.stage]?.name ?? ''
}
