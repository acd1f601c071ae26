import { claimOf, defineCommand, reject, type CommandShape } from '@tlmkit/core'
import { governanceParamsOf } from '../governanceParamsOf.js'
import { bondEnd } from './bondEnd.js'
import type { GovernanceEnvironment } from './GovernanceEnvironment.js'
import type { ProposalState } from './ProposalState.js'
import { enqueueChanges } from './queueOrder.js'
import { voteOutcome } from './voteOutcome.js'

/**
 * Closes the vote on a proposal: queues it, or says that it is defeated. Anyone may.
 *
 * Rule: the bond goes back where quorum is met, else to the treasury. A vote that passed and that
 * nobody closed within `executionSeconds` has expired.
 * Errors, in this order: `unknown-proposal`, `quorum-not-met`, `majority-not-met` (it was closed with
 * these), `not-active` (it ended otherwise), `voting-running`.
 * Source: spec/governance.md, Proposal.
 */
export function queue({ kinds }: GovernanceEnvironment): CommandShape<ProposalState> {
  return defineCommand<ProposalState>()({
    columns: {},
    codes: [
      ...(['unknown-proposal', 'quorum-not-met', 'majority-not-met'] as const),
      ...(['not-active', 'voting-running'] as const),
    ],
    timed: true,
    reduce(state, _fields, context) {
      if (state === undefined) return reject('unknown-proposal')
      if (state.status === 'defeated') return reject(state.reason)
      if (state.status !== 'open') return reject('not-active')
      const { time, params } = context
      if (time < state.votingUntil) return reject('voting-running')
      const outcome = voteOutcome(context, state)
      const isForfeited = outcome === 'quorum-not-met'
      const claims = [claimOf(kinds['proposal-bond-ends'], bondEnd(context, state, isForfeited))]
      if (outcome !== 'passed') {
        const events = [{ event: 'defeated', fields: { reason: outcome } }]
        return { state: { ...state, status: 'defeated', reason: outcome }, claims, events }
      }
      const { timelockSeconds, executionSeconds } = governanceParamsOf(params)
      if (time > state.votingUntil + executionSeconds) {
        const events = [{ event: 'expired', fields: {} }]
        return { state: { ...state, status: 'expired' }, claims, events }
      }
      const executableFrom = time + timelockSeconds
      const executableUntil = executableFrom + executionSeconds
      const { changes, tells } = enqueueChanges(context, state.changes)
      return {
        state: {
          ...{ ...state, status: 'queued', changes },
          ...{ queuedAt: time, executableFrom, executableUntil },
        },
        ...{ claims, tells },
        events: [{ event: 'queued', fields: { executableFrom, executableUntil } }],
      }
    },
  })
}
