import { describe, expect, test } from 'vitest'
import {
  all,
  DAY,
  FEE_20,
  GovernanceRun,
  proposal,
  signed,
  T,
  tokens,
  vote,
  VOTED,
  VOTING,
} from '../governanceNetwork.fixture.js'
import { createGovernance } from '../index.js'

describe('pauses and switches', () => {
  test('a pause stops new work, nothing else, and ends by itself', () => {
    const run = new GovernanceRun().staked(5_000, 20_000, 0)
    all(run, [
      ['jobs/j1/open', undefined],
      ['proposals/p1/propose', T, proposal(FEE_20)],
      ['pauses/jobs/pause', T, { guardian: 'ada', seconds: 14 * DAY }],
    ])
    expect(run.apply('jobs/j2/open', T)).toBe('paused')
    all(run, [
      ['jobs/j1/close', T],
      ['voters/ann/unstake', T, { amount: String(tokens(5_000)) }],
      ['proposals/p2/propose', T, proposal(FEE_20)],
      ['proposals/p1/vote', VOTING, vote('ben', 'for')],
    ])
    expect(run.apply('jobs/j2/open', T + 14 * DAY - 1)).toBe('paused')
    all(run, [
      ['proposals/p1/queue', VOTED],
      ['jobs/j2/open', T + 14 * DAY],
    ])
    expect(run.balance('module/pot')).toBe(10n)
  })

  test('a switch stops what the config lists for it, until it is switched off', () => {
    const run = new GovernanceRun()
    all(run, [
      ['switches/halt-none/flip', T, signed(['s1', 's2', 's3'], { switch: 'halt-none' })],
      ['jobs/j1/open', T],
      ['switches/halt-jobs/flip', T, signed(['s1', 's2', 's3'])],
    ])
    expect(run.apply('jobs/j2/open', T + 365 * DAY)).toBe('paused')
    const off = signed(['s3', 's4', 's5'], { isOn: false, nonce: 1n })
    all(run, [
      ['jobs/j1/close', T + 365 * DAY],
      ['switches/halt-jobs/flip', T + 365 * DAY, off],
      ['jobs/j2/open', T + 365 * DAY],
    ])
  })

  test('governance itself is not paused', () => {
    const { network } = new GovernanceRun().test
    const given = { denomination: 'LA', network: () => network } as const
    const invalid = expect.objectContaining({ code: 'governance-invalid' }) as Error
    expect(() => createGovernance({ ...given, pausable: ['proposals'] })).toThrow(invalid)
    expect(() => createGovernance({ ...given, switches: { all: ['voters'] } })).toThrow(invalid)
    expect(() => createGovernance({ ...given, pausable: ['job'] }).store()).toThrow(invalid)
  })
})
