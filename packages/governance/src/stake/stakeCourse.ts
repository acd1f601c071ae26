import { divide, tell, type CommandContext, type Tell } from '@tlmkit/core'
import { courseOf, stakeCheckpoints, stakeCourses, TOTAL, type StakeCourse } from './works.js'

type Peeks = Pick<CommandContext, 'peek'>

const NO_STAKE: StakeCourse = { staked: 0n, checkpoints: 0n }

/** What a voter has staked now, in base units. */
export function stakeOf({ peek }: Peeks, voter: string): bigint {
  return peek(stakeCourses, courseOf(voter))?.staked ?? 0n
}

/** What a voter had staked before a time: a change in that very second does not count. */
export function stakeBefore(context: Peeks, voter: string, time: bigint): bigint {
  return courseBefore(context, courseOf(voter), time)
}

/** What all voters had staked before a time. */
export function totalStakeBefore(context: Peeks, time: bigint): bigint {
  return courseBefore(context, TOTAL, time)
}

/**
 * Changes what a voter has staked, and the total with it.
 *
 * Units: base units; `change` may be below 0. Complexity: constant.
 */
export function changeStake(
  context: Pick<CommandContext, 'peek' | 'time'>,
  voter: string,
  change: bigint,
): readonly Tell[] {
  return [courseOf(voter), TOTAL].flatMap((course) => changeCourse(context, course, change))
}

/** Changes of one second are one checkpoint. */
function changeCourse(
  { peek, time }: Pick<CommandContext, 'peek' | 'time'>,
  course: string,
  change: bigint,
): readonly Tell[] {
  const { staked: before, checkpoints } = peek(stakeCourses, course) ?? NO_STAKE
  const staked = before + change
  const last = peek(stakeCheckpoints, checkpointWork(course, checkpoints - 1n))
  const index = last?.time === time ? checkpoints - 1n : checkpoints
  return [
    tell(stakeCourses, course, () => ({ staked, checkpoints: index + 1n })),
    tell(stakeCheckpoints, checkpointWork(course, index), () => ({ time, staked })),
  ]
}

/** The last checkpoint before a time, by bisection. */
function courseBefore({ peek }: Peeks, course: string, time: bigint): bigint {
  const { staked, checkpoints } = peek(stakeCourses, course) ?? NO_STAKE
  const checkpoint = (index: bigint) => peek(stakeCheckpoints, checkpointWork(course, index))
  const last = checkpoint(checkpoints - 1n)
  if (last === undefined || last.time < time) return staked
  let [low, high] = [0n, checkpoints - 1n]
  while (low < high) {
    const middle = divide(low + high, 2n, 'floor')
    if ((checkpoint(middle)?.time ?? time) < time) low = middle + 1n
    else high = middle
  }
  return checkpoint(low - 1n)?.staked ?? 0n
}

const checkpointWork = (course: string, index: bigint): string => `${course}/${index}`
