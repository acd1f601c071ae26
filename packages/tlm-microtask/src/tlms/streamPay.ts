import { amount, defineTlm, flag, id, select, zero } from '@tlmkit/core'

/**
 * Pays a committed segment to its node at once, out of the batch's escrow.
 *
 * Rule: returns by how much the node's bond must cover more: nothing for a segment it had accepted.
 * Units: base units.
 * Source: spec/microtask.md, commitPartial.
 */
export const streamPay = defineTlm({
  name: 'stream-pay',
  version: '1.0.0',
  phase: 'settle',
  reads: { batch: id('escrow'), node: id('operator'), claimed: amount(), isAccepted: flag() },
  writes: { added: amount() },
  reasons: ['segment-pay'],
  rule({ batch, node, claimed, isAccepted }, _params, claim) {
    const to = node.bucket('balance')
    claim.transfer(claimed, { from: batch.bucket('locked'), to, reason: 'segment-pay' })
    return { added: select(isAccepted, zero(claimed), claimed) }
  },
})
