import { claimOf, type ClaimDraft, type CommandContext } from '@tlmkit/core'
import type { LeaseEnvironment } from '../leases/LeaseEnvironment.js'
import type { MemoryDraft } from '../leases/MemoryDraft.js'

interface Clearing {
  readonly draft: MemoryDraft
  readonly node: string
  /** Names the clearing: the audit that failed, or the order of the switch. */
  readonly clearing: string
}

/**
 * Closes all unpinned leases of a node that no audit is open of, with their whole prepay refunded.
 *
 * Source: spec/memory.md, Audit and Emergency.
 */
export function clearLeases(
  { kinds }: LeaseEnvironment,
  { height }: CommandContext,
  { draft, node, clearing }: Clearing,
): readonly ClaimDraft[] {
  const cleared: CallerRefund[] = []
  for (const [id, lease] of draft.leasesOf(node)) {
    if (lease.isPinned || lease.audit !== '') continue
    const { caller, prepay, collateral } = lease
    draft.close(id, lease)
    cleared.push({ lease: id, caller, prepay, release: collateral })
  }
  if (cleared.length === 0) return []
  return [claimOf(kinds.clearings, { clearing, node, cleared, height })]
}

interface CallerRefund {
  readonly lease: string
  readonly caller: string
  readonly prepay: bigint
  readonly release: bigint
}
