import { account, amount, defineTlm, id, list } from '@tlmkit/core'

/**
 * Takes the collateral of leases that their node failed, for a penalty split to follow.
 *
 * Rule: each collateral goes from `operator/<node>/bound` to `penaltyFrom`; penalty is their sum.
 * Units: base units.
 * Source: spec/memory.md, Timeout and Audit.
 */
export const collateralPenalty = defineTlm({
  name: 'collateral-penalty',
  version: '1.0.0',
  phase: 'settle',
  reads: {
    node: id('operator'),
    failed: list({ collateral: amount() }),
    penaltyFrom: account(),
  },
  writes: { penalty: amount() },
  reasons: ['collateral'],
  rule({ node, failed, penaltyFrom: to }, _params, claim) {
    const from = node.bucket('bound')
    const taken = failed.each(({ collateral }) => {
      claim.transfer(collateral, { from, to, reason: 'collateral' })
      return collateral
    })
    return { penalty: taken.sum().as('penalty') }
  },
})
