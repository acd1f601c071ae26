import { tell, type CommandContext, type Tell } from '@tlmkit/core'
import { proposalStatus } from './proposalStatus.js'
import {
  proposalWorks,
  queuedChanges,
  type ProposedChange,
  type QueuedProposal,
} from './ProposalState.js'

/** Changes as a proposal is queued: each names the one that was queued on its key before. */
export function enqueueChanges(
  context: CommandContext,
  changes: readonly ProposedChange[],
): { readonly changes: readonly ProposedChange[]; readonly tells: readonly Tell[] } {
  const { peek, work } = context
  return {
    changes: changes.map((change) => {
      const last = peek(queuedChanges, change.key)?.last ?? ''
      return { ...change, previous: liveFrom(context, change.key, last) }
    }),
    tells: changes.map(({ key }) => tell(queuedChanges, key, () => ({ last: work }))),
  }
}

/** Whether no proposal that was queued before on one of its keys may still be executed. */
export function isNext(context: CommandContext, { changes }: QueuedProposal): boolean {
  return changes.every(({ key, previous }) => liveFrom(context, key, previous) === '')
}

/** The first proposal from one on, back in the queue of a key, that may still be executed. */
function liveFrom({ peek, time }: CommandContext, key: string, from: string): string {
  let name = from
  while (name !== '') {
    const proposal = peek(proposalWorks, name)
    if (proposal === undefined) return ''
    if (proposalStatus(proposal, time) === 'queued') return name
    name = proposal.changes.find((change) => change.key === key)?.previous ?? ''
  }
  return ''
}
