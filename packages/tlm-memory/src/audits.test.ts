import { describe, expect, test } from 'vitest'
import { challengedPage, pageAnswer, pageCount, pageRoot } from './index.js'
import {
  blockHashAt,
  readyRun,
  reservation,
  sealedRun,
  sealing,
  type LeaseRun,
} from './memoryNetwork.fixture.js'

const BYTES = 10_000
const bytes = Uint8Array.from({ length: BYTES }, (_, index) => (index * 7 + 3) & 0xff)
const root = pageRoot(bytes)
const lease = 'l1'

/** The page that an audit opened at a height asks for. */
function pageAt(openedAt: number): number {
  const hash = blockHashAt(BigInt(openedAt) + 1n)
  return Number(challengedPage(hash, { lease, pages: pageCount(BigInt(BYTES)) }))
}

function audited(at = 10): LeaseRun {
  const run = sealedRun(bytes, root)
  expect(run.audit('openAudit', at, { auditor: 'a1', lease })).toBe('ok')
  return run
}

describe('an answer', () => {
  test('with the challenged page passes the audit: its bond goes to the node', () => {
    const run = audited()
    const answer = pageAnswer(bytes, pageAt(10))
    expect(run.audit('answerAudit', 11, answer)).toBe('too-early')
    expect(run.audit('answerAudit', 12, answer)).toBe('ok')
    expect(run.audit('answerAudit', 12, answer)).toBe('not-open')
    expect(run.audit('failAudit', 100)).toBe('not-open')
    expect(run.gained('operator/n1/balance')).toBe(70n)
    expect(run.gained('auditor/a1/balance')).toBe(-70n)
    expect(run.balance('escrow/l1/locked')).toBe(7000n)
  })

  test('comes to the end of the window and not later', () => {
    const answer = pageAnswer(bytes, pageAt(10))
    expect(audited().audit('answerAudit', 60, answer)).toBe('ok')
    const late = audited()
    expect(late.audit('answerAudit', 61, answer)).toBe('too-late')
    expect(late.audit('answerAudit', 61, { page: '', path: '' }, 'u9')).toBe('unknown-audit')
    expect(late.audit('failAudit', 61)).toBe('ok')
  })

  test('with another page, a wrong path, a page too long or nothing is refused', () => {
    const run = audited()
    const page = pageAt(10)
    const right = pageAnswer(bytes, page)
    const wrong = [
      ...[0, 1, 2].filter((one) => one !== page).map((one) => pageAnswer(bytes, one)),
      { ...right, path: right.path.slice(64) },
      { ...right, path: `${right.path}${'00'.repeat(32)}` },
      { ...right, path: right.path.replace(/^../, (two) => (two === '00' ? '01' : '00')) },
      { ...right, page: `${right.page}00` },
      { page: '', path: '' },
    ]
    for (const answer of wrong) expect(run.audit('answerAudit', 12, answer)).toBe('path-invalid')
    expect(run.audit('answerAudit', 12, right)).toBe('ok')
  })

  test('with a flipped byte is refused where it is asked for, whichever page that is', () => {
    const seen = new Set<number>()
    for (let openedAt = 2; seen.size < 3; openedAt++) {
      const page = pageAt(openedAt)
      seen.add(page)
      const flipped = bytes.slice()
      const at = page * 4096 + 5
      flipped[at] = (flipped[at] ?? 0) ^ 1
      const answer = pageAnswer(flipped, page)
      const run = audited(openedAt)
      expect(run.audit('answerAudit', openedAt + 2, answer)).toBe('path-invalid')
    }
  })

  test('while the block hash is not known it is too early', () => {
    const run = sealedRun(bytes, root, { blockHash: () => undefined })
    run.audit('openAudit', 10, { auditor: 'a1', lease })
    expect(run.audit('answerAudit', 12, pageAnswer(bytes, 0))).toBe('too-early')
  })
})

test('a caller that releases during an audit is settled by its end, for the blocks until then', () => {
  const run = audited()
  expect(run.lease('release', 20, { party: 'c1' })).toBe('ok')
  expect(run.lease('timeOut', 400)).toBe('not-open')
  const answer = pageAnswer(bytes, pageAt(10))
  const passed = audited()
  passed.lease('release', 20, { party: 'c1' })
  expect(passed.audit('answerAudit', 40, answer)).toBe('ok')
  expect(passed.gained('caller/c1/balance')).toBe(-1400n)
  expect(passed.gained('operator/n1/balance')).toBe(70n + 1386n)
  expect(passed.gained('module/treasury')).toBe(14n)
  expect(passed.balance('operator/n1/bound')).toBe(0n)
  expect(passed.balance('escrow/l1/locked')).toBe(0n)
  expect(passed.work('memory-nodes', 'n1')).toMatchObject({ leased: 0n, foreign: 0n })
})

test('after an audit the node has its grace again', () => {
  const run = sealedRun(bytes, root)
  run.audit('openAudit', 99, { auditor: 'a1', lease })
  expect(run.audit('answerAudit', 149, pageAnswer(bytes, pageAt(99)))).toBe('ok')
  expect(run.lease('timeOut', 154)).toBe('too-early')
  expect(run.lease('timeOut', 155)).toBe('ok')
})

describe('a failed audit', () => {
  test('silence: prepay back, collateral and extra slash split, a tenth of the burned to the auditor', () => {
    const run = audited()
    expect(run.audit('failAudit', 61)).toBe('ok')
    const stake = 10n ** 12n
    const extra = stake / 20n
    const penalty = 7000n + extra
    const burnedPart = (penalty * 3n) / 10n
    const reward = burnedPart / 10n
    expect(run.gained('caller/c1/balance')).toBe(0n)
    expect(run.gained('auditor/a1/balance')).toBe(reward)
    expect(run.balance('supply/burn')).toBe(burnedPart - reward)
    expect(run.balance('module/insurance')).toBe(penalty - burnedPart)
    expect(run.gained('operator/n1/free')).toBe(-penalty)
    expect(run.balance('operator/n1/bound')).toBe(0n)
    expect(run.balance('penalty/l1/locked')).toBe(0n)
    expect(run.balance('escrow/l1/locked')).toBe(0n)
  })

  test('clears unpinned leases, keeps pinned ones, and fails audits of unpinned ones with it', () => {
    const run = sealedRun(bytes, root)
    const others = [
      { lease: 'plain', caller: 'c2' },
      { lease: 'pinned', caller: 'c2', isPinned: true },
      { lease: 'audited', caller: 'c2' },
      { lease: 'pinnedAudited', caller: 'c2', isPinned: true },
    ]
    for (const wish of others) run.lease('reserve', 2, reservation(wish), wish.lease)
    run.lease('reserve', 2, reservation({ lease: 'elsewhere', node: 'n2' }), 'elsewhere')
    run.audit('openAudit', 3, { auditor: 'a1', lease })
    for (const id of ['audited', 'pinnedAudited']) {
      const signed = { lease: id }
      for (const party of ['c2', 'n1']) run.lease('seal', 9, sealing(party, root, signed), id)
      run.audit('openAudit', 9, { auditor: 'a2', lease: id }, `u-${id}`)
    }
    run.lease('release', 20, { party: 'c2' }, 'audited')
    expect(run.audit('failAudit', 56)).toBe('ok')
    expect(run.audit('failAudit', 60, {}, 'u-audited')).toBe('not-open')
    const statusOf = (id: string) => run.work('leases', id)
    expect(statusOf('plain')).toEqual({ status: 'closed' })
    expect(statusOf('audited')).toEqual({ status: 'closed' })
    expect(statusOf('pinned')).toMatchObject({
      status: 'open',
      previous: '',
      next: 'pinnedAudited',
    })
    expect(statusOf('pinnedAudited')).toMatchObject({
      status: 'open',
      previous: 'pinned',
      next: '',
    })
    expect(statusOf('elsewhere')).toMatchObject({ status: 'open' })
    // Two pinned leases are still paid for; the rest is back.
    expect(run.gained('caller/c2/balance')).toBe(-14_000n)
    expect(run.gained('auditor/a2/balance')).toBe(-70n)
    expect(run.balance('operator/n1/bound')).toBe(14_000n)
    expect(run.work('memory-nodes', 'n1')).toMatchObject({ leased: 20n, foreign: 20n })
    const penalty = 14_000n + 10n ** 12n / 20n
    expect(run.balance('supply/burn') + run.gained('auditor/a1/balance')).toBe((penalty * 3n) / 10n)
    expect(run.balance('module/insurance')).toBe(penalty - (penalty * 3n) / 10n)
    expect(run.work('memory-switch', 'switch')).toMatchObject({ failures: 2n })
  })

  test('takes the extra slash from free, then thawing stake; the rest is told as a debt', () => {
    const debts: bigint[] = []
    const opening = {
      ...{ 'caller/c1/balance': 7000n, 'auditor/a1/balance': 70n },
      ...{ 'operator/n1/free': 7100n, 'operator/n1/thawing': 50n },
    }
    const run = readyRun({
      opening,
      stake: {
        bindable: ({ balance }, operator) => balance(`operator/${operator}/free`, 'LA'),
        slashed: () => ({ claims: [], tells: [] }),
        ownAndPool: () => ({ own: 4000n, pool: 3001n }),
        hasDebt: () => false,
        slashableThawing: () => 50n,
        indebted: (_context, _operator, amount) => {
          debts.push(amount)
          return { claims: [], tells: [] }
        },
      },
    })
    run.lease('reserve', 0, reservation())
    for (const party of ['c1', 'n1']) run.lease('seal', 1, sealing(party, root))
    run.audit('openAudit', 1, { auditor: 'a1', lease })
    expect(run.audit('failAudit', 52)).toBe('ok')
    // ceil(7,001 / 20) = 351: 100 of free stake, 50 of thawing, 201 owed.
    expect(debts).toEqual([201n])
    expect(run.balance('operator/n1/free')).toBe(0n)
    expect(run.balance('operator/n1/thawing')).toBe(0n)
    const penalty = 7150n
    const burnedPart = 2145n
    expect(run.balance('module/insurance')).toBe(penalty - burnedPart)
    expect(run.balance('auditor/a1/balance')).toBe(70n + 214n)
  })
})
