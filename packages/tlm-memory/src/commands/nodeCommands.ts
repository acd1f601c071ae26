import { defineCommand, reject, units, type CommandShape } from '@tlmkit/core'
import type { LeaseEnvironment } from '../leases/LeaseEnvironment.js'
import { MemoryDraft } from '../leases/MemoryDraft.js'
import { nodeWorks } from '../leases/works.js'
import { NEW_NODE, type NodeState } from '../nodes/NodeState.js'

/**
 * Declares what a node can lease: `declareCapacity(kib)`, by the node. The first time makes it
 * known.
 *
 * Rule: leases are reserved up to it from now on; the fee oracle counts it from the next epoch.
 * Units: KiB.
 * Source: spec/memory.md, Fee oracle.
 */
export function declareCapacity({ stake }: LeaseEnvironment): CommandShape<NodeState> {
  return defineCommand<NodeState>()({
    columns: { kib: units() },
    codes: [],
    reduce(state, { kib }, context) {
      const draft = new MemoryDraft(context, stake)
      if (state === undefined) draft.addNode(context.work)
      draft.change(context.work, (node) => node, kib)
      const { events } = draft
      return {
        state: draft.node(context.work) ?? NEW_NODE,
        tells: draft.tells(nodeWorks),
        events,
      }
    },
  })
}

/**
 * Sees a node's stake anew, for the fee oracle: `refreshStake()`, by anybody. It counts from the
 * next epoch.
 *
 * Errors: `unknown-node`.
 * Source: spec/memory.md, Fee oracle.
 */
export function refreshStake({ stake }: LeaseEnvironment): CommandShape<NodeState> {
  return defineCommand<NodeState>()({
    columns: {},
    codes: ['unknown-node'],
    reduce(state, _command, context) {
      if (state === undefined) return reject('unknown-node')
      const draft = new MemoryDraft(context, stake)
      draft.change(context.work, (node) => node)
      const { events } = draft
      return { state: draft.node(context.work) ?? state, tells: draft.tells(nodeWorks), events }
    },
  })
}
