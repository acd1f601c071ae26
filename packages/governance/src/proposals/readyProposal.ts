import { reject, type CommandContext, type Rejection } from '@tlmkit/core'
import type { ProposalState, QueuedProposal } from './ProposalState.js'
import { isNext } from './queueOrder.js'

export const READY_CODES = [
  ...(['unknown-proposal', 'already-executed', 'not-queued'] as const),
  ...(['timelock-running', 'expired', 'not-next'] as const),
] as const

/** A proposal whose turn it is, or why it is not: the first codes of its last commands. */
export function readyProposal(
  state: ProposalState | undefined,
  context: CommandContext,
): QueuedProposal | Rejection<(typeof READY_CODES)[number]> {
  if (state === undefined) return reject('unknown-proposal')
  switch (state.status) {
    case 'executed':
      return reject('already-executed')
    case 'queued':
    case 'invalid':
      break
    default:
      return reject('not-queued')
  }
  const { time } = context
  if (time < state.executableFrom) return reject('timelock-running')
  if (time > state.executableUntil) return reject('expired')
  return isNext(context, state) ? state : reject('not-next')
}
