import {
  claimOf,
  defineCommand,
  reject,
  type ClaimDraft,
  type ClaimOutcome,
  type CommandContext,
  type CommandShape,
  type Rejection,
} from '@tlmkit/core'
import type { RewardEnvironment } from './RewardEnvironment.js'
import { isLapsed } from './isLapsed.js'
import { rewardParamsOf } from './rewardParamsOf.js'
import type { RewardWeek } from './rewardWeeks.js'
import { turnWeek } from './turnWeek.js'
import { weekOf } from './weekOf.js'

/**
 * Sets aside what a week that has ended pays: `openRewards()`, sent by anybody.
 *
 * Errors, in this order: `unknown-week`, `too-early`, `already-open`, `too-late`.
 * Source: spec/inference.md, Weekly rewards.
 */
export function openRewards(environment: RewardEnvironment): CommandShape<RewardWeek> {
  return defineCommand<RewardWeek>()({
    timed: true,
    columns: {},
    codes: ['unknown-week', 'too-early', 'already-open', 'too-late'],
    reduce(state, _command, context) {
      const week = endedWeek(state, context)
      if ('rejected' in week) return week
      if (week.status !== 'counting') return reject('already-open')
      if (isLapsed(week, BigInt(context.work), weekOf(context))) return reject('too-late')
      return {
        state: week,
        claims: [openingOf(environment, context, week)],
        tells: turnWeek(environment, context),
        settled: (outcomes) => ({ state: openedBy(week, outcomes) }),
      }
    },
  })
}

/** The week at hand where it has ended: the first two codes of every ladder. */
export function endedWeek(
  week: RewardWeek | undefined,
  context: CommandContext,
): RewardWeek | Rejection<'unknown-week' | 'too-early'> {
  if (week === undefined) return reject('unknown-week')
  return weekOf(context) > BigInt(context.work) ? week : reject('too-early')
}

/** The claim that sets aside what the week at hand pays. */
export function openingOf(
  { kinds }: RewardEnvironment,
  { work, height, paramsNow }: CommandContext,
  { emission: most, gross, bound }: RewardWeek,
): ClaimDraft {
  const { emission } = rewardParamsOf(paramsNow)
  return claimOf(kinds['reward-openings'], { week: work, emission, most, gross, bound, height })
}

/** A week after its opening settled. */
export function openedBy(week: RewardWeek, outcomes: readonly ClaimOutcome[]): RewardWeek {
  return { ...week, status: 'open', pot: outcomes[0]?.returned['pot'] ?? 0n }
}
