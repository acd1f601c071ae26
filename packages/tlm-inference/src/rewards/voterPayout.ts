import { account, amount, defineTlm, id, list, units } from '@tlmkit/core'

/**
 * Shares what came into the governance pool in a period among its voters.
 *
 * Rule: min(`pot`, what the pool holds) goes to `voter/<id>/balance`, by weight.
 * Units: base units. Rounding: down, each; what is left over goes to the largest remainders, equal
 * ones by id. So the parts sum to the pot.
 * Source: spec/inference.md, Voter rewards.
 */
export const voterPayout = defineTlm({
  name: 'voter-payout',
  version: '1.0.0',
  phase: 'settle',
  reads: {
    ...{ pot: amount(), governance: account() },
    voters: list({ voter: id('voter'), weight: units() }),
  },
  writes: { votersPaid: amount() },
  reasons: ['voter-reward'],
  events: { 'voters-paid': { votersPaid: amount(), voters: units() } },
  rule({ pot, governance, voters }, _params, claim) {
    const votersPaid = pot.min(claim.balance(governance, pot)).as('votersPaid')
    claim.splitAmong(votersPaid, {
      ...{ from: governance, list: voters, to: 'voter', bucket: 'balance', weight: 'weight' },
      ...{ dust: 'largestRemainder', reason: 'voter-reward' },
    })
    claim.emit('voters-paid', { votersPaid, voters: voters.count() })
    return { votersPaid }
  },
})
