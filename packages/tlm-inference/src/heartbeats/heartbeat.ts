import {
  defineCommand,
  divide,
  tell,
  type CommandContext,
  type CommandShape,
  type Tell,
} from '@tlmkit/core'
import { secondsInWeek, weekOf } from '../rewards/weekOf.js'
import type { SlashEnvironment } from '../slashing/slashNode.js'
import { downtimeOf } from './downtimeOf.js'
import { heartbeatParamsOf } from './heartbeatParams.js'
import { heartbeatWeeks, heartbeatWork, type HeartbeatWeek } from './heartbeatWeeks.js'
import type { NodeWatch } from './nodeWatches.js'

/**
 * A node shows that it is there: `heartbeat()`, sent by the node.
 *
 * Rule: its first one begins its watch, and so does the first after it retired. One of each
 * interval of the week counts for its reward. A node that comes back from a downtime which nobody
 * reported pays for it now.
 * Source: spec/inference.md, Slashing and Weekly rewards.
 */
export function heartbeat(environment: SlashEnvironment): CommandShape<NodeWatch> {
  return defineCommand<NodeWatch>()({
    timed: true,
    columns: {},
    codes: [],
    reduce(known, _command, context) {
      const { work, time, height } = context
      const beat: NodeWatch = {
        ...{ status: 'watched', beatTime: time, beatHeight: height, isSlashed: false },
        ...{ own: environment.stake.own(context, work), offences: known?.offences ?? 0n },
      }
      const transition =
        known === undefined ? { state: beat } : downtimeOf(environment, context, known)(beat)
      return { ...transition, tells: [...(transition.tells ?? []), counted(context)] }
    },
  })
}

/** Counts the heartbeat of a node in the week of the command, once an interval. */
function counted(context: CommandContext): Tell {
  const { heartbeatInterval } = heartbeatParamsOf(context.paramsNow)
  const seconds = secondsInWeek(context)
  const count = (known: HeartbeatWeek | undefined): HeartbeatWeek => {
    const interval = known?.interval ?? heartbeatInterval
    const slot = divide(seconds, interval, 'floor')
    if (known === undefined) return { interval, seen: 1n, slot }
    return slot > known.slot ? { interval, seen: known.seen + 1n, slot } : known
  }
  return tell(heartbeatWeeks, heartbeatWork(weekOf(context), context.work), count)
}
