import { describe, expect, test } from 'vitest'
import {
  BillRun,
  dispatching,
  opening,
  submission,
  verdict,
  type NetworkOptions,
} from './inferenceNetwork.fixture.js'

const MILLI = 10n ** 15n

/** A bill of 100 CU by n1, through a1, up to its verdict at these figures. */
function settledRun(responseMs: bigint, options: NetworkOptions = {}): BillRun {
  const run = new BillRun(options)
  const codes = [
    run.adaptor('registerAdaptor', 1),
    run.bill('open', 1, opening(100n)),
    run.bill('dispatch', 2, dispatching({ adaptor: 'a1' })),
    run.bill('submit', 3, submission(100n, responseMs)),
    run.bill('settle', 4, verdict(100n, responseMs)),
  ]
  expect(codes).toEqual(codes.map(() => 'ok'))
  return run
}

/** What everybody gained, in thousandths of a token. */
function gains(run: BillRun): Readonly<Record<string, bigint>> {
  const of = (path: string): bigint => {
    const gained = run.gained(path)
    expect(gained % MILLI).toBe(0n)
    return gained / MILLI
  }
  return {
    user: of('user/u1/balance'),
    locked: of('escrow/b1/locked'),
    network: of('module/operations'),
    governance: of('module/governance'),
    adaptor: of('adaptor/a1/balance') + of('adaptor/a1/bound'),
    treasury: of('module/treasury'),
    node: of('operator/n1/balance'),
    free: of('operator/n1/free'),
    bound: of('operator/n1/bound'),
    penalty: of('penalty/b1/locked'),
    burned: of('supply/burn'),
  }
}

const AT_REST = { locked: 0n, free: 0n, bound: 0n, penalty: 0n, burned: 0n }
const OTHERS = { network: 100n, governance: 250n, adaptor: 500n, treasury: 250n }

describe('100 CU at 0.05', () => {
  test('the escrow holds 6.5', () => {
    const run = new BillRun()
    run.bill('open', 1, opening(100n))
    expect(gains(run)).toMatchObject({ user: -6500n, locked: 6500n })
  })

  test('in time: network 0.1, governance 0.25, adaptor 0.5, treasury 0.25, node 3.9', () => {
    const run = settledRun(0n)
    expect(run.bill('close', 604)).toBe('ok')
    expect(gains(run)).toEqual({ ...AT_REST, ...OTHERS, user: -5000n, node: 3900n })
  })

  test('the part of the node waits in the escrow', () => {
    const run = settledRun(0n)
    const waiting = { locked: 3900n, free: -5000n, bound: 5000n, node: 0n, user: -5000n }
    expect(gains(run)).toEqual({ ...AT_REST, ...OTHERS, ...waiting })
  })

  test('f = 0.15, penalty: node 3.315, refund 2.085, other parts equal', () => {
    const run = settledRun(1500n)
    expect(run.bill('close', 604)).toBe('ok')
    expect(gains(run)).toEqual({ ...AT_REST, ...OTHERS, user: -4415n, node: 3315n })
  })

  test('f = 0.3 at twice the target and ever after', () => {
    for (const responseMs of [2000n, 2001n, 2n ** 128n - 1n]) {
      const run = settledRun(responseMs)
      expect(run.bill('close', 604)).toBe('ok')
      expect(gains(run)).toEqual({ ...AT_REST, ...OTHERS, user: -3830n, node: 2730n })
    }
  })

  test('f = 0.15, literal: the user pays 5.75, the treasury gets the 0.75 more', () => {
    const run = settledRun(1500n, { params: { latencyMode: 'literal' } })
    expect(run.bill('close', 604)).toBe('ok')
    const treasury = 1000n
    expect(gains(run)).toEqual({ ...AT_REST, ...OTHERS, treasury, user: -5750n, node: 3900n })
  })

  test('without an adaptor its share is the node’s', () => {
    const run = new BillRun()
    run.bill('open', 1, opening(100n))
    run.bill('dispatch', 2, dispatching())
    run.bill('submit', 3, submission(100n, 1500n))
    run.bill('settle', 4, verdict(100n, 1500n))
    expect(run.bill('close', 604)).toBe('ok')
    const node = (4400n * 85n) / 100n
    const others = { ...OTHERS, adaptor: 0n }
    expect(gains(run)).toEqual({ ...AT_REST, ...others, user: -5000n + 660n, node })
  })

  test('without a verdict it settles as submitted, and closes at once', () => {
    const run = new BillRun()
    run.adaptor('registerAdaptor', 1)
    run.bill('open', 1, opening(100n))
    run.bill('dispatch', 2, dispatching({ adaptor: 'a1' }))
    run.bill('submit', 3, submission(100n, 1500n))
    expect(run.bill('close', 1203)).toBe('ok')
    expect(gains(run)).toEqual({ ...AT_REST, ...OTHERS, user: -4415n, node: 3315n })
  })
})

describe('a false result of 100 CU', () => {
  test('before a verdict: the bind bears the network fee, the rest burns', () => {
    const run = new BillRun()
    run.bill('open', 1, opening(100n))
    run.bill('dispatch', 2, dispatching())
    run.bill('submit', 3, submission(100n))
    expect(run.bill('challenge', 4, { challenger: 'v1', evidence: '' })).toBe('ok')
    const lost = { free: -5000n, burned: 4900n, network: 100n }
    const nobody = { governance: 0n, adaptor: 0n, treasury: 0n, node: 0n, user: 0n }
    expect(gains(run)).toEqual({ ...AT_REST, ...nobody, ...lost })
  })

  test.each(['penalty', 'literal'] as const)('after a verdict, %s: all is refunded', (mode) => {
    const run = settledRun(1500n, { params: { latencyMode: mode } })
    expect(run.bill('challenge', 5, { challenger: 'x', evidence: '01' })).toBe('ok')
    const treasury = mode === 'penalty' ? 250n : 1000n
    const borne = 850n + treasury
    const lost = { free: -5000n, burned: 5000n - borne, user: 0n, node: 0n }
    expect(gains(run)).toEqual({ ...AT_REST, ...OTHERS, treasury, ...lost })
  })
})

test('a bill that was not answered: the bind burns, the user gets all', () => {
  const run = new BillRun()
  run.bill('open', 1, opening(100n))
  run.bill('dispatch', 2, dispatching())
  expect(run.bill('refund', 7203, { reason: 'no answer' })).toBe('ok')
  expect(run.gained('user/u1/balance')).toBe(0n)
  expect(run.gained('operator/n1/free')).toBe(-5000n * MILLI)
  expect(run.gained('supply/burn')).toBe(5000n * MILLI)
  expect(run.balance('operator/n1/bound')).toBe(0n)
})
