import { defineCommand, reject, type CommandShape } from '@tlmkit/core'
import type { SlashEnvironment } from '../slashing/slashNode.js'
import { downtimeOf } from './downtimeOf.js'
import type { NodeWatch } from './nodeWatches.js'

/**
 * A node stops working and is watched no more: `retire()`, sent by the node.
 *
 * Rule: silence after it costs nothing; a downtime before it that nobody reported is paid for now.
 * Errors, in this order: `unknown-node`, `retired`.
 * Source: spec/inference.md, Slashing.
 */
export function retire(environment: SlashEnvironment): CommandShape<NodeWatch> {
  return defineCommand<NodeWatch>()({
    timed: true,
    columns: {},
    codes: ['unknown-node', 'retired'],
    reduce(watch, _command, context) {
      if (watch === undefined) return reject('unknown-node')
      if (watch.status === 'retired') return reject('retired')
      return downtimeOf(environment, context, watch)({ ...watch, status: 'retired' })
    },
  })
}
