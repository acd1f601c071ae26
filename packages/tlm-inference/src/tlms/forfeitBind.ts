import { account, amount, defineTlm, id } from '@tlmkit/core'

/**
 * Takes what a node bound for a bill that it did not answer.
 *
 * Units: base units.
 * Source: spec/inference.md, refund.
 */
export const forfeitBind = defineTlm({
  name: 'forfeit-bind',
  version: '1.0.0',
  phase: 'settle',
  reads: { node: id('operator'), bind: amount(), penaltyFrom: account() },
  writes: { penalty: amount() },
  reasons: ['forfeit-bind'],
  rule({ node, bind, penaltyFrom }, _params, claim) {
    claim.transfer(bind, { from: node.bucket('bound'), to: penaltyFrom, reason: 'forfeit-bind' })
    return { penalty: bind }
  },
})
