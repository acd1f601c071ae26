import { account, defineTlm, id } from '@tlmkit/core'

/**
 * Names the balance of a node as where its part goes.
 *
 * Source: spec/inference.md, close.
 */
export const toNode = defineTlm({
  name: 'to-node',
  version: '1.0.0',
  phase: 'settle',
  reads: { node: id('operator') },
  writes: { nodeTo: account() },
  rule: ({ node }) => ({ nodeTo: node.bucket('balance') }),
})
