import { defineCommand, reject, type CommandShape } from '@tlmkit/core'
import type { SlashEnvironment } from '../slashing/slashNode.js'
import { downtimeOf, isDown } from './downtimeOf.js'
import type { NodeWatch } from './nodeWatches.js'

/**
 * Slashes a node that has been silent for too long: `reportDowntime()`, sent by anybody.
 *
 * Rule: a silence that goes on is slashed once; the next counts after a heartbeat.
 * Errors, in this order: `unknown-node`, `retired`, `not-down`, `already-slashed`.
 * Source: spec/inference.md, Slashing.
 */
export function reportDowntime(environment: SlashEnvironment): CommandShape<NodeWatch> {
  return defineCommand<NodeWatch>()({
    timed: true,
    columns: {},
    codes: ['unknown-node', 'retired', 'not-down', 'already-slashed'],
    reduce(watch, _command, context) {
      if (watch === undefined) return reject('unknown-node')
      if (watch.status === 'retired') return reject('retired')
      if (!isDown(context, watch)) return reject('not-down')
      if (watch.isSlashed) return reject('already-slashed')
      return downtimeOf(environment, context, watch)({ ...watch, isSlashed: true })
    },
  })
}
