import { account, amount, defineTlm } from '@tlmkit/core'

/**
 * Pays a node its part of what was distributed.
 *
 * Units: base units.
 * Errors: `insufficient-funds`, where `payFrom` holds less.
 * Source: spec/inference.md, close.
 */
export const payNode = defineTlm({
  name: 'pay-node',
  version: '1.0.0',
  phase: 'settle',
  reads: { payFrom: account(), nodeTo: account(), nodePart: amount() },
  reasons: ['node-part'],
  rule({ payFrom, nodeTo, nodePart }, _params, claim) {
    claim.transfer(nodePart, { from: payFrom, to: nodeTo, reason: 'node-part' })
  },
})
