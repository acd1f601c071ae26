import fc from 'fast-check'
import { expect, test } from 'vitest'
import { insuranceFigures } from './index.js'
import {
  entriesOf,
  insuranceNetwork,
  settleGiven,
  stateWith,
  type Failure,
} from './insuranceNetwork.fixture.js'

const RATES = [
  ['0', 0n, 1n],
  ['0.30', 3n, 10n],
  ['1/3', 1n, 3n],
  ['0.999999', 999_999n, 1_000_000n],
  ['1', 1n, 1n],
] as const
const networks = RATES.map(([failureBurnRate, num, den]) => {
  return { network: insuranceNetwork({ failureBurnRate }), num, den }
})

const PLENTY = 1n << 120n
const units = fc.oneof(
  fc.bigInt({ min: 0n, max: 20n }),
  fc.bigInt({ min: 0n, max: 1_000_000n }),
  fc.bigInt({ min: 0n, max: 1n << 100n }),
)
const failure: fc.Arbitrary<Failure> = fc.record({
  losses: fc.array(units, { maxLength: 4 }),
  loss: units,
  treasuryLoss: units,
})
const bonds = Object.fromEntries(
  [0, 1, 2, 3].map((index) => [`operator/op${index}/bound`, PLENTY] as const),
)

const min = (a: bigint, b: bigint): bigint => (a < b ? a : b)

test('burned + pooled = penalty, and two compensations never exceed what was pooled', () => {
  fc.assert(
    fc.property(fc.constantFrom(...networks), failure, ({ network, num, den }, given) => {
      const result = settleGiven(network, stateWith(network, bonds), { failures: [given] })
      const penalty = given.losses.reduce((sum, each) => sum + each, 0n)
      const held = (account: string): bigint => result.state.balances.get('LA')?.get(account) ?? 0n
      const burned = held('supply/burn')
      const [treasury, caller] = [held('module/treasury'), held('caller/c/balance')]
      const pool = held('module/insurance')
      expect(burned).toBe((penalty * num) / den)
      expect(burned + treasury + caller + pool).toBe(penalty)
      const pooled = penalty - burned
      expect(treasury).toBe(min(given.treasuryLoss ?? 0n, pooled))
      expect(caller).toBe(min(given.loss ?? 0n, pooled - treasury))
      expect(treasury + caller).toBeLessThanOrEqual(pooled)
      const taken = [0, 1, 2, 3].map((index) => PLENTY - held(`operator/op${index}/bound`))
      expect(taken).toEqual([0, 1, 2, 3].map((index) => given.losses[index] ?? 0n))
    }),
    { numRuns: 1000 },
  )
})

const step = fc.record({
  failures: fc.array(failure, { maxLength: 4 }),
  fines: fc.array(units, { maxLength: 4 }),
  payouts: fc.array(units, { maxLength: 4 }),
})

test('in - out = balance at any time, in all and by cause, whatever is discarded', () => {
  const seen = { settled: 0, discarded: 0 }
  fc.assert(
    fc.property(
      fc.constantFrom(...networks),
      fc.array(step, { minLength: 1, maxLength: 5 }),
      ({ network }, steps) => {
        const opening = { ...bonds, 'payer/p/balance': 1n << 101n, 'operator/op0/bound': 5000n }
        let state = stateWith(network, opening)
        steps.forEach((given, index) => {
          const result = settleGiven(network, state, { ...given, id: `s${index}` })
          state = result.state
          for (const { status } of entriesOf(result)) {
            if (status !== 'finished') seen[status] += 1
          }
          const { byCause, ...all } = insuranceFigures(state, { denomination: 'LA' })
          expect(all.in - all.out).toBe(all.balance)
          expect(byCause.reduce((sum, each) => sum + each.in - each.out, 0n)).toBe(all.balance)
          for (const { cause, ...flow } of byCause) {
            if (cause !== 'surplus') expect(flow.out).toBeLessThanOrEqual(flow.in)
          }
          expect(result.receipt.supply['LA']?.minted ?? 0n).toBe(0n)
        })
        const payouts = insuranceFigures(state, { denomination: 'LA', causes: ['surplus'] })
        const granted = state.balances.get('LA')?.get('grant/g/balance') ?? 0n
        expect([payouts.in, payouts.out]).toEqual([0n, granted])
      },
    ),
    { numRuns: 200 },
  )
  expect(Math.min(seen.settled, seen.discarded)).toBeGreaterThan(100)
})
