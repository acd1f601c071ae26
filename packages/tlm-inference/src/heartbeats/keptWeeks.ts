import { divide, tell, type CommandContext, type Tell } from '@tlmkit/core'
import { isLapsed } from '../rewards/isLapsed.js'
import { rewardTallies, tallyWork } from '../rewards/rewardTallies.js'
import { rewardWeeks } from '../rewards/rewardWeeks.js'
import { secondsInWeek, weekOf } from '../rewards/weekOf.js'
import { heartbeatParamsOf } from './heartbeatParams.js'
import { heartbeatWeeks, heartbeatWork, type HeartbeatWeek } from './heartbeatWeeks.js'
import type { NodeWatch } from './nodeWatches.js'

/** Weeks of a node's heartbeats after one more, and what is told of them. */
interface KeptWeeks extends Pick<NodeWatch, 'oldestWeek' | 'newestWeek'> {
  readonly tells: readonly Tell[]
}

/** Weeks that one heartbeat forgets at most: more than it can add. */
const FORGOTTEN_MAX = 2

/**
 * Counts the heartbeat at hand in its week, once an interval, and forgets weeks that can earn
 * nothing any more.
 */
export function keptWeeks(context: CommandContext, watch: NodeWatch | undefined): KeptWeeks {
  const week = weekOf(context)
  const counted = countedBeat(context, week)
  if (watch === undefined) return { oldestWeek: week, newestWeek: week, tells: [counted] }
  const { oldestWeek, newestWeek } = watch
  if (week <= newestWeek) return { oldestWeek, newestWeek, tells: [counted] }
  const link = tell(heartbeatWeeks, heartbeatWork(newestWeek, context.work), (known) =>
    known === undefined ? undefined : { ...known, next: week },
  )
  const { oldestWeek: oldest, tells } = forgotten(context, watch, week)
  return { oldestWeek: oldest, newestWeek: week, tells: [link, ...tells, counted] }
}

function countedBeat(context: CommandContext, week: bigint): Tell {
  const { heartbeatInterval } = heartbeatParamsOf(context.paramsNow)
  const seconds = secondsInWeek(context)
  return tell(heartbeatWeeks, heartbeatWork(week, context.work), (known): HeartbeatWeek => {
    const interval = known?.interval ?? heartbeatInterval
    const slot = divide(seconds, interval, 'floor')
    if (known === undefined) return { interval, seen: 1n, slot, next: 0n }
    return slot > known.slot ? { ...known, seen: known.seen + 1n, slot } : known
  })
}

function forgotten(
  context: CommandContext,
  { oldestWeek, newestWeek }: NodeWatch,
  week: bigint,
): Pick<KeptWeeks, 'oldestWeek' | 'tells'> {
  const { peek, work: node } = context
  const tells: Tell[] = []
  let oldest = oldestWeek
  for (let count = 0; count < FORGOTTEN_MAX && oldest < week; count++) {
    if (!isSpent(context, oldest)) break
    const next = peek(heartbeatWeeks, heartbeatWork(oldest, node))?.next ?? week
    tells.push(
      tell(heartbeatWeeks, heartbeatWork(oldest, node), () => undefined),
      tell(rewardTallies, tallyWork(oldest, 'node', node), () => undefined),
    )
    oldest = oldest === newestWeek ? week : next
  }
  return { oldestWeek: oldest, tells }
}

/** Whether the node at hand can claim no more for a week that has ended. */
function isSpent(context: CommandContext, week: bigint): boolean {
  const { peek, work: node } = context
  if (peek(rewardTallies, tallyWork(week, 'node', node)) === undefined) return true
  const paying = peek(rewardWeeks, `${week}`)
  return paying === undefined || isLapsed(paying, week, weekOf(context))
}
