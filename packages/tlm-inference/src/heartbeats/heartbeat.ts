import { defineCommand, type CommandShape } from '@tlmkit/core'
import type { SlashEnvironment } from '../slashing/slashNode.js'
import { downtimeOf, nextRate } from './downtimeOf.js'
import { heartbeatParamsOf, silenceMax } from './heartbeatParams.js'
import { keptWeeks } from './keptWeeks.js'
import type { NodeWatch } from './nodeWatches.js'

/**
 * A node shows that it is there: `heartbeat()`, sent by the node.
 *
 * Rule: its first one begins its watch, and so does the first after it retired. One of each
 * interval of the week counts for its reward. A node that comes back from a downtime which nobody
 * reported pays for it now. What silence costs goes by the params at the last heartbeat.
 * Source: spec/inference.md, Slashing and Weekly rewards.
 */
export function heartbeat(environment: SlashEnvironment): CommandShape<NodeWatch> {
  return defineCommand<NodeWatch>()({
    timed: true,
    columns: {},
    codes: [],
    reduce(known, _command, context) {
      const { work, time, height } = context
      const weeks = keptWeeks(context, known)
      const offences = known?.offences ?? 0n
      const beat: NodeWatch = {
        ...{ status: 'watched', beatTime: time, beatHeight: height, isSlashed: false },
        ...{
          own: environment.stake.own(context, work),
          offences,
          rate: nextRate(context, offences),
        },
        silenceMax: silenceMax(heartbeatParamsOf(context.paramsNow)),
        ...{ oldestWeek: weeks.oldestWeek, newestWeek: weeks.newestWeek },
      }
      const transition =
        known === undefined ? { state: beat } : downtimeOf(environment, context, known)(beat)
      return { ...transition, tells: [...(transition.tells ?? []), ...weeks.tells] }
    },
  })
}
