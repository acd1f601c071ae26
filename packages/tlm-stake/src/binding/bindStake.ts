import { amount, defineTlm, id } from '@tlmkit/core'

/**
 * Binds free stake of an operator to work.
 *
 * Rule: `bind` goes from `operator/<id>/free` to `operator/<id>/bound`; free never goes below zero,
 * so that what is bound never exceeds what is staked.
 * Units: base units. Errors: `free-stake-short`.
 * Source: spec/stake.md, "Accounts".
 */
export const bindStake = defineTlm({
  name: 'bind-stake',
  version: '1.0.0',
  phase: 'settle',
  reads: { operator: id('operator'), bind: amount() },
  reasons: ['bind'],
  codes: ['free-stake-short'],
  rule({ operator, bind }, _params, claim) {
    const free = operator.bucket('free')
    claim.reject(claim.balance(free, bind).as('free').below(bind), 'free-stake-short')
    claim.transfer(bind, { from: free, to: operator.bucket('bound'), reason: 'bind' })
  },
})
