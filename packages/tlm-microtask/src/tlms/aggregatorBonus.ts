import { amount, defineTlm, id } from '@tlmkit/core'

/**
 * Pays the bonus of a finalized batch to its aggregator.
 *
 * Units: base units.
 * Source: spec/microtask.md, finalizeBatch.
 */
export const aggregatorBonus = defineTlm({
  name: 'aggregator-bonus',
  version: '1.0.0',
  phase: 'settle',
  reads: { batch: id('escrow'), node: id('operator'), bonus: amount() },
  reasons: ['aggregator-bonus'],
  rule({ batch, node, bonus }, _params, claim) {
    const to = node.bucket('balance')
    claim.transfer(bonus, { from: batch.bucket('locked'), to, reason: 'aggregator-bonus' })
  },
})
