import { expect, test } from 'vitest'
import { leaseSnapshot, type SnapshotLease } from './index.js'
import { order, readyRun, reservation, sealing, type LeaseRun } from './memoryNetwork.fixture.js'

const ROOT = 'aa'.repeat(32)
const SIGNERS = ['s1', 's2', 's3', 's4', 's5']
const params = { switchSigners: SIGNERS }

/** Audits of n2 fail, each of a pinned lease of its own. */
function failedAudits(count: number, run: LeaseRun = readyRun({ params })): LeaseRun {
  const leases = SIGNERS.slice(0, count).map((signer) => `p-${signer}`)
  for (const lease of leases) {
    const wish = { lease, node: 'n2', bytes: 1, isPinned: true }
    expect(run.lease('reserve', 0, reservation(wish), lease)).toBe('ok')
    for (const party of ['c1', 'n2']) run.lease('seal', 0, sealing(party, ROOT, { lease }), lease)
    run.audit('openAudit', 0, { auditor: 'a1', lease }, `u-${lease}`)
  }
  for (const lease of leases) expect(run.audit('failAudit', 51, {}, `u-${lease}`)).toBe('ok')
  return run
}

const three = SIGNERS.slice(0, 3)

test('two failed audits do not arm the switch, three do, to the end of the next epoch', () => {
  const two = failedAudits(2)
  expect(two.flip('suspend', 51, order(three, { order: 'suspend' }))).toBe('not-armed')
  const run = failedAudits(3)
  expect(run.flip('suspend', 1024, order(three, { order: 'suspend' }))).toBe('not-armed')
  expect(failedAudits(3).flip('suspend', 1023, order(three, { order: 'suspend' }))).toBe('ok')
})

test('the ladder of suspend, one fault less at a time', () => {
  const run = failedAudits(3)
  const send = (fields: object) => run.flip('suspend', 100, fields)
  const stale = { order: 'suspend', nonce: 7n, expiresAt: 99n } as const
  const forged = order(three, { order: 'suspend-and-clear', nonce: 7n, expiresAt: 99n })
  expect(send(order(['s1', 's2'], stale))).toBe('signers-short')
  expect(send(order(['s1', 's2', 's2', 's2'], stale))).toBe('signers-short')
  expect(send(order(['s1', 's2', 'stranger'], stale))).toBe('signers-short')
  expect(send({ ...forged, clear: false })).toBe('signature-invalid')
  expect(send(order(three, stale))).toBe('signature-repeated')
  expect(send(order(three, { ...stale, nonce: 0n }))).toBe('signature-expired')
  expect(send(order(three, { ...stale, nonce: 0n, expiresAt: 100n }))).toBe('ok')
  expect(send(order(three, { ...stale, nonce: 0n, expiresAt: 100n }))).toBe('signature-repeated')
  const resume = (fields: object) => run.flip('resume', 100, fields)
  expect(resume(order(['s4', 's5'], { order: 'resume', nonce: 1n }))).toBe('signers-short')
  const { signatures } = order(three, { order: 'suspend', nonce: 1n })
  const misused = { ...order(three, { order: 'resume', nonce: 1n }), signatures }
  expect(resume(misused)).toBe('signature-invalid')
  expect(resume(order(three, { order: 'resume' }))).toBe('signature-repeated')
  expect(resume(order(three, { order: 'resume', nonce: 1n, expiresAt: 99n }))).toBe(
    'signature-expired',
  )
  expect(resume(order(three, { order: 'resume', nonce: 1n }))).toBe('ok')
  expect(resume(order(three, { order: 'resume', nonce: 2n }))).toBe('not-suspended')
})

test('a signer that signs twice beside enough others does no harm', () => {
  const signers = ['s1', 's1', 's2', 's3']
  expect(failedAudits(3).flip('suspend', 60, order(signers, { order: 'suspend' }))).toBe('ok')
})

test('while suspended nothing is reserved, and all else goes on', () => {
  const run = readyRun({ params })
  for (const lease of ['l1', 'l2', 'l3']) run.lease('reserve', 0, reservation({ lease }), lease)
  for (const party of ['c1', 'n1']) {
    run.lease('seal', 1, sealing(party, ROOT, { lease: 'l3' }), 'l3')
  }
  failedAuditsLater(run)
  expect(run.flip('suspend', 60, order(three, { order: 'suspend' }))).toBe('ok')
  expect(run.lease('reserve', 60, reservation({ lease: 'l4' }), 'l4')).toBe('suspended')
  expect(run.lease('release', 60, { party: 'c1' }, 'l1')).toBe('ok')
  expect(run.audit('openAudit', 60, { auditor: 'a2', lease: 'l3' }, 'u3')).toBe('ok')
  expect(run.lease('timeOut', 106, {}, 'l2')).toBe('ok')
  expect(run.audit('failAudit', 111, {}, 'u3')).toBe('ok')
  // Six blocks, then sixty, one: all else of three prepays of 7,000 came back.
  expect(run.gained('caller/c1/balance')).toBe(-(60n * 70n) - 70n)
  expect(run.flip('resume', 111, order(three, { order: 'resume', nonce: 1n }))).toBe('ok')
  expect(run.lease('reserve', 111, reservation({ lease: 'l4' }), 'l4')).toBe('ok')
})

function failedAuditsLater(run: LeaseRun): void {
  for (const lease of ['x1', 'x2', 'x3']) {
    const wish = { lease, node: 'n2', bytes: 1, isPinned: true }
    run.lease('reserve', 1, reservation(wish), lease)
    for (const party of ['c1', 'n2']) run.lease('seal', 1, sealing(party, ROOT, { lease }), lease)
    run.audit('openAudit', 1, { auditor: 'a1', lease }, `u-${lease}`)
  }
  for (const lease of ['x1', 'x2', 'x3']) run.audit('failAudit', 52, {}, `u-${lease}`)
}

test('the snapshot holds open leases and the refunds owed; clear frees those of failed nodes', () => {
  const run = failedAudits(3)
  run.lease('reserve', 52, reservation({ lease: 'b' }), 'b')
  run.lease('reserve', 52, reservation({ lease: 'a', node: 'n2' }), 'a')
  run.lease('reserve', 52, reservation({ lease: 'c', node: 'n2', isPinned: true }), 'c')
  expect(run.flip('suspend', 62, order(three, { order: 'suspend-and-clear' }))).toBe('ok')
  const open = { caller: 'c1', prepay: 7000n, collateral: 7000n, refund: 6300n }
  const leases: SnapshotLease[] = [
    { ...open, lease: 'c', node: 'n2' },
    { ...open, lease: 'a', node: 'n2' },
    { ...open, lease: 'b', node: 'n1' },
  ]
  expect(run.work('memory-switch', 'switch')).toMatchObject({
    ...{ isSuspended: true, root: leaseSnapshot(leases), suspendedAt: 62n, nonce: 1n },
  })
  expect(leaseSnapshot(leases.slice(1))).not.toBe(leaseSnapshot(leases))
  expect(run.work('leases', 'a')).toEqual({ status: 'closed' })
  expect(run.work('leases', 'b')).toMatchObject({ status: 'open' })
  expect(run.work('leases', 'c')).toMatchObject({ status: 'open', previous: '', next: '' })
  expect(run.gained('caller/c1/balance')).toBe(-14_000n)
  expect(run.balance('operator/n2/bound')).toBe(7000n)
})
