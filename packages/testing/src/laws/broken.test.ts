import {
  amount,
  defineTlm,
  id,
  module,
  settle as settleWithCore,
  type JournalEntry,
  type SettleResult,
} from '@tlmkit/core'
import { describe, expect, test } from 'vitest'
import { checkLaw } from './checkLaws.js'
import type { LawName } from './laws.js'
import { networkOfTlm } from './networkOfTlm.js'

const pay = defineTlm({
  name: 'pay',
  version: '1.0.0',
  phase: 'settle',
  reads: { settled: amount(), caller: id('caller'), worker: id('worker') },
  reasons: ['pay'],
  events: { paid: { settled: amount() } },
  rule({ settled, caller, worker }, _params, claim) {
    claim.emit('paid', { settled })
    claim.split(settled, {
      from: caller.bucket('funds'),
      reason: 'pay',
      cuts: { fee: { to: module('fees'), share: { num: 1n, den: 10n }, round: 'floor' } },
      rest: worker.bucket('account'),
    })
  },
})
const network = networkOfTlm(pay)

type Settle = typeof settleWithCore
/** Core's settle with its result tampered with. */
const tampering =
  (tamper: (result: SettleResult) => SettleResult): Settle =>
  (...args) =>
    tamper(settleWithCore(...args))

const withEntries =
  (change: (entry: JournalEntry) => JournalEntry): ((result: SettleResult) => SettleResult) =>
  (result) => ({
    ...result,
    blocks: result.blocks.map((block) => ({ ...block, entries: block.entries.map(change) })),
  })

/** Gives one account one unit more. */
const gifted = (result: SettleResult): SettleResult => {
  const accounts = new Map(result.state.balances.get('d'))
  accounts.set('module/fees', (accounts.get('module/fees') ?? 0n) + 1n)
  return { ...result, state: { ...result.state, balances: new Map([['d', accounts]]) } }
}

const onePosting = (change: bigint) =>
  withEntries((entry) => {
    const [first, ...others] = entry.postings
    if (first === undefined) return entry
    return { ...entry, postings: [{ ...first, amount: first.amount + change }, ...others] }
  })

let turns = 0
const broken: readonly (readonly [LawName, string, Settle])[] = [
  ['conservation', 'a unit out of nowhere', tampering(gifted)],
  ['splits', 'a part that is a unit short', tampering(onePosting(-1n))],
  ['floors', 'a posting of more than there is', tampering(onePosting(1n << 127n))],
  [
    'cap',
    'more granted than asked',
    tampering(withEntries((entry) => ({ ...entry, settled: (entry.claimed ?? 0n) + 1n }))),
  ],
  ['idempotence', 'a second posting', tampering((result) => ({ ...result, repeated: false }))],
  [
    'settledOnce',
    'settled ids that are forgotten',
    tampering((result) => ({ ...result, state: { ...result.state, settledIds: new Map() } })),
  ],
  [
    'determinism',
    'a receipt that counts the calls',
    tampering((result) => ({ ...result, receiptHash: String(turns++) })),
  ],
  ['replay', 'a balance the journal does not know', tampering(gifted)],
  [
    'isolation',
    'events of a discarded claim',
    tampering(
      withEntries((entry) => {
        const event = { tlm: 'pay', event: 'paid', fields: {} }
        return entry.status === 'discarded' ? { ...entry, events: [event] } : entry
      }),
    ),
  ],
]

describe('the laws can fail', { timeout: 600_000 }, () => {
  test.for(broken)('%s breaks on %s', ([law, , settle]) => {
    const run = (): unknown =>
      checkLaw(network, law, { settle, seed: 7, runs: 200, print: () => {} })
    expect(run).toThrow(`law ${law} is broken`)
    expect(run).toThrow(/seed 7, .*\ncounterexample: \{"balances":/)
  })

  test('and hold without the tampering, from the same seed', () => {
    for (const [law] of broken) {
      const report = checkLaw(network, law, { seed: 7, runs: 40, print: () => {} })
      expect(report.facts, law).toBeGreaterThan(20)
    }
  })
})
