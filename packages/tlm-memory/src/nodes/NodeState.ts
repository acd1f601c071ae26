/** What a node stands for in the fee oracle. */
export type NodeTerms = {
  /** Declared, in KiB. */
  readonly capacity: bigint
  /** Own and pool stake, in base units. */
  readonly stake: bigint
}

/** What is kept of a node over its leases. Heights in blocks. */
export type NodeState = {
  /** Terms before epoch `nextFrom`, and from it on. */
  readonly now: NodeTerms
  readonly next: NodeTerms
  readonly nextFrom: bigint
  /** KiB of all its leases that were not settled. */
  readonly leased: bigint
  /** KiB of its leases that run, without those of its own account as caller. */
  readonly foreign: bigint
  /** Lease of its strike; empty: none. The strike counts below `strikeUntil`. */
  readonly strikeLease: string
  readonly strikeUntil: bigint
  /** Height from which it has the right to lease again. */
  readonly rightsOffUntil: bigint
  /** Epoch of its last failed audit. */
  readonly failedEpoch: bigint | null
  /** Its lease that was reserved last, of those that hold money. */
  readonly lastLease: string
  /** Node that was declared before it. */
  readonly previousNode: string
}

const NO_TERMS: NodeTerms = { capacity: 0n, stake: 0n }

export const NEW_NODE: NodeState = {
  ...{ now: NO_TERMS, next: NO_TERMS, nextFrom: 0n, leased: 0n, foreign: 0n },
  ...{ strikeLease: '', strikeUntil: 0n, rightsOffUntil: 0n, failedEpoch: null },
  ...{ lastLease: '', previousNode: '' },
}

/** The terms of a node in an epoch: what is told in one counts from the next. */
export function termsIn({ now, next, nextFrom }: NodeState, epoch: bigint): NodeTerms {
  return epoch >= nextFrom ? next : now
}

/** A node with terms that are told in an epoch. */
export function withTerms(node: NodeState, terms: NodeTerms, epoch: bigint): NodeState {
  return { ...node, now: termsIn(node, epoch), next: terms, nextFrom: epoch + 1n }
}
