import {
  claimOf,
  defineCommand,
  divide,
  id,
  oneOf,
  reject,
  tell,
  ratioOf,
  type ClaimDraft,
  type CommandContext,
  type CommandShape,
  type Transition,
} from '@tlmkit/core'
import { heartbeatParamsOf } from '../heartbeats/heartbeatParams.js'
import { heartbeatWeeks, heartbeatWork } from '../heartbeats/heartbeatWeeks.js'
import { isLapsed } from './isLapsed.js'
import { endedWeek, openedBy, openingOf } from './openRewards.js'
import type { RewardEnvironment } from './RewardEnvironment.js'
import {
  REWARD_ROLES,
  rewardTallies,
  tallyWork,
  type RewardRole,
  type RewardTally,
} from './rewardTallies.js'
import type { RewardWeek } from './rewardWeeks.js'
import { turnWeek } from './turnWeek.js'
import { WEEK_SECONDS, weekOf } from './weekOf.js'

/** Who claims what it earned in the week at hand. */
interface Claimant {
  readonly role: RewardRole
  readonly name: string
  readonly tally: RewardTally
}

/**
 * Pays a node or an adaptor its part of a week that has ended: `claimReward(role, claimant)`, sent
 * by anybody. The first one of a week opens it.
 *
 * Errors, in this order: `unknown-week`, `too-early`, `too-late`, `nothing-to-claim` (it did nothing
 * in that week, or has claimed it).
 * Source: spec/inference.md, Weekly rewards.
 */
export function claimReward(environment: RewardEnvironment): CommandShape<RewardWeek> {
  return defineCommand<RewardWeek>()({
    timed: true,
    columns: { role: oneOf(...REWARD_ROLES), claimant: id('claimant') },
    codes: ['unknown-week', 'too-early', 'too-late', 'nothing-to-claim'],
    reduce(state, { role, claimant: name }, context) {
      const week = endedWeek(state, context)
      if ('rejected' in week) return week
      if (isLapsed(week, BigInt(context.work), weekOf(context))) return reject('too-late')
      const claimed = tallyWork(BigInt(context.work), role, name)
      const tally = context.peek(rewardTallies, claimed)
      if (tally === undefined) return reject('nothing-to-claim')
      const pay = (opened: RewardWeek): Transition<RewardWeek> => ({
        state: opened,
        claims: [rewardOf(environment, context, { role, name, tally, week: opened })],
        tells: [tell(rewardTallies, claimed, () => undefined)],
      })
      const turn = turnWeek(environment, context)
      if (week.status === 'open') {
        const paid = pay(week)
        return { ...paid, tells: [...turn, ...(paid.tells ?? [])] }
      }
      return {
        state: week,
        claims: [openingOf(environment, context, week)],
        tells: turn,
        settled: (outcomes) => pay(openedBy(week, outcomes)),
      }
    },
  })
}

function rewardOf(
  { kinds }: RewardEnvironment,
  context: CommandContext,
  { role, name, tally, week }: Claimant & { readonly week: RewardWeek },
): ClaimDraft {
  const { gross, late } = tally
  const { pot, adaptorShare } = week
  const part = { week: context.work, pot, adaptorShare, height: context.height }
  if (role === 'adaptor') {
    const done = ratioOf(gross, week.gross)
    return claimOf(kinds['adaptor-rewards'], { ...part, adaptor: name, done })
  }
  const done = ratioOf(late.den * gross - late.num, late.den * week.gross)
  const beats = beatsOf(context, name)
  return claimOf(kinds['node-rewards'], { ...part, node: name, done, ...beats })
}

/** Heartbeats of a node in the week at hand, and those of a whole week. */
function beatsOf(
  { work, peek, paramsNow }: CommandContext,
  node: string,
): { readonly seen: bigint; readonly expected: bigint } {
  const beats = peek(heartbeatWeeks, heartbeatWork(BigInt(work), node))
  const interval = beats?.interval ?? heartbeatParamsOf(paramsNow).heartbeatInterval
  return { seen: beats?.seen ?? 0n, expected: divide(WEEK_SECONDS, interval, 'ceil') }
}
