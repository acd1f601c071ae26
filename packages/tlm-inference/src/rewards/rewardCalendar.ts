import { defineLifecycle } from '@tlmkit/core'

/** What is known of the weeks so far. */
export type CalendarState = {
  /** The last week in which a command was seen. */
  readonly week: bigint
  /** The first period whose voters were not paid. */
  readonly nextPeriod: bigint
  /** Base units of the governance pool that belong to periods which ended. */
  readonly setAside: bigint
  /** Base units of these that periods without votes left to `nextPeriod`. */
  readonly carried: bigint
}

/** The calendar of a network's rewards: one work, `CALENDAR`. */
export const rewardCalendar = defineLifecycle<CalendarState>()({
  name: 'reward-calendar',
  commands: {},
})

/** Name of the one work of `rewardCalendar`. */
export const CALENDAR = 'calendar'
