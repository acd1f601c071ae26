import { describe, expect, test } from 'vitest'
import { networkOf, stateOf } from '../engine/settleRows.fixture.js'
import { Ledger, type LedgerCell } from '../engine/Ledger.js'
import { amount, defineTlm, id, settle, use, type BaseError } from '../index.js'

/** A ledger that lets one module's moves to one account come out wrong. */
class BrokenLedger extends Ledger {
  readonly #by: { readonly debit: bigint; readonly credit: bigint }

  constructor(
    by: { readonly debit: bigint; readonly credit: bigint },
    ...args: ConstructorParameters<typeof Ledger>
  ) {
    super(...args)
    this.#by = by
  }

  protected override apply(from: LedgerCell, to: LedgerCell, units: bigint): void {
    super.apply(from, to, units)
    if (!to.account.startsWith('worker/w2/')) return
    from.balance += this.#by.debit
    to.balance += this.#by.credit
  }
}

const pay = defineTlm({
  name: 'pay',
  version: '1.0.0',
  phase: 'settle',
  reads: { price: amount(), worker: id('worker') },
  reasons: ['fee', 'pay'],
  rule({ price, worker }, _params, claim) {
    claim.transfer(price, { from: 'module/a', to: 'module/fees', reason: 'fee' })
    claim.transfer(price, { from: 'module/a', to: worker.bucket('account'), reason: 'pay' })
  },
})
const network = networkOf({
  columns: { job: id('job'), worker: id('worker'), price: amount('tok') },
  key: ['job'],
  chain: [use(pay)],
})
const rows = [
  { job: 'j1', worker: 'w1', price: '5' },
  { job: 'j2', worker: 'w2', price: '7' },
  { job: 'j3', worker: 'w3', price: '9' },
]
const input = { id: 's1', height: 1n, claims: { jobs: { rows } } }

const stopOf = (by: { readonly debit: bigint; readonly credit: bigint }): unknown => {
  const state = stateOf(network, { 'module/a': 100n })
  const before = structuredClone([...state.balances])
  try {
    settle(network, state, input, {
      createLedger: (base, floor) => new BrokenLedger(by, base, floor),
    })
    return undefined
  } catch (error) {
    expect([...state.balances]).toEqual(before)
    expect(state.settlements.size).toBe(0)
    expect(state.settledIds.size).toBe(0)
    return error
  }
}

describe('a ledger that does not conserve', () => {
  test.for([
    [
      'a unit too many on the credit',
      { debit: 0n, credit: 1n },
      'creates 1 tok',
      'worker/w2/account',
      1n,
    ],
    [
      'a unit too few on the credit',
      { debit: 0n, credit: -1n },
      'loses 1 tok',
      'worker/w2/account',
      -1n,
    ],
    ['a unit too many on the debit', { debit: 1n, credit: 0n }, 'creates 1 tok', 'module/a', 1n],
  ] as const)('%s stops the settlement', ([, by, sentence, account, units]) => {
    expect(stopOf(by)).toMatchObject({
      kind: 'invariant',
      code: 'not-conserved',
      message: expect.stringMatching(new RegExp(`Module "pay" ${sentence} in jobs j2`)) as string,
      details: { tlm: 'pay', claim: 'jobs j2', account, denomination: 'tok', units },
    })
  })

  test('says it in one sentence that names module, claim and unit', () => {
    const error = stopOf({ debit: 0n, credit: 1n }) as BaseError
    expect(error.message).toBe(
      'Module "pay" creates 1 tok in jobs j2: worker/w2/account holds 8, the postings give 7.',
    )
  })

  test('two errors that cancel out stop it too', () => {
    expect(stopOf({ debit: 1n, credit: -1n })).toMatchObject({ code: 'not-conserved' })
  })

  test('the same claims settle with a sound ledger', () => {
    const { receipt } = settle(network, stateOf(network, { 'module/a': 100n }), input)
    expect(receipt.claims.settled).toBe(3)
  })
})
