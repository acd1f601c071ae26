import { amount, defineTlm, id } from '@tlmkit/core'

/**
 * Takes what a voter stakes out of its balance.
 *
 * Units: base units.
 * Errors: `balance-short`.
 * Source: spec/governance.md, Votes.
 */
export const stakeVotes = defineTlm({
  name: 'stake-votes',
  version: '1.0.0',
  phase: 'settle',
  reads: { voter: id('voter'), amount: amount() },
  codes: ['balance-short'],
  reasons: ['stake-votes'],
  rule({ voter, amount: staked }, _params, claim) {
    const from = voter.bucket('balance')
    claim.reject(claim.balance(from, staked).below(staked), 'balance-short')
    claim.transfer(staked, { from, to: voter.bucket('staked'), reason: 'stake-votes' })
  },
})
