import { defineLifecycle } from '@tlmkit/core'

/** What bills remember of a node. Heights in blocks. */
export type BillNodeState = {
  /** Heights of its last missed bills since it was jailed last; fewer than jail. */
  readonly misses: readonly bigint[]
  /** First height at which it may take bills again; 0: it was never jailed. */
  readonly jailedUntil: bigint
}

/** Nodes that missed bills, as works that the commands of bills tell. */
export const billNodes = defineLifecycle<BillNodeState>()({ name: 'bill-nodes', commands: {} })
