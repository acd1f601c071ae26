import { tell, type CommandContext, type Tell } from '@tlmkit/core'
import { CALENDAR, rewardCalendar, type CalendarState } from './rewardCalendar.js'
import { rewardParamsOf } from './rewardParamsOf.js'
import { treasuryYears, type TreasuryYear } from './treasuryYears.js'
import { voterPeriods, type VoterPeriod } from './voterPeriods.js'
import { weekOf, yearOf } from './weekOf.js'

/** What rewards need of their network. */
export interface RewardMoney {
  readonly denomination: string
}

/** The calendar at a command, and what the first command of a week or year finds out. */
export interface WeekTurn {
  readonly week: bigint
  readonly year: bigint
  readonly calendar: CalendarState
  /** The week that has ended, with what came into the governance pool in it. */
  readonly ended: { readonly period: bigint; readonly state: VoterPeriod } | undefined
  /** The year that begins, with what the treasury holds. */
  readonly begun: TreasuryYear | undefined
}

/**
 * The calendar as a command meets it.
 *
 * Rule: the first command of a week fixes what the governance pool holds for the week before; the
 * first of a year what the treasury holds. Every command that moves money into them is one of
 * these, so that being late with a payment changes neither.
 */
export function weekTurn({ denomination }: RewardMoney, context: CommandContext): WeekTurn {
  const { peek, balance, paramsNow } = context
  const { governance, treasury, treasuryStreamRate } = rewardParamsOf(paramsNow)
  const week = weekOf(context)
  const year = yearOf(week)
  const isYearKnown = peek(treasuryYears, `${year}`) !== undefined
  const { num, den } = treasuryStreamRate
  const opening = isYearKnown ? 0n : balance(treasury, denomination)
  const begun = isYearKnown ? undefined : { opening, rate: { num, den }, weeks: 0n }
  const known = peek(rewardCalendar, CALENDAR)
  if (known === undefined) {
    const calendar = { week, nextPeriod: week, setAside: 0n, carried: 0n }
    return { week, year, calendar, ended: undefined, begun }
  }
  if (known.week >= week) return { week, year, calendar: known, ended: undefined, begun }
  const held = balance(governance, denomination)
  const pot = held > known.setAside ? held - known.setAside : 0n
  return {
    ...{ week, year, begun },
    calendar: { ...known, week, setAside: known.setAside + pot },
    ended: { period: known.week, state: { status: 'open', pot } },
  }
}

/** What a command tells of a turn, but for the work that it is a command of. */
export function turnTells(
  { year, calendar, ended, begun }: WeekTurn,
  own?: { readonly lifecycle: string; readonly work: string },
): readonly Tell[] {
  const tells = [tell(rewardCalendar, CALENDAR, () => calendar)]
  if (begun !== undefined) tells.push(tell(treasuryYears, `${year}`, (known) => known ?? begun))
  if (ended !== undefined) {
    const { period, state } = ended
    tells.push(tell(voterPeriods, `${period}`, (known) => known ?? state))
  }
  return tells.filter(({ lifecycle, work }) => lifecycle !== own?.lifecycle || work !== own.work)
}

/**
 * Turns the calendar to the week of a command: told before its claims settle by every command that
 * moves money into treasury or governance pool.
 *
 * Units: base units, seconds. Source: spec/inference.md, Streams and rewards.
 */
export function turnWeek(money: RewardMoney, context: CommandContext): readonly Tell[] {
  const turn = weekTurn(money, context)
  const isNew = context.peek(rewardCalendar, CALENDAR)?.week !== turn.week
  return isNew || turn.begun !== undefined ? turnTells(turn) : []
}
