import { defineNetwork, definePipeline, initialState, settle, use } from '@tlmkit/core'
import { expect, test } from 'vitest'
import { proofMissingPenalty, proofMissingSlash, slashes } from './index.js'
import { balancesAfter, entriesOf, eventsOf, slash } from './pocketNetwork.fixture.js'

const params = { penalty: '700', minStake: '1000' }
const networkOf = (pipeline: ReturnType<typeof definePipeline>) =>
  defineNetwork({
    name: 'slashes',
    denominations: {
      upokt: { decimals: 6, symbol: 'POKT' },
      mark: { decimals: 0, symbol: 'MARK', money: false },
    },
    kinds: { slashes: pipeline },
  })
const burning = networkOf(definePipeline(slashes, [use(proofMissingSlash, { params })]))
const keeping = networkOf(definePipeline(slashes, [use(proofMissingPenalty, { params })]))

const settleSlashes = (network: typeof burning) => {
  const balances = new Map([['upokt', new Map([['supplier/sup1/stake', 1500n]])]])
  const rows = ['session1', 'session2', 'session3'].map(slash)
  const input = { id: 's1', height: 20n, claims: { slashes: { rows } } }
  return settle(network, initialState(network, { balances }), input)
}

test('the penalty of each slash stays in the tokenomics module, and all else is as if burned', () => {
  const kept = settleSlashes(keeping)
  const burned = settleSlashes(burning)
  expect(balancesAfter(kept)).toEqual({ 'module/tokenomics': 1500n })
  expect(balancesAfter(burned)).toEqual({})
  expect(eventsOf(kept)).toEqual(eventsOf(burned))
  expect(balancesAfter(kept, 'mark')).toEqual(balancesAfter(burned, 'mark'))
  const taken = entriesOf(kept).flatMap(({ postings }) =>
    postings.filter(({ denomination }) => denomination === 'upokt').map(({ amount }) => amount),
  )
  expect(taken).toEqual([700n, 700n, 100n])
})

test('both in one chain are refused', () => {
  expect(() => definePipeline(slashes, [use(proofMissingPenalty), use(proofMissingSlash)])).toThrow(
    expect.objectContaining({ code: 'tlm-conflict' }),
  )
})
