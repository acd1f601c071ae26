import { initialState } from '@tlmkit/core'
import { describe, expect, test } from 'vitest'
import type { DifficultyState } from './index.js'
import {
  claim,
  codeOf,
  entriesOf,
  eventsOf,
  network,
  plain,
  rootHash,
  run,
  settledOf,
} from './settlement.fixture.js'

describe('what is collected, from most broken to right', () => {
  const broken = {
    application: 'nobody',
    supplier: 'nobody',
    service: 'nothing',
    sessionStart: 2,
    rootHash: 'ff',
  }
  const steps: readonly (readonly [string, object])[] = [
    ['session-invalid', { sessionStart: 1 }],
    ['root-hash-length', { rootHash: rootHash(0, 5) }],
    ['root-hash-zero-sum', { rootHash: rootHash(10, 5) }],
    ['service-unknown', { service: 'svc1' }],
    ['application-unknown', { application: 'app2' }],
    ['supplier-unknown', { supplier: 'sup1' }],
    ['application-services-not-one', { application: 'app3' }],
    ['application-of-another-service', { application: 'app1' }],
    ['compute-units-mismatch', { rootHash: rootHash(5) }],
    ['', {}],
  ]
  test('each code stands before the next', () => {
    let row = claim('sup1', 5, broken)
    for (const [code, repair] of steps) {
      expect(codeOf({ stake: 1000n, claims: [row] })).toBe(code)
      row = { ...row, ...repair }
    }
  })

  test('a claim that is not due waits, and does not count', () => {
    const claims = [claim('sup1', 5), claim('sup2', 5, { application: 'nobody' })]
    const early = run({ stake: 1000n, claims, height: 19n })
    expect(early.deferred.map(({ code }) => code)).toEqual(['not-ripe', 'not-ripe'])
    expect(early.receipt.claims).toEqual({ settled: 0, finished: 0, discarded: 0, deferred: 2 })
  })

  test('claims of a session settle together: one that is held back comes too late', () => {
    const first = run({ stake: 1000n, claims: [claim('sup1', 900), claim('sup2', 1)] })
    const { state } = first
    expect(entriesOf(first)[0]?.settled).toBe(454n)
    expect(codeOf({ state, claims: [claim('sup3', 900)], height: 30n })).toBe('session-closed')
    const next = claim('sup3', 900, { session: 's2', sessionStart: 11, sessionEnd: 20 })
    expect(codeOf({ state, claims: [next], height: 30n })).toBe('')
  })

  test('of a difficulty that is no longer known, none is priced', () => {
    const work = { targetHash: 'ff'.repeat(32), relaysEma: 5n, since: 11n, history: [] }
    const state = initialState(network, {
      params: [{ version: 1, from: 0n, values: { network: plain } }],
      lifecycles: new Map([['difficulty', new Map([['svc1', { paramsVersion: 1, state: work }]])]]),
    })
    expect(codeOf({ state, claims: [claim('sup1', 5)] })).toBe('difficulty-unknown')
  })
})

describe('the price', () => {
  test('is one floor over the exact product', () => {
    const sevenThirds = {
      computeUnitsToTokensMultiplier: '7',
      computeUnitCostGranularity: '3',
    }
    const half = { targetHash: `7f${'ff'.repeat(31)}`, relaysEma: 1n, effectiveHeight: 1n }
    const work = { ...half, since: 0n, history: [half] }
    const state = initialState(network, {
      balances: new Map([['upokt', new Map([['application/app1/stake', 1_000_000n]])]]),
      params: [{ version: 1, from: 0n, values: { network: { ...plain, ...sevenThirds } } }],
      lifecycles: new Map([['difficulty', new Map([['svc1', { paramsVersion: 1, state: work }]])]]),
    })
    // 5 x (2 + 2/(2^255 - 1)...) x 7/3 = 23.33...
    expect(entriesOf(run({ state, claims: [claim('sup1', 5)] }))[0]?.claimed).toBe(23n)
  })
})

describe('the maximum claimable amount', () => {
  test('of the example of the spec: stake 100, claim 210, inflation 0.1', () => {
    const given = { stake: 100n, claims: [claim('sup1', 210)] }
    expect(settledOf(given)).toEqual([90n])
    expect(eventsOf(given)[0]).toMatchObject({
      event: 'application-overserviced',
      fields: { expected: '231', effective: '100', spendLimitExceeded: false },
    })
  })

  // Claims of 300 each; suppliers per session 4; no inflation.
  const longer = { claimWindowCloseOffsetBlocks: 14 }
  const perSession = { sharers: 'suppliers-per-session' }
  const paper = { budget: 'stake', ...perSession }
  test.each<readonly [string, bigint, object, bigint, readonly bigint[]]>([
    ['the paper', 1200n, paper, 0n, [300n, 300n]],
    ['the paper, tight', 1000n, paper, 0n, [250n, 250n]],
    ['pending sessions', 1000n, { ...perSession, ...longer }, 0n, [125n, 125n]],
    ['actual claimants', 400n, {}, 0n, [200n, 200n]],
    ['a spend limit', 400n, {}, 100n, [50n, 50n]],
    ['a spend limit above the budget', 400n, {}, 900n, [200n, 200n]],
  ])('%s', (_name, stake, more, spendLimit, wanted) => {
    const unbonding = { supplierUnbondingPeriodSessions: 2, applicationUnbondingPeriodSessions: 2 }
    const params = { inflation: '0', ...unbonding, ...more }
    const claims = [claim('sup1', 300), claim('sup2', 300)]
    // Two pending sessions where the windows are longer than one.
    const height = 'claimWindowCloseOffsetBlocks' in more ? 30n : 20n
    expect(settledOf({ stake, spendLimit, params, claims, height })).toEqual(wanted)
  })

  test('lets claims share what others left, by need and up to the bonus', () => {
    const claims = [1500, 900, 500, 100].map((units, index) => claim(`sup${index + 1}`, units))
    const params = { inflation: '0', bonusMultiplier: '100' }
    // Floor 500; unused 400; excess 1000 and 400: bonus floor(400000/1400) and floor(160000/1400).
    expect(settledOf({ stake: 2000n, params, claims })).toEqual([785n, 614n, 500n, 100n])
    const twice = { ...params, bonusMultiplier: '1' }
    expect(settledOf({ stake: 2000n, params: twice, claims })).toEqual([500n, 500n, 500n, 100n])
    const narrow = [claim('sup1', 5000), claim('sup2', 1), claim('sup3', 1), claim('sup4', 1)]
    const double = { ...params, bonusMultiplier: '2' }
    expect(settledOf({ stake: 2000n, params: double, claims: narrow })).toEqual([1000n, 1n, 1n, 1n])
    const reversed = settledOf({ stake: 2000n, params, claims: [...claims].reverse() })
    expect(reversed).toEqual([785n, 614n, 500n, 100n])
  })

  test('expires what is not proven, counts it, and shares nothing of it', () => {
    const unproven = { proofRequirement: 'threshold' }
    const invalid = { ...unproven, proofStatus: 'invalid' }
    const claims = [claim('sup1', 300), claim('sup2', 900, unproven), claim('sup3', 1, invalid)]
    const result = run({ stake: 300n, params: { inflation: '0', bonusMultiplier: '9' }, claims })
    expect(entriesOf(result).map(({ status, code, settled }) => [status, code, settled])).toEqual([
      ['settled', '', 100n],
      ['finished', 'expired', undefined],
      ['finished', 'expired', undefined],
    ])
    const events = entriesOf(result).flatMap((entry) => entry.events)
    const reasons = events.flatMap(({ fields }) => fields['reason'] ?? [])
    expect(reasons).toEqual(['proof-missing', 'proof-invalid'])
  })

  test('a claim of zero is finished and still counted', () => {
    const result = run({ stake: 0n, claims: [claim('sup1', 7)] })
    expect(entriesOf(result)[0]).toMatchObject({ status: 'finished', code: 'zero' })
    expect(result.state.tallies.get('service/svc1/relays')).toBe(7n)
  })
})

describe('the difficulty', () => {
  test('follows the mined relays, from the next session on', () => {
    const params = { targetNumRelays: '50' }
    const first = run({ stake: 10_000n, params, claims: [claim('sup1', 60), claim('sup2', 40)] })
    const entries = first.blocks.flatMap((block) => block.entries)
    expect(entries.find(({ type }) => type === 'lifecycle')?.events[0]).toMatchObject({
      event: 'relay-mining-difficulty-updated',
      fields: { relaysEma: '100', effectiveHeight: '21', targetHash: `7f${'ff'.repeat(31)}` },
    })
    const later = claim('sup1', 10, { session: 's3', sessionStart: 21, sessionEnd: 30 })
    const second = run({ state: first.state, claims: [later], height: 40n })
    expect(entriesOf(second)[0]?.claimed).toBe(20n)
    const between = claim('sup1', 10, { session: 's2', sessionStart: 11, sessionEnd: 20 })
    const third = run({ state: first.state, claims: [between], height: 30n })
    expect(entriesOf(third)[0]?.claimed).toBe(10n)
  })

  test('forgets what no claim in time can need, and says so', () => {
    let { state } = run({ stake: 10n ** 9n, claims: [claim('sup1', 60)] })
    for (let session = 2n; session < 150n; session++) {
      const end = 10n * session
      const at = { session: `s${session}`, sessionStart: end - 9n, sessionEnd: end }
      const next = claim('sup1', 60, at)
      state = run({ state, claims: [next], height: end + 10n }).state
    }
    const work = state.lifecycles.get('difficulty')?.get('svc1')?.state as DifficultyState
    expect(work.since).toBeGreaterThan(0n)
    expect(work.history.length).toBeLessThan(110)
    const old = claim('sup2', 5, { session: 'old', sessionStart: 1, sessionEnd: 10 })
    expect(codeOf({ state, claims: [old], height: 1501n })).toBe('behind-watermark')
  })
})
