import { expect, test } from 'vitest'
import { readyRun, reservation, type LeaseRun } from './memoryNetwork.fixture.js'

/** Fee, refund, collateral bound, collateral free again. */
function figuresOf(run: LeaseRun) {
  const cut = run.gained('module/treasury')
  return {
    fee: run.gained('operator/n1/balance') + cut,
    refund: 7000n + run.gained('caller/c1/balance'),
    bound: run.balance('operator/n1/bound'),
    escrow: run.balance('escrow/l1/locked'),
  }
}

test('10,000 bytes for 100 blocks at rho 7: 10 KiB, prepay 7,000, collateral 7,000', () => {
  const run = readyRun()
  expect(run.lease('reserve', 0, reservation())).toBe('ok')
  expect(run.balance('escrow/l1/locked')).toBe(7000n)
  expect(run.gained('caller/c1/balance')).toBe(-7000n)
  expect(run.balance('operator/n1/bound')).toBe(7000n)
  expect(run.work('leases', 'l1')).toMatchObject({ kib: 10n, prepay: 7000n, collateral: 7000n })
})

test('used 37, sigma 1.0: fee 2,590, refund 4,410', () => {
  const run = readyRun()
  run.lease('reserve', 0, reservation())
  expect(run.lease('release', 37, { party: 'c1' })).toBe('ok')
  expect(figuresOf(run)).toEqual({ fee: 2590n, refund: 4410n, bound: 0n, escrow: 0n })
  expect(run.gained('module/treasury')).toBe(25n)
  expect(run.gained('operator/n1/free')).toBe(0n)
})

test('released in the same block, sigma 0.5: fee 70, collateral 3,500', () => {
  const run = readyRun({ params: { sigma: '0.5' } })
  const reserved = run.result(
    { lifecycle: 'leases', work: 'l1', command: 'reserve' },
    0,
    reservation(),
  )
  const postings = reserved.status === 'accepted' ? reserved.claims[0]?.entry.postings : []
  expect(postings).toContainEqual(expect.objectContaining({ reason: 'bind', amount: 3500n }))
  expect(run.lease('release', 0, { party: 'c1' })).toBe('ok')
  expect(figuresOf(run)).toEqual({ fee: 70n, refund: 6930n, bound: 0n, escrow: 0n })
})

test('not released, last metered use at block 140, sigma 1.5: fee 7,000, collateral 10,500 bound', () => {
  const run = readyRun({ params: { sigma: '1.5' } })
  run.lease('reserve', 0, reservation())
  expect(run.lease('use', 140, { party: 'c1' })).toBe('ok')
  expect(run.lease('timeOut', 141)).toBe('ok')
  expect(figuresOf(run)).toEqual({ fee: 7000n, refund: 0n, bound: 10_500n, escrow: 0n })
  expect(run.work('memory-nodes', 'n1')).toMatchObject({ strikeLease: 'l1', strikeUntil: 1024n })
})

test('not released, last metered use at block 10: fee 700, refund 6,300, strike 1', () => {
  const run = readyRun()
  run.lease('reserve', 0, reservation())
  run.lease('use', 10, { party: 'c1' })
  expect(run.lease('timeOut', 106)).toBe('ok')
  expect(figuresOf(run)).toEqual({ fee: 700n, refund: 6300n, bound: 7000n, escrow: 0n })
  expect(run.work('leases', 'l1')).toMatchObject({ status: 'struck', until: 1024n })
})

test('the strike and its collateral end together, at the end of the next epoch', () => {
  const run = readyRun()
  run.lease('reserve', 0, reservation())
  run.lease('timeOut', 106)
  expect(run.lease('endStrike', 1023)).toBe('too-early')
  expect(run.lease('reserve', 1023, reservation({ lease: 'l2', maxBlocks: 1 }), 'l2')).toBe('ok')
  expect(run.lease('endStrike', 1024)).toBe('ok')
  // l2 times out later: a first strike again.
  expect(run.lease('timeOut', 1030, {}, 'l2')).toBe('ok')
  expect(run.balance('module/insurance')).toBe(0n)
  expect(run.work('memory-nodes', 'n1')).toMatchObject({ strikeLease: 'l2', rightsOffUntil: 0n })
})

test('a second timeout costs both collaterals and the rights; a cheap lease in between saves nothing', () => {
  const run = readyRun()
  run.lease('reserve', 0, reservation())
  run.lease('reserve', 0, reservation({ lease: 'l2', bytes: 1 }), 'l2')
  run.lease('timeOut', 106)
  // A cheap lease with oneself, well released.
  run.lease('reserve', 106, reservation({ lease: 'l3', caller: 'n1', bytes: 1 }), 'l3')
  run.lease('release', 106, { party: 'n1' }, 'l3')
  expect(run.lease('timeOut', 106, {}, 'l2')).toBe('ok')
  const rights = () => run.lease('reserve', 1023, reservation({ lease: 'l4' }), 'l4')
  expect(rights()).toBe('rights-off')
  expect(run.lease('reserve', 1024, reservation({ lease: 'l4', maxBlocks: 1 }), 'l4')).toBe('ok')
  const penalty = 7000n + 700n
  expect(run.balance('supply/burn')).toBe((penalty * 3n) / 10n)
  expect(run.balance('module/insurance')).toBe(penalty - (penalty * 3n) / 10n)
  expect(run.work('leases', 'l1')).toEqual({ status: 'closed' })
  expect(run.work('memory-nodes', 'n1')).toMatchObject({ strikeLease: '', strikeUntil: 0n })
})
