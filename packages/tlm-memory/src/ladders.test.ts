import { describe, expect, test } from 'vitest'
import {
  LeaseRun,
  memoryNetwork,
  OPENING,
  order,
  readyRun,
  reservation,
  sealing,
  type Wish,
} from './memoryNetwork.fixture.js'
import { plainStakeBook } from './index.js'

const ROOT = 'aa'.repeat(32)
const OTHER = 'bb'.repeat(32)

test('the codes of every command, in the order of the ladders', () => {
  const { lifecycles } = memoryNetwork()
  const codes = [...lifecycles.values()].flatMap(({ commands }) =>
    Object.entries(commands).map(([name, shape]) => `${name}: ${shape.codes.join(', ')}`),
  )
  expect(codes).toEqual([
    'reserve: paused, suspended, duplicate-lease, unknown-node, rights-off, debt-outstanding, zero-bytes, zero-blocks, too-many-blocks, offer-exceeded, over-capacity',
    'release: unknown-lease, not-open, not-a-party, too-early, audit-open',
    'timeOut: unknown-lease, not-open, audit-open, too-early',
    'endStrike: unknown-lease, not-struck, too-early',
    'use: unknown-lease, not-open, not-a-party',
    'seal: unknown-lease, not-open, not-a-party, roots-differ, audit-open, already-sealed',
    'open: unknown-lease, not-open, not-a-party, audit-open, not-sealed',
    'openAudit: duplicate-audit, unknown-lease, not-open, not-sealed, audit-open, too-late',
    'answerAudit: unknown-audit, not-open, too-early, too-late, path-invalid',
    'failAudit: unknown-audit, not-open, too-early',
    'declareCapacity: ',
    'refreshStake: unknown-node',
    'stepRho: not-the-oracle',
    'suspend: not-armed, signers-short, signature-invalid, signature-repeated, signature-expired',
    'resume: signers-short, signature-invalid, signature-repeated, signature-expired, not-suspended',
  ])
})

/** Every lease with an audit that is open to its failure, on a node that struck out or not. */
function suspended(run: LeaseRun, from: bigint): void {
  for (const [index, lease] of ['x1', 'x2', 'x3'].entries()) {
    run.lease('reserve', from, reservation({ lease, node: 'n2', bytes: 1 }), lease)
    for (const party of ['c1', 'n2'])
      run.lease('seal', from, sealing(party, ROOT, { lease }), lease)
    run.audit('openAudit', from, { auditor: 'a1', lease }, `ux${index}`)
  }
  run.audit('failAudit', from + 51n, {}, 'ux0')
  run.flip('suspend', from + 51n, order(['s1', 's2'], { order: 'suspend' }))
}

const switchParams = { switchSigners: ['s1', 's2', 's3'], switchSignersMin: 2n }

describe('reserve', () => {
  test('one fault less at a time', () => {
    const debts = new Set(['n1'])
    const book = plainStakeBook('LA')
    const stake = { ...book, hasDebt: (_context: unknown, node: string) => debts.has(node) }
    const opening = { ...OPENING, 'caller/c1/balance': 10n ** 12n, 'operator/n1/free': 6999n }
    const run = readyRun({ params: { ...switchParams, maxLeaseBlocks: 100n }, stake, opening })
    run.lease('reserve', 0, reservation({ lease: 'l0', node: 'n2' }), 'l0')
    suspended(run, 0n)
    // n2 struck out: two timeouts of pinned leases.
    const wish: Wish = { lease: 'l0', node: 'n9', bytes: 0, maxBlocks: 0 }
    const send = (change: Wish, work = 'l1'): string => {
      return run.lease('reserve', 52, reservation({ ...wish, lease: work, ...change }), work)
    }
    expect(send({}, 'l0')).toBe('suspended')
    expect(run.flip('resume', 52, order(['s1', 's2'], { order: 'resume', nonce: 1n }))).toBe('ok')
    expect(send({}, 'l0')).toBe('duplicate-lease')
    expect(send({})).toBe('unknown-node')
    expect(send({ node: 'n1' })).toBe('debt-outstanding')
    debts.clear()
    const large = { offerKib: 9n, offerBlocks: 99n }
    expect(send({ node: 'n1', ...large })).toBe('zero-bytes')
    expect(send({ node: 'n1', bytes: 10_000, ...large })).toBe('zero-blocks')
    const long = { node: 'n1', bytes: 10_000, ...large }
    expect(send({ ...long, maxBlocks: 101 })).toBe('too-many-blocks')
    const whole = { node: 'n1', maxBlocks: 100, caller: 'poor' }
    const over = 1024n * 1_000_000n + 1n
    expect(send({ ...whole, bytes: over, offerKib: 1_000_000n })).toBe('offer-exceeded')
    expect(send({ ...whole, bytes: over, offerBlocks: 99n })).toBe('offer-exceeded')
    expect(send({ ...whole, bytes: over, rhoCap: 6n })).toBe('offer-exceeded')
    const forged = { ...reservation({ ...whole, bytes: over }), signature: 'ff' }
    expect(run.lease('reserve', 52, forged)).toBe('offer-exceeded')
    const foreign = reservation({ ...whole, bytes: over, lease: 'other' })
    expect(run.lease('reserve', 52, foreign)).toBe('offer-exceeded')
    expect(send({ ...whole, bytes: over, rhoCap: 7n })).toBe('over-capacity')
    expect(send({ ...whole, bytes: 10_000 })).toBe('balance-short')
    expect(send({ ...whole, bytes: 10_000, caller: 'c1' })).toBe('free-stake-short')
    expect(send({ ...whole, bytes: 9216, caller: 'c1' })).toBe('ok')
    expect(run.balance('escrow/l1/locked')).toBe(6300n)
    expect(run.balance('operator/n1/free')).toBe(699n)
  })

  test('rights off come before a debt, and end with the next epoch', () => {
    const debts = new Set<string>()
    const book = plainStakeBook('LA')
    const hasDebt = (_context: unknown, node: string): boolean => debts.has(node)
    const run = readyRun({ stake: { ...book, hasDebt } })
    for (const lease of ['l1', 'l2']) {
      run.lease('reserve', 0, reservation({ lease, maxBlocks: 1 }), lease)
    }
    for (const lease of ['l1', 'l2']) expect(run.lease('timeOut', 7, {}, lease)).toBe('ok')
    debts.add('n1')
    const send = (height: number) =>
      run.lease('reserve', height, reservation({ lease: 'l3', bytes: 0 }), 'l3')
    expect(send(1023)).toBe('rights-off')
    expect(send(1024)).toBe('debt-outstanding')
  })

  test('capacity counts all leases to the last KiB, those with oneself too', () => {
    const run = new LeaseRun()
    run.node('declareCapacity', 0, { kib: '20' })
    run.lease('reserve', 0, reservation({ caller: 'n1' }))
    const send = (bytes: number) =>
      run.lease('reserve', 0, reservation({ lease: 'l2', bytes }), 'l2')
    expect(send(10_241)).toBe('over-capacity')
    expect(send(10_240)).toBe('ok')
  })
})

test('release: by the caller at once, by the node from the end on', () => {
  const run = readyRun()
  expect(run.lease('release', 0, { party: 'x' })).toBe('unknown-lease')
  run.lease('reserve', 0, reservation())
  run.lease('reserve', 0, reservation({ lease: 'l2', maxBlocks: 60 }), 'l2')
  for (const party of ['c1', 'n1']) {
    run.lease('seal', 1, sealing(party, ROOT, { lease: 'l2' }), 'l2')
  }
  expect(run.audit('openAudit', 59, { auditor: 'a1', lease: 'l2' })).toBe('ok')
  expect(run.lease('release', 59, { party: 'x' }, 'l2')).toBe('not-a-party')
  expect(run.lease('release', 59, { party: 'n1' }, 'l2')).toBe('too-early')
  expect(run.lease('release', 60, { party: 'n1' }, 'l2')).toBe('audit-open')
  expect(run.lease('release', 99, { party: 'n1' })).toBe('too-early')
  expect(run.lease('release', 100, { party: 'n1' })).toBe('ok')
  expect(run.lease('release', 100, { party: 'x' })).toBe('not-open')
  expect(run.lease('release', 100, { party: 'c1' }, 'l2')).toBe('ok')
  expect(run.lease('release', 100, { party: 'c1' }, 'l2')).toBe('not-open')
})

test('timeOut: after the grace, never while an audit is open, later after one', () => {
  const run = readyRun()
  expect(run.lease('timeOut', 0)).toBe('unknown-lease')
  run.lease('reserve', 0, reservation())
  expect(run.lease('timeOut', 105)).toBe('too-early')
  expect(run.lease('timeOut', 106)).toBe('ok')
  expect(run.lease('timeOut', 106)).toBe('not-open')
  run.lease('reserve', 200, reservation({ lease: 'l2', maxBlocks: 2 }), 'l2')
  for (const party of ['c1', 'n1']) {
    run.lease('seal', 200, sealing(party, ROOT, { lease: 'l2' }), 'l2')
  }
  run.audit('openAudit', 201, { auditor: 'a1', lease: 'l2' })
  expect(run.lease('timeOut', 202, {}, 'l2')).toBe('audit-open')
  expect(run.lease('timeOut', 251, {}, 'l2')).toBe('audit-open')
})

test('endStrike', () => {
  const run = readyRun()
  expect(run.lease('endStrike', 0)).toBe('unknown-lease')
  run.lease('reserve', 0, reservation({ maxBlocks: 1 }))
  expect(run.lease('endStrike', 1)).toBe('not-struck')
  run.lease('timeOut', 511)
  expect(run.lease('endStrike', 1023)).toBe('too-early')
  expect(run.lease('endStrike', 1024)).toBe('ok')
  expect(run.lease('endStrike', 1024)).toBe('not-struck')
  expect(run.gained('operator/n1/free')).toBe(0n)
})

test('use, seal and open', () => {
  const run = readyRun()
  const calls = [
    ['use', { party: 'x' }],
    ['seal', sealing('x', ROOT)],
    ['open', { party: 'x' }],
  ] as const
  const codes = () => calls.map(([command, fields]) => run.lease(command, 1, fields))
  expect(codes()).toEqual(['unknown-lease', 'unknown-lease', 'unknown-lease'])
  run.lease('reserve', 1, reservation())
  expect(codes()).toEqual(['not-a-party', 'not-a-party', 'not-a-party'])
  expect(run.lease('use', 1, { party: 'n1' })).toBe('not-a-party')
  expect(run.lease('open', 1, { party: 'n1' })).toBe('not-a-party')
  expect(run.lease('open', 1, { party: 'c1' })).toBe('not-sealed')
  expect(run.lease('seal', 1, { ...sealing('c1', ROOT), signature: 'ff' })).toBe('not-a-party')
  expect(run.lease('seal', 1, sealing('c1', OTHER))).toBe('ok')
  expect(run.lease('seal', 1, sealing('c1', ROOT))).toBe('ok')
  expect(run.lease('open', 1, { party: 'c1' })).toBe('not-sealed')
  expect(run.lease('seal', 1, sealing('n1', OTHER))).toBe('roots-differ')
  expect(run.audit('openAudit', 1, { auditor: 'a1', lease: 'l1' })).toBe('not-sealed')
  expect(run.lease('seal', 1, sealing('n1', ROOT))).toBe('ok')
  expect(run.lease('seal', 1, sealing('n1', OTHER))).toBe('roots-differ')
  expect(run.lease('seal', 1, sealing('n1', ROOT))).toBe('already-sealed')
  run.audit('openAudit', 1, { auditor: 'a1', lease: 'l1' })
  expect(run.lease('seal', 1, sealing('n1', ROOT))).toBe('audit-open')
  expect(run.lease('open', 1, { party: 'c1' })).toBe('audit-open')
  run.lease('reserve', 1, reservation({ lease: 'l2' }), 'l2')
  run.lease('release', 1, { party: 'c1' }, 'l2')
  expect(run.lease('use', 1, { party: 'x' }, 'l2')).toBe('not-open')
  expect(run.lease('seal', 1, sealing('x', ROOT, { lease: 'l2' }), 'l2')).toBe('not-open')
  expect(run.lease('open', 1, { party: 'x' }, 'l2')).toBe('not-open')
})

test('a signature of before an opening seals nothing any more', () => {
  const run = readyRun()
  run.lease('reserve', 0, reservation())
  for (const party of ['c1', 'n1']) run.lease('seal', 1, sealing(party, ROOT))
  expect(run.lease('open', 2, { party: 'c1' })).toBe('ok')
  expect(run.lease('seal', 3, sealing('n1', ROOT))).toBe('not-a-party')
  expect(run.lease('seal', 3, sealing('n1', ROOT, { round: 1n }))).toBe('ok')
})

test('openAudit: of a sealed open lease, until the block before its end', () => {
  const opening = { ...OPENING, 'auditor/a2/balance': 69n }
  const run = readyRun({ opening })
  const send = (height: number, auditor = 'a1', work = 'u1') =>
    run.audit('openAudit', height, { auditor, lease: 'l1' }, work)
  expect(send(0)).toBe('unknown-lease')
  run.lease('reserve', 0, reservation())
  expect(send(0)).toBe('not-sealed')
  for (const party of ['c1', 'n1']) run.lease('seal', 1, sealing(party, ROOT))
  // The bond is 70: one percent of 7,000.
  expect(send(99, 'a2')).toBe('balance-short')
  expect(send(100, 'a2')).toBe('too-late')
  const early = readyRun()
  early.lease('reserve', 0, reservation())
  for (const party of ['c1', 'n1']) early.lease('seal', 1, sealing(party, ROOT))
  const open = (work: string) => early.audit('openAudit', 99, { auditor: 'a1', lease: 'l1' }, work)
  expect(open('u1')).toBe('ok')
  expect(open('u1')).toBe('duplicate-audit')
  expect(open('u2')).toBe('audit-open')
  expect(early.audit('openAudit', 99, { auditor: 'a1', lease: 'l9' }, 'u2')).toBe('unknown-lease')
  early.lease('release', 99, { party: 'c1' })
  expect(open('u2')).toBe('not-open')
})

test('failAudit and refreshStake and stepRho', () => {
  const run = readyRun()
  run.lease('reserve', 0, reservation())
  for (const party of ['c1', 'n1']) run.lease('seal', 1, sealing(party, ROOT))
  expect(run.audit('failAudit', 1)).toBe('unknown-audit')
  run.audit('openAudit', 1, { auditor: 'a1', lease: 'l1' })
  expect(run.audit('failAudit', 51)).toBe('too-early')
  expect(run.audit('failAudit', 52)).toBe('ok')
  expect(run.audit('failAudit', 52)).toBe('not-open')
  expect(run.node('refreshStake', 52, {}, 'n7')).toBe('unknown-node')
  expect(run.node('refreshStake', 52)).toBe('ok')
  const wrong = { lifecycle: 'memory-oracle', work: 'other', command: 'stepRho' }
  expect(run.apply(wrong, 52)).toBe('not-the-oracle')
})

test('a refusal changes nothing', () => {
  const once = readyRun()
  const twice = readyRun()
  for (const run of [once, twice]) run.lease('reserve', 0, reservation())
  twice.lease('release', 600, { party: 'n9' })
  twice.lease('release', 600, { party: 'x' })
  twice.lease('timeOut', 50)
  twice.lease('reserve', 600, reservation({ lease: 'l2', caller: 'poor' }), 'l2')
  twice.lease('reserve', 600, reservation({ lease: 'l2', bytes: 2 ** 40 }), 'l2')
  twice.audit('openAudit', 600, { auditor: 'a1', lease: 'l1' })
  expect(twice.state.lifecycles).toEqual(once.state.lifecycles)
  expect(twice.state.balances).toEqual(once.state.balances)
})
