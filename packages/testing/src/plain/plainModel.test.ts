import { initialState, settle, type Network, type State } from '@tlmkit/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fuzzRuns, fuzzSeed } from '../fuzz/fuzzRuns.js'
import { entriesOf } from '../laws/bookkeeping.js'
import type { PlainClaim } from './Chain.js'
import { Dice } from './Dice.js'
import { networkOfChain } from './networkOfChain.js'
import { plainSettle, type PlainResult } from './plainSettle.js'
import { randomBalances, randomChain, randomClaims } from './randomChain.js'

const CASES_PER_NETWORK = 8

/** What core settles to, in the plain model's words. */
function engineResult(
  network: Network,
  state: State,
  claims: readonly PlainClaim[],
): Omit<PlainResult, 'outcomes'> & { readonly outcomes: readonly unknown[] } {
  const input = { id: 's', height: 1n, claims: { claims: { rows: claims } } }
  const result = settle(network, state, input)
  const balances = new Map<string, bigint>()
  for (const [denomination, accounts] of result.state.balances) {
    for (const [account, units] of accounts) balances.set(`${denomination} ${account}`, units)
  }
  const outcomes = entriesOf(result.blocks).map(({ key, status, tlm, code, postings, events }) => ({
    key: key.join('/'),
    status,
    tlm,
    code,
    postings: postings.map(
      ({ debit, credit, amount, denomination }) => `${debit} > ${credit} ${amount} ${denomination}`,
    ),
    events: events.map(({ tlm: by, fields }) => `${by} ${String(fields['value'])}`),
  }))
  return { balances, tallies: result.state.tallies, outcomes }
}

function stateOf(network: Network, opening: ReadonlyMap<string, bigint>): State {
  const balances = new Map<string, Map<string, bigint>>()
  for (const [text, units] of opening) {
    const [denomination = '', account = ''] = text.split(' ')
    const accounts = balances.get(denomination) ?? new Map<string, bigint>()
    balances.set(denomination, accounts.set(account, units))
  }
  return initialState(network, { balances })
}

/** Accounts with something on them: one never touched and an empty one are the same. */
function held(map: ReadonlyMap<string, bigint>): Record<string, bigint> {
  const filled = [...map].filter(([, units]) => units !== 0n)
  return Object.fromEntries(filled.sort(([a], [b]) => (a < b ? -1 : 1)))
}

// Recording a rule takes the stack of each step for its line, which costs most of a random chain.
const { stackTraceLimit } = Error
beforeAll(() => {
  Error.stackTraceLimit = 0
})
afterAll(() => {
  Error.stackTraceLimit = stackTraceLimit
})

test('core settles random chains as a plain claim-at-a-time model does', { timeout: 3e6 }, () => {
  const cases = fuzzRuns(2000)
  const seed = fuzzSeed()
  const seen = { settled: 0, finished: 0, discarded: 0, failedAfterPosting: 0 }
  for (let number = 0; number < cases / CASES_PER_NETWORK; number++) {
    const dice = new Dice(seed + number)
    const chain = randomChain(dice)
    const network = networkOfChain(chain)
    for (let turn = 0; turn < CASES_PER_NETWORK; turn++) {
      const [claims, opening] = [randomClaims(dice), randomBalances(dice)]
      const plain = plainSettle(chain, claims, opening)
      const engine = engineResult(network, stateOf(network, opening), claims)
      const where = `seed ${seed + number}, turn ${turn}`
      const outcomes = plain.outcomes.map(({ failedAfterPosting, ...outcome }) => {
        seen[outcome.status] += 1
        if (failedAfterPosting) seen.failedAfterPosting += 1
        return outcome
      })
      expect(engine.outcomes, where).toEqual(outcomes)
      expect(held(engine.balances), where).toEqual(held(plain.balances))
      expect(held(engine.tallies), where).toEqual(held(plain.tallies))
    }
  }
  console.info(`plain model: ${cases} cases, seed ${seed}, claims ${JSON.stringify(seen)}`)
  expect(seen.failedAfterPosting).toBeGreaterThan(cases / 10)
  expect(seen.settled).toBeGreaterThan(cases)
})
