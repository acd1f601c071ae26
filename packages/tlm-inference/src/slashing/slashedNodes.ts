import { defineLifecycle } from '@tlmkit/core'

/** How often a node was slashed, which numbers its slashes. */
export type SlashedNode = { readonly slashes: bigint }

/** Nodes that were slashed, as works of their names. */
export const slashedNodes = defineLifecycle<SlashedNode>()({
  name: 'slashed-nodes',
  commands: {},
})
