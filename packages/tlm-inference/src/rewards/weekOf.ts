import { divide, type ParamValues } from '@tlmkit/core'
import { rewardParamsOf } from './rewardParamsOf.js'

/** Seconds of a week. */
export const WEEK_SECONDS = 604_800n

/** Weeks of a year. */
export const YEAR_WEEKS = 52n

/** When a command stands: its time in seconds, and the params in force. */
export interface Moment {
  readonly time: bigint
  readonly paramsNow: ParamValues
}

/**
 * The week of a time, counted from genesis.
 *
 * Rule: floor((time - genesisTime) / 604,800); 0 before genesis. Units: weeks.
 * Source: spec/inference.md, Streams and rewards.
 * @example weekOf({ time: 1_209_600n, paramsNow }) // 2n
 */
export function weekOf({ time, paramsNow }: Moment): bigint {
  const { genesisTime } = rewardParamsOf(paramsNow)
  return time < genesisTime ? 0n : divide(time - genesisTime, WEEK_SECONDS, 'floor')
}

/** The year of a week. */
export function yearOf(week: bigint): bigint {
  return divide(week, YEAR_WEEKS, 'floor')
}

/** Seconds since the start of the week. */
export function secondsInWeek(moment: Moment): bigint {
  const { genesisTime } = rewardParamsOf(moment.paramsNow)
  if (moment.time < genesisTime) return 0n
  return moment.time - genesisTime - weekOf(moment) * WEEK_SECONDS
}

/** Reads the number that a work is named by; undefined where it is none. */
export function numberOfWork(work: string): bigint | undefined {
  return /^(0|[1-9][0-9]{0,17})$/.test(work) ? BigInt(work) : undefined
}
