import { claimOf, defineCommand, reject, type CommandShape } from '@tlmkit/core'
import { isLapsed } from './isLapsed.js'
import { endedWeek } from './openRewards.js'
import type { RewardEnvironment } from './RewardEnvironment.js'
import { rewardParamsOf } from './rewardParamsOf.js'
import type { RewardWeek } from './rewardWeeks.js'
import { turnWeek } from './turnWeek.js'
import { weekOf } from './weekOf.js'

/**
 * Gives what nobody claimed of a week back to the emission account: `closeRewards()`, sent by
 * anybody once rewards of the week cannot be claimed any more.
 *
 * Errors, in this order: `unknown-week`, `too-early`, `already-closed`.
 * Source: spec/inference.md, Weekly rewards.
 */
export function closeRewards(environment: RewardEnvironment): CommandShape<RewardWeek> {
  return defineCommand<RewardWeek>()({
    timed: true,
    columns: {},
    codes: ['unknown-week', 'too-early', 'already-closed'],
    reduce(state, _command, context) {
      const week = endedWeek(state, context)
      if ('rejected' in week) return week
      if (week.status === 'closed') return reject('already-closed')
      const { work, height, paramsNow } = context
      if (!isLapsed(week, BigInt(work), weekOf(context))) return reject('too-early')
      const { emission } = rewardParamsOf(paramsNow)
      const row = { week: work, emission, pot: week.pot, height }
      return {
        state: { ...week, status: 'closed' },
        claims: [claimOf(environment.kinds['reward-closings'], row)],
        tells: turnWeek(environment, context),
      }
    },
  })
}
