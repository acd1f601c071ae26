import {
  account,
  amount,
  defineClaimKind,
  defineNetwork,
  definePipeline,
  id,
  settle,
  use,
} from '@tlmkit/core'
import { describe, expect, test } from 'vitest'
import { compensate, insuranceFigures, penaltySplit } from './index.js'
import {
  balancesAfter,
  insuranceNetwork,
  settleGiven,
  stateWith,
  type Failure,
} from './insuranceNetwork.fixture.js'

const network = insuranceNetwork()

function settleFailure(failure: Failure) {
  const bound = failure.losses.map((loss, index) => [`operator/op${index}/bound`, loss] as const)
  const state = stateWith(network, Object.fromEntries(bound))
  return settleGiven(network, state, { failures: [failure] })
}

describe('the numbers of spec/microtask.md', () => {
  test.each([
    // case, losses, loss, burned, pooled, compensated
    ['escrow, m=1.5', [892_800n], 615_200n, 267_840n, 624_960n, 615_200n],
    ['m=1', [595_200n], 0n, 178_560n, 416_640n, 0n],
    ['m=1.4286', [850_303n], 0n, 255_090n, 595_213n, 0n],
    ['m=1.4286, two at fault', [425_152n, 425_152n], 0n, 255_091n, 595_213n, 0n],
    ['surcharge, m=1.5', [940_800n], 647_200n, 282_240n, 658_560n, 647_200n],
    ['m=1, a loss over what came in', [595_200n], 615_200n, 178_560n, 416_640n, 416_640n],
  ])('%s', (_, losses, loss, burned, pooled, compensated) => {
    const result = settleFailure({ losses, loss })
    expect(result.receipt.supply['LA']).toEqual({ minted: 0n, burned })
    const balance = pooled - compensated
    const expected = { 'module/insurance': balance, 'caller/c/balance': compensated }
    const paid = Object.entries(expected).filter(([, amount]) => amount > 0n)
    expect(balancesAfter(result)).toEqual(Object.fromEntries(paid))
    const figures = { in: pooled, out: compensated }
    expect(insuranceFigures(result.state, { denomination: 'LA' })).toEqual({
      balance,
      ...figures,
      byCause: [{ cause: 'failure', ...figures }],
    })
  })
})

test('the treasury comes first, and the caller has what it leaves', () => {
  const failure = { losses: [1000n], treasuryLoss: 100n, loss: 650n }
  expect(balancesAfter(settleFailure(failure))).toEqual({
    'module/treasury': 100n,
    'caller/c/balance': 600n,
  })
  expect(balancesAfter(settleFailure({ ...failure, treasuryLoss: 800n }))).toEqual({
    'module/treasury': 700n,
  })
})

test('compensate stands twice in a chain, and both pay out of one intake', () => {
  const fines = defineClaimKind('fines', {
    key: ['fine'],
    columns: {
      fine: id('fine'),
      ...{ penalty: amount('LA'), penaltyFrom: account() },
      ...{ firstLoss: amount('LA'), first: account(), loss: amount('LA'), second: account() },
    },
  })
  const twice = defineNetwork({
    name: 'twice',
    denominations: { LA: { decimals: 18, symbol: 'LA' } },
    kinds: {
      fines: definePipeline(fines, [
        use(penaltySplit),
        use(compensate, {
          as: 'compensate-first',
          reads: { loss: 'firstLoss', compensateTo: 'first' },
          writes: { compensation: 'firstCompensation' },
        }),
        use(compensate, {
          reads: { pooled: 'left', compensateTo: 'second' },
          writes: { left: 'surplus' },
        }),
      ]),
    },
  })
  const row = { fine: 'f1', penalty: 1000n, penaltyFrom: 'caller/p/balance' }
  const takers = {
    firstLoss: 300n,
    first: 'caller/a/balance',
    loss: 900n,
    second: 'caller/b/balance',
  }
  // The pool holds 5,000 of earlier failures, which this one may not touch.
  const held = { 'caller/p/balance': 1000n, 'module/insurance': 5000n }
  const claims = { fines: { rows: [{ ...row, ...takers }] } }
  const result = settle(twice, stateWith(twice, held), { id: 's1', height: 1n, claims })
  expect(balancesAfter(result)).toEqual({
    'caller/a/balance': 300n,
    'caller/b/balance': 400n,
    'module/insurance': 5000n,
  })
})
