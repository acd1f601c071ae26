import { accountOf } from '../accounts/Account.js'
import { allocate } from '../amounts/allocate.js'
import type { Row } from '../claims/columns.js'
import type {
  BalanceStatement,
  SplitAmongStatement,
  SplitPart,
  TakeStatement,
  TransferStatement,
} from '../rules/Plan.js'
import {
  accountIn,
  demand,
  denominationOf,
  rowsIn,
  stageName,
  type CompileContext,
  type Step,
} from './CompileContext.js'
import type { Effects } from './Effects.js'
import type { Frame } from './Frame.js'
import type { LedgerCell, MoveResult } from './Ledger.js'

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

export function transferStep(context: CompileContext, statement: TransferStatement): Step {
  const tlm = stageName(context, statement)
  const denomination = denominationOf(context, statement.amount)
  const { amount, from, to, reason } = statement
  const remainder = remainderOfRest(statement.splitPart)
  const divisor = statement.splitPart?.fair?.share.den ?? 1n
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
    const excess = remainder(frame, value)
    if (excess > 0n) effects.dust.push({ tlm, taker: credit, denomination, excess, divisor })
  }
}

/** What a rest holds beyond its own share, times the divisor: what the floored cuts left over. */
function remainderOfRest(part: SplitPart | undefined): (frame: Frame, rest: bigint) => bigint {
  const fair = part?.fair
  if (fair === undefined) return () => 0n
  return (frame, rest) => {
    const whole = frame.slots[fair.whole]
    if (typeof whole !== 'bigint') return 0n
    return rest * fair.share.den - whole * fair.share.num
  }
}

export function splitAmongStep(context: CompileContext, statement: SplitAmongStatement): Step {
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
    const ids = items.map((item) => textIn(item, to))
    const { parts, left } = allocate(value, { weights, dust: rule, ids })
    const sum = weights.reduce((total, each) => total + each, 0n)
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
      const excess = part * sum - value * (weights[index] ?? 0n)
      if (excess > 0n) effects.dust.push({ tlm, taker, denomination, excess, divisor: sum })
    })
  }
}

export function takeStep(context: CompileContext, statement: TakeStatement): Step {
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

export function balanceStep(context: CompileContext, statement: BalanceStatement): Step {
  const denomination = denominationOf(context, statement.result)
  const { account, result } = statement
  return (frame, effects) => {
    const cell = effects.ledger.cell(denomination, accountIn(frame, account))
    const balance = effects.replayed() ?? cell.balance
    effects.witnesses.push(balance)
    frame.slots[result] = balance
  }
}

function wholeIn(item: Row, field: string): bigint {
  const value = item[field]
  return typeof value === 'bigint' ? value : 0n
}

function textIn(item: Row, field: string): string {
  const value = item[field]
  return typeof value === 'string' ? value : ''
}
