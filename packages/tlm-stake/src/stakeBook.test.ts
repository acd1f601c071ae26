import { describe, expect, test } from 'vitest'
import { slashPreview, stakeBook, stakeViewOf } from './index.js'
import { benchWithOperator, OFFER, type StakeBench } from './stakeNetwork.fixture.js'

/** 100 own and 500 of d and 400 of e in the pool, 50 own and 101 of e thawing since 600. */
function leaving(): StakeBench {
  const bench = benchWithOperator({ own: 150n })
  bench.operator('op', 'delegate', { delegator: 'd', amount: 500n })
  bench.operator('op', 'delegate', { delegator: 'e', amount: 501n })
  bench.height = 512n
  bench.operator('op', 'delegate', { delegator: 'd', amount: 1n })
  bench.operator('op', 'takeBack', { delegator: 'd' })
  bench.height = 600n
  bench.operator('op', 'unstakeOwn', { amount: 50n })
  bench.operator('op', 'undelegate', { delegator: 'e', shares: 101_000_000n })
  return bench
}

const sides = (bench: StakeBench): readonly bigint[] => {
  const { own, pool } = stakeBook.ownAndPool(bench.view, 'op')
  const held = bench.held('operator', 'op', 'free') + bench.held('operator', 'op', 'bound')
  return [own + pool, held]
}

describe('the book of stake', () => {
  test('says what may still be bound', () => {
    const bench = benchWithOperator({ own: 10n, balances: { 'operator/x/free': 7n } })
    expect(stakeBook.bindable(bench.view, 'x')).toBe(7n)
    expect(stakeBook.hasDebt(bench.view, 'x')).toBe(false)
    const staked = benchWithOperator({ own: 10n })
    staked.operator('op', 'delegate', { delegator: 'd', amount: 500n })
    staked.height = 512n
    staked.operator('op', 'delegate', { delegator: 'd', amount: 1n })
    expect(stakeBook.bindable(staked.view, 'op')).toBe(100n)
    expect(staked.other('j', 'bind', { operator: 'op', bind: 101n })).toBe('not-bindable')
    expect(staked.other('j', 'bind', { operator: 'op', bind: 60n })).toBe('ok')
    expect(stakeBook.bindable(staked.view, 'op')).toBe(40n)
    const alone = benchWithOperator({ own: 10n, params: { delegatorsShareLoss: false } })
    alone.other('j', 'bind', { operator: 'op', bind: 4n })
    expect(stakeBook.bindable(alone.view, 'op')).toBe(6n)
  })

  test('books a loss on own stake, then pro rata on the pool and on who left since', () => {
    const bench = leaving()
    expect(bench.other('j', 'bind', { operator: 'op', bind: 900n })).toBe('ok')
    expect(bench.other('j', 'lose', { faultHeight: 600n })).toBe('ok')
    // Own 100, own thawing 50; of the other 750, 674 of 900 in the pool and 76 of 101 thawing.
    expect(bench.operatorState('op')).toMatchObject({ own: 0n, pool: 226n, debt: 0n })
    expect([bench.thaw('op', 1n)?.amount, bench.thaw('op', 2n)?.amount]).toEqual([0n, 25n])
    expect(sides(bench)).toEqual([226n, 226n])
    expect(bench.held('operator', 'op', 'thawing')).toBe(25n)
    expect(bench.held('operator', 'op', 'bound')).toBe(0n)
    bench.finish()
  })

  test('spares who left before the fault', () => {
    const bench = leaving()
    bench.other('j', 'bind', { operator: 'op', bind: 900n })
    bench.other('j', 'lose', { faultHeight: 601n })
    expect(bench.operatorState('op')).toMatchObject({ own: 0n, pool: 100n })
    expect([bench.thaw('op', 1n)?.amount, bench.thaw('op', 2n)?.amount]).toEqual([50n, 101n])
    expect(sides(bench)).toEqual([100n, 100n])
  })

  test('lets what is due join before the loss', () => {
    const bench = benchWithOperator({ own: 100n })
    bench.operator('op', 'delegate', { delegator: 'd', amount: 300n })
    bench.other('j', 'bind', { operator: 'op', bind: 100n })
    bench.height = 512n
    expect(bench.other('j', 'lose', { faultHeight: 1n })).toBe('ok')
    expect(bench.operatorState('op')).toMatchObject({ own: 0n, pool: 300n, pending: 0n })
    expect(sides(bench)).toEqual([300n, 300n])
  })
})

describe('a loss of own stake alone', () => {
  test.each([
    // amount, height of the fault, own, own thawing, pool
    [30n, 600n, 70n, 50n, 900n],
    [100n, 600n, 0n, 50n, 900n],
    [120n, 600n, 0n, 30n, 900n],
    [900n, 600n, 0n, 0n, 900n],
    [900n, 601n, 0n, 50n, 900n],
  ])('of %s for a fault at %s', (amount, faultHeight, own, thawing, pool) => {
    const bench = leaving()
    const fields = { operator: 'op', amount, faultHeight }
    expect(bench.other('j', 'loseOwn', fields)).toBe('ok')
    expect(bench.operatorState('op')).toMatchObject({ own, pool, debt: 0n })
    expect(bench.thaw('op', 1n)?.amount).toBe(thawing)
    expect(bench.thaw('op', 2n)?.amount).toBe(101n)
    expect(sides(bench)).toEqual([own + pool, own + pool])
    expect(bench.held('operator', 'op', 'thawing')).toBe(thawing + 101n)
    expect(stakeBook.own(bench.view, 'op')).toBe(own)
    bench.finish()
  })

  test('never touches what work has bound, nor what is the delegators: it is owed', () => {
    const bench = leaving()
    expect(bench.other('j', 'bind', { operator: 'op', bind: 980n })).toBe('ok')
    // Own stake backs binds first: the 20 that are free are the delegators'.
    const slashable = { free: 0n, thawing: 0n, bound: 100n }
    expect(stakeBook.slashableOwn(bench.view, 'op', 601n)).toEqual(slashable)
    expect(bench.other('k', 'loseOwn', { operator: 'op', amount: 99n, faultHeight: 601n })).toBe(
      'ok',
    )
    expect(bench.operatorState('op')).toMatchObject({ own: 100n, pool: 900n, debt: 99n })
    expect(bench.held('operator', 'op', 'bound')).toBe(980n)
    expect(sides(bench)).toEqual([1000n, 1000n])
  })

  test('of an operator without stake state, all that is free', () => {
    const balances = { 'operator/x/free': 7n, 'operator/x/bound': 5n }
    const bench = benchWithOperator({ balances })
    expect(stakeBook.own(bench.view, 'x')).toBe(12n)
    expect(stakeBook.slashableOwn(bench.view, 'x', 0n)).toEqual({
      ...{ free: 7n, thawing: 0n, bound: 0n },
    })
    expect(bench.other('k', 'loseOwn', { operator: 'x', amount: 9n, faultHeight: 0n })).toBe('ok')
    expect(bench.held('operator', 'x', 'free')).toBe(0n)
  })
})

describe('a preview', () => {
  test('says who would lose what, and nothing changes', () => {
    const bench = leaving()
    bench.other('j', 'bind', { operator: 'op', bind: 900n })
    const options = { operator: 'op', amount: 900n, faultHeight: 600n }
    const expected = {
      ...{ own: 100n, ownThawing: 50n, pool: 674n, debt: 0n },
      thawing: [{ delegator: 'e', amount: 76n }],
    }
    expect(slashPreview(bench.view, options)).toEqual(expected)
    const { state } = bench.finish()
    expect(slashPreview(stakeViewOf(state), options)).toEqual(expected)
    expect(slashPreview(stakeViewOf(state), { operator: 'op', amount: 1200n })).toMatchObject({
      ...{ own: 100n, ownThawing: 0n, pool: 900n, thawing: [], debt: 200n },
    })
    expect(slashPreview(stakeViewOf(state), { operator: 'x', amount: 1n }).debt).toBe(0n)
  })

  test('agrees with the slash that follows', () => {
    const bench = leaving()
    bench.task('t', 'offer', { ...OFFER, fee: 777n, deadline: 650n })
    bench.task('t', 'accept', { operator: 'op' })
    const preview = slashPreview(bench.view, { operator: 'op', amount: 777n, faultHeight: 650n })
    const before = bench.operatorState('op')
    bench.height = 651n
    bench.task('t', 'miss')
    const after = bench.operatorState('op')
    expect([before.own - after.own, before.pool - after.pool]).toEqual([preview.own, preview.pool])
  })
})
