import { amount, defineTlm, flag, id, select, zero } from '@tlmkit/core'

/**
 * Takes the bond of a proposal into an account of its own.
 *
 * Rule: out of the proposer's stake where it says so, else out of its balance.
 * Units: base units.
 * Errors: `bond-short`.
 * Source: spec/governance.md, Proposal.
 */
export const lockProposalBond = defineTlm({
  name: 'lock-proposal-bond',
  version: '1.0.0',
  phase: 'settle',
  reads: { proposal: id('proposal'), voter: id('voter'), bond: amount(), isStaked: flag() },
  codes: ['bond-short'],
  reasons: ['proposal-bond'],
  rule({ proposal, voter, bond, isStaked }, _params, claim) {
    const [balance, staked] = [voter.bucket('balance'), voter.bucket('staked')]
    const ofStake = select(isStaked, bond, zero(bond)).as('bondOfStake')
    const ofBalance = select(isStaked, zero(bond), bond).as('bondOfBalance')
    claim.reject(claim.balance(staked, bond).below(ofStake), 'bond-short')
    claim.reject(claim.balance(balance, bond).below(ofBalance), 'bond-short')
    const to = proposal.bucket('locked')
    claim.transfer(ofStake, { from: staked, to, reason: 'proposal-bond' })
    claim.transfer(ofBalance, { from: balance, to, reason: 'proposal-bond' })
  },
})
