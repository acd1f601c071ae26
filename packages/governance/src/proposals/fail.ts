import { defineCommand, reject, type CommandShape } from '@tlmkit/core'
import type { GovernanceEnvironment } from './GovernanceEnvironment.js'
import type { ProposalState } from './ProposalState.js'
import { READY_CODES, readyProposal } from './readyProposal.js'
import { validityOf } from './validity.js'

/**
 * Ends a queued proposal that has become invalid, and says why. Anyone may, when its turn has come.
 *
 * Errors, in this order: `unknown-proposal`, `already-executed`, `not-queued`, `timelock-running`,
 * `expired`, `not-next`, `no-longer-valid` (it was failed before), `still-valid`.
 * Source: spec/governance.md, Proposal.
 */
export function fail(environment: GovernanceEnvironment): CommandShape<ProposalState> {
  return defineCommand<ProposalState>()({
    columns: {},
    codes: [...READY_CODES, 'no-longer-valid', 'still-valid'],
    timed: true,
    reduce(state, _fields, context) {
      const proposal = readyProposal(state, context)
      if ('rejected' in proposal) return proposal
      if (proposal.status === 'invalid') return reject('no-longer-valid')
      const validity = validityOf(environment, context, proposal)
      if (!('code' in validity)) return reject('still-valid')
      const { code, message } = validity
      return {
        state: { ...proposal, status: 'invalid' },
        events: [{ event: 'failed', fields: { code, why: message } }],
      }
    },
  })
}
