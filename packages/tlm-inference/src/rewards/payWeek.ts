import { claimOf, defineCommand, reject, units, type CommandShape } from '@tlmkit/core'
import type { RewardEnvironment } from './RewardEnvironment.js'
import { rewardParamsOf } from './rewardParamsOf.js'
import { treasuryYears, type TreasuryYear } from './treasuryYears.js'
import { turnTells, weekTurn } from './turnWeek.js'
import { numberOfWork, YEAR_WEEKS } from './weekOf.js'

/**
 * Streams a week of a year to the governance pool: `payWeek(week)`, sent by anybody from the start
 * of that week on, each week once and in order.
 *
 * Rule: a year is paid of what the treasury held when it began: when the first command came in it.
 * A year that no command came in is not paid.
 * Errors, in this order: `unknown-year`, `unknown-week`, `too-early`, `already-paid`,
 * `not-in-order`.
 * Source: spec/inference.md, Treasury stream.
 */
export function payWeek(environment: RewardEnvironment): CommandShape<TreasuryYear> {
  return defineCommand<TreasuryYear>()({
    timed: true,
    columns: { week: units() },
    codes: ['unknown-year', 'unknown-week', 'too-early', 'already-paid', 'not-in-order'],
    reduce(state, { week }, context) {
      const { work, height } = context
      const year = numberOfWork(work)
      const turn = weekTurn(environment, context)
      const known = state ?? (year === turn.year ? turn.begun : undefined)
      if (year === undefined || known === undefined) return reject('unknown-year')
      if (week >= YEAR_WEEKS) return reject('unknown-week')
      if (year * YEAR_WEEKS + week > turn.week) return reject('too-early')
      if (week < known.weeks) return reject('already-paid')
      if (week > known.weeks) return reject('not-in-order')
      const { treasury, governance } = rewardParamsOf(context.paramsNow)
      const { opening, rate } = known
      const row = { year: work, week, opening, rate, treasury, governance, height }
      return {
        state: { ...known, weeks: week + 1n },
        claims: [claimOf(environment.kinds['stream-weeks'], row)],
        tells: turnTells(turn, { lifecycle: treasuryYears.name, work }),
      }
    },
  })
}
