import { claimOf, defineCommand, reject, tell, type CommandShape } from '@tlmkit/core'
import { CALENDAR, rewardCalendar } from './rewardCalendar.js'
import type { RewardEnvironment } from './RewardEnvironment.js'
import { rewardParamsOf } from './rewardParamsOf.js'
import { turnTells, weekTurn } from './turnWeek.js'
import { voterPeriods, type VoterPeriod } from './voterPeriods.js'
import { numberOfWork } from './weekOf.js'

/**
 * Pays the voters of a period that has ended: `payVoters()`, sent by anybody, each period once and
 * in order.
 *
 * Rule: they share what came into the governance pool in the period and what periods before without
 * votes left. Without votes it is left to the next.
 * Errors, in this order: `unknown-period`, `too-early`, `already-paid`, `not-in-order`.
 * Source: spec/inference.md, Voter rewards.
 */
export function payVoters(environment: RewardEnvironment): CommandShape<VoterPeriod> {
  return defineCommand<VoterPeriod>()({
    timed: true,
    columns: {},
    codes: ['unknown-period', 'too-early', 'already-paid', 'not-in-order'],
    reduce(state, _command, context) {
      const { work, height } = context
      const period = numberOfWork(work)
      if (period === undefined) return reject('unknown-period')
      const turn = weekTurn(environment, context)
      const { calendar, week, ended } = turn
      if (period >= week) return reject('too-early')
      if (period < calendar.nextPeriod) {
        return reject(state === undefined ? 'unknown-period' : 'already-paid')
      }
      if (period > calendar.nextPeriod) return reject('not-in-order')
      const own = state ?? (ended?.period === period ? ended.state : undefined)
      const pot = calendar.carried + (own?.pot ?? 0n)
      const all = environment.voters.votersOf(context, period)
      const voters = all.flatMap(({ voter, weight }) => (weight > 0n ? [{ voter, weight }] : []))
      const isPaid = voters.length > 0 && pot > 0n
      const next = isPaid
        ? { setAside: calendar.setAside - pot, carried: 0n }
        : { setAside: calendar.setAside, carried: pot }
      const after = { ...calendar, ...next, nextPeriod: period + 1n }
      const { governance } = rewardParamsOf(context.paramsNow)
      const row = { period: work, pot, governance, height, voters }
      return {
        state: { status: isPaid ? 'paid' : 'carried', pot: own?.pot ?? 0n },
        claims: isPaid ? [claimOf(environment.kinds['voter-payouts'], row)] : [],
        tells: [
          ...turnTells(turn, { lifecycle: voterPeriods.name, work }),
          tell(rewardCalendar, CALENDAR, () => after),
        ],
      }
    },
  })
}
