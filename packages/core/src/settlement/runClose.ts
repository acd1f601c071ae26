import { allocate } from '../amounts/allocate.js'
import { isSupply, parseAccount, type AccountPath } from '../accounts/Account.js'
import { toAmount } from '../amounts/Amount.js'
import type { CloseMoves, CloseUse } from '../close/defineClose.js'
import type { Row } from '../claims/columns.js'
import { BaseError } from '../errors/BaseError.js'
import { InvariantViolation } from '../errors/InvariantViolation.js'
import { UsageError } from '../errors/UsageError.js'
import type { EventValue } from '../journal/JournalEntry.js'
import type { ParamValues } from '../params/parseParams.js'
import { assertPostingsExact } from './assertPostingsExact.js'
import type { Settlement } from './Settlement.js'

/**
 * Runs the close modules in order, then checks the pools.
 *
 * Errors: `pool-undeclared`, `pool-overdrawn`, `pool-not-empty`, `close-fault`: each stops the
 * settlement.
 */
export function runClose(settlement: Settlement, version: number): void {
  const { close, network } = settlement.context.compiled(version)
  for (const { use, params } of close) runModule(settlement, use, params)
  const { ledger } = settlement.context.effects
  for (const [name, { denomination, leftover }] of network.pools) {
    const { balance } = ledger.cell(denomination, `pool/${name}`)
    if (leftover === 'carry' || balance === 0n) continue
    throw new InvariantViolation({
      code: 'pool-not-empty',
      message: `Pool "${name}" holds ${balance} ${denomination} after the close step and must be empty.`,
      details: { pool: name, balance },
    })
  }
}

function runModule(settlement: Settlement, use: CloseUse, params: ParamValues): void {
  const { module, name } = use
  const { effects, tables, height } = settlement.context
  const rows: Record<string, readonly Row[]> = {}
  for (const [key, table] of Object.entries(module.tables)) rows[key] = tables.rows(table)
  const pools: Record<string, bigint> = {}
  for (const pool of module.pools) pools[pool] = poolCell(settlement, use, pool).balance
  const context = Object.freeze({ pools, tables: rows, params, height })
  try {
    module.close(context as never, movesOf(settlement, use))
  } catch (error) {
    if (error instanceof BaseError) throw error
    throw new InvariantViolation({
      code: 'close-fault',
      message: `Close module "${name}" failed: ${error instanceof Error ? error.message : 'unknown fault'}.`,
      cause: error,
    })
  }
  assertPostingsExact(effects.ledger, effects.postings, `close step ${name}`)
  settlement.record({
    type: 'close',
    kind: name,
    key: [],
    route: '',
    paramsVersion: 0,
    status: 'settled',
    tlm: name,
    code: '',
    at: '',
    claimed: undefined,
    settled: undefined,
    postings: [...effects.postings],
    tallies: [],
    events: [...effects.events],
    witnesses: [],
  })
  effects.keep()
}

function movesOf(settlement: Settlement, use: CloseUse): CloseMoves {
  const { name } = use
  const { effects } = settlement.context
  const transfer: CloseMoves['transfer'] = (amount, { from, to, reason }) => {
    assertDeclared(use, 'reasons', reason)
    const debit = poolCell(settlement, use, from)
    if (toAmount(amount, debit.denomination) === 0n) return
    const credit = effects.ledger.cell(debit.denomination, payee(to))
    const moved = effects.ledger.move(debit, credit, amount)
    if (moved === 'overflow') {
      throw new InvariantViolation({
        code: 'balance-overflow',
        message: `Close module "${name}" moves ${amount} ${debit.denomination} to ${to}, which would hold more than 2^128 - 1.`,
        details: { close: name, to, amount },
      })
    }
    if (moved === 'short') {
      throw new InvariantViolation({
        code: 'pool-overdrawn',
        message: `Close module "${name}" moves ${amount} ${debit.denomination} out of pool "${from}", which holds ${debit.balance}.`,
        details: { close: name, pool: from, amount, balance: debit.balance },
      })
    }
    const { denomination } = debit
    const posting = { debit: debit.account, credit: credit.account, denomination, amount }
    effects.postings.push({ ...posting, reason, tlm: name })
  }
  return Object.freeze({
    transfer,
    splitAmong(amount, { from, takers, dust, reason }) {
      const weights = takers.map(({ weight }) => weight)
      const { parts } = allocate(amount, { weights, dust, ids: takers.map(({ to }) => to) })
      takers.forEach(({ to }, index) => {
        transfer(parts[index] ?? 0n, { from, to, reason })
      })
    },
    emit(event, fields) {
      assertDeclared(use, 'events', event)
      const values: Record<string, EventValue> = {}
      for (const [key, value] of Object.entries(fields)) {
        values[key] = typeof value === 'bigint' ? value.toString() : value
      }
      effects.events.push({ tlm: name, event, fields: values })
    },
  } satisfies CloseMoves)
}

function poolCell(settlement: Settlement, use: CloseUse, pool: string) {
  const name = use.poolNames[pool]
  const options = name === undefined ? undefined : settlement.context.network.pools.get(name)
  if (name === undefined || options === undefined) {
    throw new UsageError({
      code: 'pool-undeclared',
      message: `Close module "${use.name}" debits "${pool}", which is not among its pools: ${use.module.pools.join(', ')}.`,
      details: { close: use.name, pool },
    })
  }
  return settlement.context.effects.ledger.cell(options.denomination, `pool/${name}`)
}

function payee(account: AccountPath): AccountPath {
  return isSupply(account) ? account : parseAccount(account, 'payee of a close module')
}

function assertDeclared(use: CloseUse, what: 'reasons' | 'events', name: string): void {
  if (use.module[what].includes(name)) return
  throw new UsageError({
    code: 'name-undeclared',
    message: `Close module "${use.name}" uses "${name}", which is not among its ${what}.`,
    details: { close: use.name, name },
  })
}
