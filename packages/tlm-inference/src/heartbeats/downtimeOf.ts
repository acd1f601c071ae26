import type { ClaimOutcome, CommandContext, Transition } from '@tlmkit/core'
import type { RatioState } from '../rewards/RatioState.js'
import { slashOffence, type SlashEnvironment } from '../slashing/slashNode.js'
import { heartbeatParamsOf } from './heartbeatParams.js'
import type { NodeWatch } from './nodeWatches.js'

/** Whether a node has been silent for longer than it may. */
export function isDown({ time }: CommandContext, watch: NodeWatch): boolean {
  return watch.status === 'watched' && time - watch.beatTime > watch.silenceMax
}

/**
 * What a command adds for a downtime that was not slashed yet; nothing where there is none.
 *
 * Rule: a silence of strictly more than `downtimeHours` costs, of own stake at the last heartbeat,
 * the rate of the node's first, second or further downtime, as the params had it then. It counts
 * once until a heartbeat. What the node has left is what the next one costs of.
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
    rate: watch.rate,
    faultHeight: watch.beatHeight,
  })
  return (after) => {
    const state = { ...after, offences, rate: nextRate(context, offences) }
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

/** What the next downtime of a node costs, after so many. */
export function nextRate({ paramsNow }: CommandContext, offences: bigint): RatioState {
  const params = heartbeatParamsOf(paramsNow)
  const { downtimeSlashFirst, downtimeSlashSecond, downtimeSlashFurther } = params
  const { num, den } =
    offences === 0n
      ? downtimeSlashFirst
      : offences === 1n
        ? downtimeSlashSecond
        : downtimeSlashFurther
  return { num, den }
}
