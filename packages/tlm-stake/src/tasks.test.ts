import { describe, expect, test } from 'vitest'
import { operatorWorks, taskWorks } from './index.js'
import { accepted, at, climb, offered, submitted } from './ladders.fixture.js'
import { benchWithOperator, OFFER, StakeBench } from './stakeNetwork.fixture.js'

describe('tasks', () => {
  test('every code of every command stands in its list, in the order of the ladders', () => {
    const bench = new StakeBench()
    const codes = [taskWorks, operatorWorks].flatMap(({ name }) =>
      Object.entries(bench.network.lifecycles.get(name)?.commands ?? {}).map(
        ([command, shape]) => `${command}: ${shape.codes.join(', ')}`,
      ),
    )
    expect(codes).toEqual([
      'offer: paused, duplicate-task, deadline-past, balance-short',
      'withdrawOffer: unknown-task, not-offered, not-the-requester',
      'accept: unknown-operator, unknown-task, not-offered, jailed-or-watchlisted, deadline-past, capacity-reached, debt-outstanding, own-stake-short, free-stake-short',
      'start: unknown-task, not-accepted, not-a-party',
      'cancel: unknown-task, not-accepted, not-a-party',
      'submit: unknown-task, not-active, not-the-operator, too-late',
      'verify: unknown-task, not-submitted, not-the-verifier',
      'demandResult: unknown-task, not-a-party, already-demanded, challenge-over, too-early',
      'revealResult: unknown-task, not-demanded, too-late, result-does-not-open',
      'failUnrevealed: unknown-task, not-demanded, challenge-over, too-early',
      'challenge: unknown-task, not-challengeable, challenge-over, evidence-invalid',
      'release: unknown-task, not-verified, too-early',
      'miss: unknown-task, not-active, too-early',
      'declare: type-twice',
      'stakeOwn: unknown-operator, amount-too-small, balance-short',
      'unstakeOwn: unknown-operator, amount-too-small, debt-outstanding, own-stake-short, free-stake-short',
      'delegate: unknown-operator, amount-too-small, balance-short',
      'takeBack: unknown-operator, amount-too-small',
      'undelegate: unknown-operator, amount-too-small, shares-short, free-stake-short',
      'withdraw: unknown-operator, amount-too-small, still-thawing',
      'withdrawOwn: unknown-operator, amount-too-small, still-thawing, debt-outstanding',
      'payDebt: unknown-operator, no-debt, balance-short',
      'unjail: unknown-operator, not-jailed, too-early',
    ])
  })

  test('offer', () => {
    const bench = offered()
    bench.height = 60n
    const poor = { ...OFFER, fee: 10_001n }
    expect(bench.task('t', 'offer', poor)).toBe('duplicate-task')
    expect(bench.task('u', 'offer', { ...poor, deadline: 59n })).toBe('deadline-past')
    expect(bench.task('u', 'offer', { ...poor, deadline: 60n })).toBe('balance-short')
    expect(bench.task('u', 'offer', { ...OFFER, deadline: 60n })).toBe('ok')
    expect(bench.held('escrow', 'u', 'locked')).toBe(100n)
  })

  test('withdrawOffer', () => {
    const bench = accepted()
    bench.task('u', 'offer', OFFER)
    expect(bench.task('w', 'withdrawOffer', { requester: 'x' })).toBe('unknown-task')
    expect(bench.task('t', 'withdrawOffer', { requester: 'x' })).toBe('not-offered')
    expect(bench.task('u', 'withdrawOffer', { requester: 'x' })).toBe('not-the-requester')
    expect(bench.task('u', 'withdrawOffer', { requester: 'r' })).toBe('ok')
    expect(bench.task('u', 'withdrawOffer', { requester: 'r' })).toBe('not-offered')
    expect(bench.held('requester', 'r', 'balance')).toBe(9900n)
  })

  test('accept', () => {
    let listed = true
    const params = { missRate: '3', jailAfter: 1n, jailWindow: 0n, jailPeriod: 10n }
    const isWatchlisted = (): boolean => listed
    const bench = benchWithOperator({ params, isWatchlisted, own: 0n })
    let [task, operator] = ['none', 'nobody']
    const send = (): string => bench.task(task, 'accept', { operator })
    const use =
      (id: string, terms: object = OFFER) =>
      (): void => {
        bench.task(id, 'offer', { ...OFFER, ...terms })
        task = id
      }
    climb(bench, send, [
      ['unknown-operator'],
      ['unknown-task', () => (operator = 'op')],
      [
        'not-offered',
        () => {
          use('gone')()
          bench.task('gone', 'withdrawOffer', { requester: 'r' })
        },
      ],
      [
        'jailed-or-watchlisted',
        () => {
          use('late', { deadline: 5n, type: 'tpu' })()
          bench.height = 6n
        },
      ],
      ['deadline-past', () => (listed = false)],
    ])
    bench.operator('op', 'stakeOwn', { amount: 50n })
    use('debt', { fee: 50n })()
    expect(send()).toBe('ok')
    bench.height = 51n
    expect(bench.task('debt', 'miss')).toBe('ok')
    expect(bench.operatorState('op')).toMatchObject({ debt: 100n, own: 0n, jailedUntil: 61n })
    climb(bench, send, [
      ['jailed-or-watchlisted', use('next', { type: 'tpu', deadline: 900n })],
      ['jailed-or-watchlisted', at(61n)],
      ['capacity-reached', () => bench.operator('op', 'unjail')],
      ['debt-outstanding', use('more', { deadline: 900n, fee: 100n })],
    ])
    bench.operator('op', 'payDebt', { amount: 100n, source: 'balance' })
    climb(bench, send, [
      ['own-stake-short'],
      ['own-stake-short', () => bench.operator('op', 'stakeOwn', { amount: 9n })],
      ['free-stake-short', () => bench.operator('op', 'stakeOwn', { amount: 1n })],
      ['free-stake-short', () => bench.operator('op', 'delegate', { delegator: 'd', amount: 90n })],
      ['ok', at(512n)],
      ['not-offered'],
    ])
    expect(bench.held('operator', 'op', 'bound')).toBe(100n)
  })

  test('accept, up to the capacity that is declared', () => {
    const bench = benchWithOperator()
    for (let n = 0; n < 9; n++) {
      bench.task(`t${n}`, 'offer', { ...OFFER, fee: 1n })
      expect(bench.task(`t${n}`, 'accept', { operator: 'op' })).toBe(
        n < 8 ? 'ok' : 'capacity-reached',
      )
    }
    bench.task('t0', 'submit', { operator: 'op', hash: '00' })
    expect(bench.task('t8', 'accept', { operator: 'op' })).toBe('ok')
    bench.operator('op', 'declare', { capacity: [{ type: 'cpu', count: 1 }] })
    bench.task('t1', 'cancel', { requester: 'r' })
    bench.task('t9', 'offer', { ...OFFER, fee: 1n })
    expect(bench.task('t9', 'accept', { operator: 'op' })).toBe('capacity-reached')
    const twice = [1, 2].map((count) => ({ type: 'cpu', count }))
    expect(bench.operator('op', 'declare', { capacity: twice })).toBe('type-twice')
  })

  test('start and cancel', () => {
    const bench = offered()
    expect(bench.task('u', 'start', { operator: 'x' })).toBe('unknown-task')
    expect(bench.task('t', 'start', { operator: 'x' })).toBe('not-accepted')
    expect(bench.task('u', 'cancel', { requester: 'x' })).toBe('unknown-task')
    expect(bench.task('t', 'cancel', { requester: 'x' })).toBe('not-accepted')
    bench.task('t', 'accept', { operator: 'op' })
    expect(bench.task('t', 'start', { operator: 'x' })).toBe('not-a-party')
    expect(bench.task('t', 'cancel', { requester: 'x' })).toBe('not-a-party')
    bench.task('u', 'offer', OFFER)
    bench.task('u', 'accept', { operator: 'op' })
    expect(bench.task('u', 'start', { operator: 'op' })).toBe('ok')
    expect(bench.task('u', 'cancel', { requester: 'r' })).toBe('not-accepted')
    expect(bench.task('t', 'cancel', { requester: 'r' })).toBe('ok')
    expect(bench.held('operator', 'op', 'bound')).toBe(100n)
    expect(bench.held('escrow', 't', 'locked')).toBe(0n)
  })

  test('submit', () => {
    const bench = offered()
    let [task, operator] = ['u', 'x']
    const send = (): string => bench.task(task, 'submit', { operator, hash: '00' })
    climb(bench, send, [
      ['unknown-task'],
      ['not-active', () => (task = 't')],
      [
        'not-the-operator',
        () => {
          bench.task('t', 'accept', { operator: 'op' })
          bench.height = 51n
        },
      ],
      ['too-late', () => (operator = 'op')],
    ])
    const inTime = accepted()
    inTime.height = 50n
    expect(inTime.task('t', 'submit', { operator: 'op', hash: '00' })).toBe('ok')
    expect(inTime.task('t', 'submit', { operator: 'op', hash: '00' })).toBe('not-active')
  })

  test('verify', () => {
    const bench = submitted()
    bench.task('u', 'offer', OFFER)
    expect(bench.task('w', 'verify', { verifier: 'x' })).toBe('unknown-task')
    expect(bench.task('u', 'verify', { verifier: 'x' })).toBe('not-submitted')
    bench.height = 599n
    expect(bench.task('t', 'verify', { verifier: 'x' })).toBe('not-the-verifier')
    bench.height = 600n
    expect(bench.task('t', 'verify', { verifier: 'v' })).toBe('not-submitted')
    const inTime = submitted()
    inTime.height = 599n
    expect(inTime.task('t', 'verify', { verifier: 'v' })).toBe('ok')
    expect(inTime.taskState('t')).toMatchObject({ status: 'verified', verifiedAt: 599n })
  })

  test('demandResult', () => {
    const bench = accepted()
    let [task, party] = ['u', 'x']
    const send = (): string => bench.task(task, 'demandResult', { party })
    climb(bench, send, [
      ['unknown-task'],
      ['not-a-party', () => (task = 't')],
      ['too-early', () => (party = 'r')],
      [
        'challenge-over',
        () => {
          bench.task('t', 'submit', { operator: 'op', hash: '00' })
          bench.height = 800n
        },
      ],
    ])
    const inTime = submitted()
    inTime.height = 799n
    expect(inTime.task('t', 'demandResult', { party: 'v' })).toBe('ok')
    expect(inTime.task('t', 'demandResult', { party: 'r' })).toBe('already-demanded')
    inTime.height = 1200n
    expect(inTime.task('t', 'demandResult', { party: 'r' })).toBe('already-demanded')
    inTime.task('t', 'release')
    expect(inTime.task('t', 'demandResult', { party: 'r' })).toBe('challenge-over')
  })

  test('revealResult and failUnrevealed', () => {
    const bench = submitted()
    const reveal = (bytes: string): string => bench.task('t', 'revealResult', { bytes })
    const fail = (): string => bench.task('t', 'failUnrevealed')
    expect(bench.task('u', 'revealResult', { bytes: '' })).toBe('unknown-task')
    expect(bench.task('u', 'failUnrevealed')).toBe('unknown-task')
    expect([reveal('01'), fail()]).toEqual(['not-demanded', 'not-demanded'])
    bench.task('t', 'demandResult', { party: 'r' })
    bench.height = 200n
    expect([reveal('01'), fail()]).toEqual(['result-does-not-open', 'too-early'])
    bench.height = 201n
    expect(reveal('01')).toBe('too-late')
    expect(fail()).toBe('ok')
    expect(bench.held('module', 'insurance', 'x')).toBe(0n)
    expect(bench.operatorState('op')).toMatchObject({ own: 900n, debt: 0n })
    expect([reveal('0102'), fail()]).toEqual(['not-demanded', 'not-demanded'])
    const late = submitted()
    late.task('t', 'demandResult', { party: 'r' })
    late.height = 1200n
    expect(late.task('t', 'failUnrevealed')).toBe('challenge-over')
    const answered = submitted()
    answered.task('t', 'demandResult', { party: 'r' })
    answered.height = 200n
    expect(answered.task('t', 'revealResult', { bytes: '0102' })).toBe('ok')
    answered.height = 201n
    expect(answered.task('t', 'failUnrevealed')).toBe('not-demanded')
    expect(answered.task('t', 'revealResult', { bytes: '0102' })).toBe('not-demanded')
  })

  test('challenge', () => {
    const isFault = (evidence: string): boolean => evidence === 'ff'
    const bench = accepted({ isFault })
    let task = 'u'
    const fields = { challenger: 'x', evidence: '00' }
    const send = (): string => bench.task(task, 'challenge', fields)
    climb(bench, send, [
      ['unknown-task'],
      ['not-challengeable', () => (task = 't')],
      [
        'challenge-over',
        () => {
          bench.task('t', 'submit', { operator: 'op', hash: '00' })
          bench.height = 1200n
        },
      ],
    ])
    for (const [who, shown, code] of [
      ['x', '00', 'evidence-invalid'],
      ['x', 'ff', 'ok'],
      ['v', '', 'ok'],
    ] as const) {
      const inTime = submitted({ isFault })
      inTime.height = 1199n
      const fields = { challenger: who, evidence: shown }
      expect(inTime.task('t', 'challenge', fields)).toBe(code)
    }
  })

  test('release', () => {
    const bench = submitted()
    expect(bench.task('u', 'release')).toBe('unknown-task')
    expect(bench.task('t', 'release')).toBe('not-verified')
    bench.height = 599n
    expect(bench.task('t', 'release')).toBe('not-verified')
    bench.height = 600n
    expect(bench.task('t', 'release')).toBe('too-early')
    bench.height = 1199n
    expect(bench.task('t', 'release')).toBe('too-early')
    bench.height = 1200n
    expect(bench.task('t', 'release')).toBe('ok')
    expect(bench.task('t', 'release')).toBe('not-verified')
  })

  test('miss', () => {
    const bench = offered()
    expect(bench.task('u', 'miss')).toBe('unknown-task')
    expect(bench.task('t', 'miss')).toBe('not-active')
    bench.task('t', 'accept', { operator: 'op' })
    bench.height = 50n
    expect(bench.task('t', 'miss')).toBe('too-early')
    bench.height = 51n
    expect(bench.task('t', 'miss')).toBe('ok')
    expect(bench.task('t', 'miss')).toBe('not-active')
    expect(bench.held('requester', 'r', 'balance')).toBe(10_000n)
  })
})
