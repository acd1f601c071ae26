import {
  defineCommand,
  reject,
  tell,
  type CommandContext,
  type CommandShape,
  type Tell,
} from '@tlmkit/core'
import { weekOf } from '../rewards/weekOf.js'
import type { SlashEnvironment } from '../slashing/slashNode.js'
import { downtimeOf } from './downtimeOf.js'
import { heartbeatWeeks, heartbeatWork } from './heartbeatWeeks.js'
import type { NodeWatch } from './nodeWatches.js'

/**
 * A node stops working and is watched no more: `retire()`, sent by the node.
 *
 * Rule: silence after it costs nothing; a downtime before it that nobody reported is paid for now.
 * Heartbeats of the week at hand count for nothing: who is not watched to its end does not earn by
 * having been there.
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
      const transition = downtimeOf(environment, context, watch)({ ...watch, status: 'retired' })
      return { ...transition, tells: [...(transition.tells ?? []), unseen(context)] }
    },
  })
}

/** Takes the heartbeats of the week at hand back. */
function unseen(context: CommandContext): Tell {
  return tell(heartbeatWeeks, heartbeatWork(weekOf(context), context.work), (week) =>
    week === undefined ? undefined : { ...week, seen: 0n },
  )
}
