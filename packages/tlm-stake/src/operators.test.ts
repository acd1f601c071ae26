import { describe, expect, test } from 'vitest'
import { accepted, indebted } from './ladders.fixture.js'
import { benchWithOperator, OFFER } from './stakeNetwork.fixture.js'

describe('operators', () => {
  test.each([
    ['stakeOwn', { amount: 0n }],
    ['unstakeOwn', { amount: 0n }],
    ['delegate', { delegator: 'd', amount: 0n }],
    ['takeBack', { delegator: 'd' }],
    ['undelegate', { delegator: 'd', shares: 0n }],
    ['withdraw', { delegator: 'd' }],
    ['withdrawOwn', {}],
  ])('%s of nothing', (command, fields) => {
    const bench = benchWithOperator()
    expect(bench.operator('nobody', command, fields)).toBe('unknown-operator')
    expect(bench.operator('op', command, fields)).toBe('amount-too-small')
  })

  test('stakeOwn and delegate', () => {
    const bench = benchWithOperator()
    expect(bench.operator('op', 'stakeOwn', { amount: 9001n })).toBe('balance-short')
    expect(bench.operator('op', 'stakeOwn', { amount: 9000n })).toBe('ok')
    const delegate = (amount: bigint): string =>
      bench.operator('op', 'delegate', { delegator: 'd', amount })
    expect(delegate(10_001n)).toBe('balance-short')
    expect(delegate(10_000n)).toBe('ok')
  })

  test('unstakeOwn', () => {
    const bench = indebted()
    const unstake = (amount: bigint): string => bench.operator('op', 'unstakeOwn', { amount })
    expect(bench.operatorState('op')).toMatchObject({ own: 0n, debt: 150n })
    expect(unstake(1n)).toBe('debt-outstanding')
    bench.operator('op', 'payDebt', { amount: 999n, source: 'balance' })
    expect(bench.operatorState('op').debt).toBe(0n)
    expect(unstake(1n)).toBe('own-stake-short')
    bench.operator('op', 'stakeOwn', { amount: 300n })
    bench.task('u', 'offer', { ...OFFER, deadline: 99n })
    bench.task('u', 'accept', { operator: 'op' })
    expect(unstake(291n)).toBe('own-stake-short')
    expect(unstake(290n)).toBe('free-stake-short')
    expect(unstake(201n)).toBe('free-stake-short')
    expect(unstake(200n)).toBe('ok')
    expect(unstake(1n)).toBe('free-stake-short')
  })

  test('undelegate', () => {
    const bench = benchWithOperator({ own: 100n })
    bench.operator('op', 'delegate', { delegator: 'd', amount: 500n })
    const undelegate = (shares: bigint): string =>
      bench.operator('op', 'undelegate', { delegator: 'd', shares })
    expect(undelegate(1_000_000n)).toBe('shares-short')
    bench.height = 512n
    expect(undelegate(999_999n)).toBe('amount-too-small')
    expect(undelegate(500_000_001n)).toBe('shares-short')
    bench.task('t', 'offer', { ...OFFER, fee: 200n, deadline: 600n })
    bench.task('t', 'accept', { operator: 'op' })
    expect(undelegate(500_000_000n)).toBe('free-stake-short')
    expect(undelegate(400_000_000n)).toBe('ok')
    expect(bench.held('operator', 'op', 'free')).toBe(0n)
  })

  test('withdraw, of delegators and of the operator', () => {
    const bench = accepted({ params: { missRate: '3' }, own: 200n })
    bench.operator('op', 'unstakeOwn', { amount: 50n })
    bench.operator('op', 'delegate', { delegator: 'd', amount: 50n })
    bench.height = 512n
    bench.operator('op', 'undelegate', { delegator: 'd', shares: 50_000_000n })
    bench.task('t', 'miss')
    expect(bench.operatorState('op')).toMatchObject({ own: 0n, debt: 100n })
    const withdraw = (): string => bench.operator('op', 'withdraw', { delegator: 'd' })
    const withdrawOwn = (): string => bench.operator('op', 'withdrawOwn')
    expect([withdraw(), withdrawOwn()]).toEqual(['still-thawing', 'still-thawing'])
    bench.height = 100_799n
    expect(withdrawOwn()).toBe('still-thawing')
    bench.height = 100_800n
    expect(withdrawOwn()).toBe('debt-outstanding')
    bench.height = 101_311n
    expect(withdraw()).toBe('still-thawing')
    bench.height = 101_312n
    expect(withdraw()).toBe('ok')
    expect(withdraw()).toBe('amount-too-small')
    bench.operator('op', 'payDebt', { amount: 100n, source: 'balance' })
    expect(withdrawOwn()).toBe('ok')
    expect(withdrawOwn()).toBe('amount-too-small')
  })

  test('payDebt', () => {
    const bench = indebted()
    const pay = (amount: bigint, source: string): string =>
      bench.operator('op', 'payDebt', { amount, source })
    expect(bench.operator('nobody', 'payDebt', { amount: 1n, source: 'balance' })).toBe(
      'unknown-operator',
    )
    expect(pay(1n, 'thawing')).toBe('balance-short')
    bench.operator('op', 'stakeOwn', { amount: 9800n })
    expect(bench.held('operator', 'op', 'balance')).toBe(50n)
    expect(pay(51n, 'balance')).toBe('balance-short')
    expect(pay(50n, 'balance')).toBe('ok')
    expect(bench.operatorState('op').debt).toBe(100n)
    const clear = benchWithOperator()
    expect(clear.operator('op', 'payDebt', { amount: 1n, source: 'balance' })).toBe('no-debt')
  })

  test('unjail', () => {
    const bench = accepted({ params: { jailAfter: 1n } })
    expect(bench.operator('nobody', 'unjail')).toBe('unknown-operator')
    expect(bench.operator('op', 'unjail')).toBe('not-jailed')
    bench.height = 51n
    bench.task('t', 'miss')
    bench.height = 7250n
    expect(bench.operator('op', 'unjail')).toBe('too-early')
    bench.height = 7251n
    expect(bench.operator('op', 'unjail')).toBe('ok')
    expect(bench.operator('op', 'unjail')).toBe('not-jailed')
  })
})
