import type { RewardWeek } from './rewardWeeks.js'

/** Whether rewards of a week can be claimed no more, in the week `now`. */
export function isLapsed(
  { status, claimWeeks }: Pick<RewardWeek, 'status' | 'claimWeeks'>,
  week: bigint,
  now: bigint,
): boolean {
  return status === 'closed' || now > week + claimWeeks
}
