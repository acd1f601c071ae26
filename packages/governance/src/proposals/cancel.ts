import { claimOf, defineCommand, id, reject, type CommandShape } from '@tlmkit/core'
import { bondEnd } from './bondEnd.js'
import type { GovernanceEnvironment } from './GovernanceEnvironment.js'
import type { ProposalState } from './ProposalState.js'

/**
 * Withdraws a proposal before its vote has ended: the bond goes back.
 *
 * Errors, in this order: `unknown-proposal`, `not-the-proposer`, `not-active`.
 * Source: spec/governance.md, Proposal.
 */
export function cancel({ kinds }: GovernanceEnvironment): CommandShape<ProposalState> {
  return defineCommand<ProposalState>()({
    columns: { proposer: id('voter') },
    codes: ['unknown-proposal', 'not-the-proposer', 'not-active'],
    timed: true,
    reduce(state, { proposer }, context) {
      if (state === undefined) return reject('unknown-proposal')
      if (proposer !== state.proposer) return reject('not-the-proposer')
      if (state.status !== 'open' || context.time >= state.votingUntil) return reject('not-active')
      return {
        state: { ...state, status: 'cancelled' },
        claims: [claimOf(kinds['proposal-bond-ends'], bondEnd(context, state, false))],
        events: [{ event: 'cancelled', fields: { proposer } }],
      }
    },
  })
}
