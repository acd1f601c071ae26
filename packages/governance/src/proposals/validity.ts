import type { CommandContext, ParamSet } from '@tlmkit/core'
import type { GovernanceEnvironment } from './GovernanceEnvironment.js'
import type { QueuedProposal } from './ProposalState.js'

/** Values that a proposal writes, or why it is no longer valid. */
export type Validity =
  { readonly values: ParamSet } | { readonly code: string; readonly message: string }

/** Checks the changes of a proposal anew, against the newest values. */
export function validityOf(
  { store }: GovernanceEnvironment,
  context: CommandContext,
  { changes }: QueuedProposal,
): Validity {
  const { values, faults } = store().read(changes)
  const [fault] = faults
  if (fault !== undefined) return { code: fault.code, message: fault.message }
  const refused = context.checkParams(values)
  return refused === undefined ? { values } : { code: 'value-out-of-bounds', ...messageOf(refused) }
}

const messageOf = ({ message }: { readonly message: string }) => ({ message })
