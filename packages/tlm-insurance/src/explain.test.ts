import { createExplainer, compileNetwork, describePipeline, Hasher } from '@tlmkit/core'
import { expect, test } from 'vitest'
import { inputOf, insuranceNetwork, settleGiven, stateWith } from './insuranceNetwork.fixture.js'

const network = insuranceNetwork()

test('an explanation says what was burned, who has the remainder and what limited the payment', () => {
  const state = stateWith(network, { 'operator/op0/bound': 850_303n })
  const given = { failures: [{ losses: [850_303n], loss: 600_000n }] }
  const { blocks } = settleGiven(network, state, given)
  const explainer = createExplainer(network, { state, input: inputOf(state, given), blocks })
  const { steps } = explainer.explain('failures', ['s1-0'])
  expect(steps).toContainEqual(
    expect.objectContaining({
      name: 'burned',
      formula: 'floor(penalty x 0.3)',
      numbers: 'floor(850303 x 0.3)',
      value: '255090',
      rounding: {
        rounding: 'floor',
        fraction: '9/10',
        to: 'left to the rest, module/insurance',
      },
    }),
  )
  expect(steps).toContainEqual(
    expect.objectContaining({
      name: 'compensation',
      numbers: 'min(600000, 595213)',
      limit: 'left',
    }),
  )
})

test('the powers of the chain: no mint, and the pool pays only by compensation', () => {
  const { pipelines } = compileNetwork(network, {}, new Hasher())
  const failures = pipelines.get('failures')?.get('default')
  if (failures === undefined) throw new Error('no pipeline of failures')
  const { mints, debits } = describePipeline(failures)
  expect(mints).toEqual([])
  expect(debits.map(({ account, reason }) => [account, reason])).toEqual([
    ['operator/{atFault[].operator}/bound', 'clawback'],
    ['{penaltyFrom}', 'penalty'],
    ['module/insurance', 'compensation'],
    ['module/insurance', 'compensation'],
  ])
})
