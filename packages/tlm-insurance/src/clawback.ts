import { account, amount, defineTlm, id, list } from '@tlmkit/core'

/**
 * Takes back from each operator at fault what it loses, out of what it has bound.
 *
 * Rule: each `loss` goes from `operator/<id>/bound` to the account `penaltyFrom`; `penalty` is their
 * sum, for a penalty split after it in the chain. An operator named twice loses twice.
 * Units: base units of the denomination of `loss`.
 * Errors: `insufficient-funds`, where an operator has bound less than it loses; `overflow`, where
 * the losses sum to more than 2^128 - 1.
 * Source: spec/microtask.md, failure.
 */
export const clawback = defineTlm({
  name: 'clawback',
  version: '1.0.0',
  phase: 'settle',
  reads: {
    atFault: list({ operator: id('operator'), loss: amount() }),
    penaltyFrom: account(),
  },
  writes: { penalty: amount() },
  reasons: ['clawback'],
  rule({ atFault, penaltyFrom }, _params, claim) {
    const penalty = atFault
      .each(({ operator, loss }) => {
        claim.transfer(loss, {
          from: operator.bucket('bound'),
          to: penaltyFrom,
          reason: 'clawback',
        })
        return loss
      })
      .sum()
    return { penalty }
  },
})
