import { amount, defineTlm, id } from '@tlmkit/core'

/**
 * Gives a voter stake back.
 *
 * Units: base units.
 * Errors: `stake-short`.
 * Source: spec/governance.md, Votes.
 */
export const unstakeVotes = defineTlm({
  name: 'unstake-votes',
  version: '1.0.0',
  phase: 'settle',
  reads: { voter: id('voter'), amount: amount() },
  codes: ['stake-short'],
  reasons: ['unstake-votes'],
  rule({ voter, amount: taken }, _params, claim) {
    const from = voter.bucket('staked')
    claim.reject(claim.balance(from, taken).below(taken), 'stake-short')
    claim.transfer(taken, { from, to: voter.bucket('balance'), reason: 'unstake-votes' })
  },
})
