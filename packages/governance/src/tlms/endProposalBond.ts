import { amount, defineTlm, flag, id, select, zero } from '@tlmkit/core'
import { proposalParams } from '../params.js'

/**
 * Gives the bond of a proposal back, or to the treasury.
 *
 * Rule: back to the proposer's balance, wherever it came from.
 * Units: base units.
 * Source: spec/governance.md, Proposal.
 */
export const endProposalBond = defineTlm({
  name: 'end-proposal-bond',
  version: '1.0.0',
  phase: 'settle',
  reads: { proposal: id('proposal'), voter: id('voter'), bond: amount(), isForfeited: flag() },
  params: proposalParams.pick({ treasury: true }),
  reasons: ['return-bond', 'forfeit-bond'],
  rule({ proposal, voter, bond, isForfeited }, { treasury }, claim) {
    const from = proposal.bucket('locked')
    const forfeited = select(isForfeited, bond, zero(bond)).as('forfeited')
    const returned = select(isForfeited, zero(bond), bond).as('returned')
    claim.transfer(returned, { from, to: voter.bucket('balance'), reason: 'return-bond' })
    claim.transfer(forfeited, { from, to: treasury, reason: 'forfeit-bond' })
  },
})
