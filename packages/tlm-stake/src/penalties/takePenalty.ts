import { account, amount, defineTlm, id } from '@tlmkit/core'

/**
 * Takes a penalty from an operator's stake, for a penalty split to follow.
 *
 * Rule: `bond` goes from `operator/<id>/bound` and `extra` from `operator/<id>/free` to
 * `penaltyFrom`; penalty = bond + extra.
 * Units: base units.
 * Source: spec/stake.md, "Money".
 */
export const takePenalty = defineTlm({
  name: 'take-penalty',
  version: '1.0.0',
  phase: 'settle',
  reads: {
    operator: id('operator'),
    bond: amount(),
    extra: amount(),
    penaltyFrom: account(),
  },
  writes: { penalty: amount() },
  reasons: ['slash'],
  rule({ operator, bond, extra, penaltyFrom: to }, _params, claim) {
    claim.transfer(bond, { from: operator.bucket('bound'), to, reason: 'slash' })
    claim.transfer(extra, { from: operator.bucket('free'), to, reason: 'slash' })
    return { penalty: bond.plus(extra).as('penalty') }
  },
})
