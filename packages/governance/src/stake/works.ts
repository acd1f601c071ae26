import { defineLifecycle } from '@tlmkit/core'

/** How much is staked, by a voter or by all, and how many checkpoints tell how that came. */
export type StakeCourse = {
  /** Base units. */
  readonly staked: bigint
  readonly checkpoints: bigint
}

/** What was staked from a time on, until the next checkpoint. */
export type StakeCheckpoint = {
  /** Seconds. */
  readonly time: bigint
  readonly staked: bigint
}

/** Courses, by `voter/<id>`; that of all together is `total`. */
export const stakeCourses = defineLifecycle<StakeCourse>()({ name: 'stake-courses', commands: {} })

/** Checkpoints of a course, by its name and their number from 0. */
export const stakeCheckpoints = defineLifecycle<StakeCheckpoint>()({
  name: 'stake-checkpoints',
  commands: {},
})

/** The course of what all have staked. */
export const TOTAL = 'total'

export const courseOf = (voter: string): string => `voter/${voter}`
