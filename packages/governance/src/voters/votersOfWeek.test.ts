import type { CommandContext, Lifecycle, LifecycleState } from '@tlmkit/core'
import { describe, expect, test } from 'vitest'
import {
  DAY,
  FEE_20,
  GovernanceRun,
  proposal,
  T,
  tokens,
  vote,
  VOTED,
  VOTING,
  WEEK,
} from '../governanceNetwork.fixture.js'
import { votersOfWeek } from '../index.js'

describe('voters of a week', () => {
  /** What a reducer would see at the end of a run. */
  function contextOf(run: GovernanceRun): CommandContext {
    const peek = <S extends LifecycleState>(lifecycle: Lifecycle<string, S>, work: string) =>
      run.work(lifecycle.name, work) as S | undefined
    return { peek, paramsNow: {} } as CommandContext
  }

  test('have their largest weight on a proposal that met quorum', () => {
    const run = new GovernanceRun().staked(10, 20, 30)
    run.apply('proposals/p1/propose', T, proposal(FEE_20, { proposer: 'cat' }))
    run.apply('voters/ann/stake', T + DAY, { amount: String(tokens(5_000)) })
    run.apply('proposals/p2/propose', T + 2 * DAY, proposal(FEE_20, { proposer: 'cat' }))
    run.apply('proposals/p3/propose', T + 2 * DAY, proposal(FEE_20, { proposer: 'cat' }))
    run.apply('proposals/p4/propose', T + 2 * DAY, proposal(FEE_20, { proposer: 'cat' }))
    run.apply('voters/ann/unstake', VOTING + DAY, { amount: String(tokens(5_010)) })
    // p1: ann 5,010, cat 5,030 of 10,060. p2: ben 20, ann 0. p3: cancelled. p4: no quorum.
    run.apply('proposals/p1/vote', VOTING + DAY, vote('cat', 'abstain'))
    run.apply('proposals/p1/vote', VOTING + DAY, vote('ann', 'against'))
    run.apply('proposals/p2/vote', VOTING + 2 * DAY, vote('cat', 'for'))
    run.apply('proposals/p2/vote', VOTING + 2 * DAY, vote('ben', 'for'))
    run.apply('proposals/p3/vote', VOTING + 2 * DAY, vote('ben', 'for'))
    run.apply('proposals/p3/cancel', VOTING + 2 * DAY, { proposer: 'cat' })
    run.apply('proposals/p4/vote', VOTING + 2 * DAY, vote('ben', 'for'))
    const { votersOf } = run.test.governance
    const context = contextOf(run)
    // Votes end at 102 weeks, and two days run.
    expect(votersOf(context, 101n)).toEqual([])
    expect(votersOf(context, 102n)).toEqual([
      { voter: 'ann', weight: tokens(5_010) },
      { voter: 'ben', weight: tokens(20) },
      { voter: 'cat', weight: tokens(5_030) },
    ])
    expect(votersOf(context, 103n)).toEqual([])
  })

  test('weeks count from genesis', () => {
    const run = new GovernanceRun().staked(0, 10_000, 0)
    run.apply('proposals/p1/propose', T, proposal(FEE_20))
    run.apply('proposals/p1/vote', VOTING, vote('ben', 'against'))
    const context = contextOf(run)
    const weeks = (genesis: number) =>
      [0n, 1n, 2n].filter((week) => votersOfWeek(context, week, BigInt(genesis)).length > 0)
    expect(weeks(VOTED)).toEqual([0n])
    expect(weeks(VOTED + 1)).toEqual([])
    expect(weeks(VOTED - WEEK + 1)).toEqual([0n])
    expect(weeks(VOTED - WEEK)).toEqual([1n])
    expect(weeks(VOTED - 3 * WEEK + 1)).toEqual([2n])
    const later = new GovernanceRun().staked(0, 10_000, 0)
    later.apply('proposals/p1/propose', T + DAY, proposal(FEE_20))
    later.apply('proposals/p1/vote', VOTING + DAY, vote('ben', 'against'))
    const weekOf = (genesis: number) =>
      [0n, 1n].filter((week) => votersOfWeek(contextOf(later), week, BigInt(genesis)).length > 0)
    expect(weekOf(VOTED + DAY - WEEK)).toEqual([1n])
    expect(weekOf(VOTED + DAY - WEEK + 1)).toEqual([0n])
  })
})
