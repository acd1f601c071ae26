import type { ClaimOutcome, CommandContext, Ratio, Transition } from '@tlmkit/core'
import { slashOffence, type SlashEnvironment } from '../slashing/slashNode.js'
import { heartbeatParamsOf, silenceMax } from './heartbeatParams.js'
import type { NodeWatch } from './nodeWatches.js'

/** Whether a node has been silent for longer than it may. */
export function isDown({ time, paramsNow }: CommandContext, watch: NodeWatch): boolean {
  if (watch.status !== 'watched') return false
  return time - watch.beatTime > silenceMax(heartbeatParamsOf(paramsNow))
}

/**
 * What a command adds for a downtime that was not slashed yet; nothing where there is none.
 *
 * Rule: a silence of strictly more than `downtimeHours` costs, of own stake at the last heartbeat,
 * the rate of the node's first, second or further downtime. It counts once until a heartbeat. What
 * the node has left is what the next one costs of.
 * Source: spec/inference.md, Slashing.
 */
export function downtimeOf(
  environment: SlashEnvironment,
  context: CommandContext,
  watch: NodeWatch,
): (after: NodeWatch) => Transition<NodeWatch> {
  if (watch.isSlashed || !isDown(context, watch)) return (state) => ({ state })
  const offences = watch.offences + 1n
  const slash = slashOffence(environment, context, {
    ...{ node: context.work, cause: 'downtime', base: watch.own },
    rate: rateOf(context, offences),
    faultHeight: watch.beatHeight,
  })
  return (after) => {
    const state = { ...after, offences }
    return {
      ...slash,
      state,
      settled: (outcomes: readonly ClaimOutcome[]) => ({
        state,
        ...slash.settled(outcomes),
        settled: () => ({ state: { ...state, own: environment.stake.own(context, context.work) } }),
      }),
    }
  }
}

function rateOf({ paramsNow }: CommandContext, offence: bigint): Ratio {
  const params = heartbeatParamsOf(paramsNow)
  if (offence === 1n) return params.downtimeSlashFirst
  return offence === 2n ? params.downtimeSlashSecond : params.downtimeSlashFurther
}
