import { claimOf, defineCommand, reject, type CommandShape } from '@tlmkit/core'
import type { GovernanceEnvironment } from './GovernanceEnvironment.js'
import type { ProposalState } from './ProposalState.js'
import { READY_CODES, readyProposal } from './readyProposal.js'
import { validityOf } from './validity.js'

/**
 * Executes a queued proposal: a new params version, in force from the next height on, and its
 * payments. Anyone may, from the end of its timelock on.
 *
 * Rule: its changes are validated anew; it waits for those that were queued before on one of its
 * keys. Nothing of it happens where the treasury is short.
 * Errors, in this order: `unknown-proposal`, `already-executed`, `not-queued`, `timelock-running`,
 * `expired`, `not-next`, `no-longer-valid`, `treasury-short`.
 * Source: spec/governance.md, Proposal.
 */
export function execute(environment: GovernanceEnvironment): CommandShape<ProposalState> {
  const { kinds } = environment
  return defineCommand<ProposalState>()({
    columns: {},
    codes: [...READY_CODES, 'no-longer-valid'],
    ...{ timed: true, writesParams: true },
    reduce(state, _fields, context) {
      const proposal = readyProposal(state, context)
      if ('rejected' in proposal) return proposal
      const validity = validityOf(environment, context, proposal)
      if (proposal.status === 'invalid' || 'code' in validity) return reject('no-longer-valid')
      const { payments } = proposal
      const { work, height, newestParams } = context
      const row = { proposal: work, payments, height }
      const version = BigInt(newestParams.version + 1)
      return {
        state: { ...proposal, status: 'executed' },
        claims: payments.length === 0 ? [] : [claimOf(kinds['treasury-payments'], row)],
        params: validity.values,
        events: [{ event: 'executed', fields: { version } }],
      }
    },
  })
}
