import { use } from '@tlmkit/core'
import { expect, test } from 'vitest'
import { checkSlashParams, slashBurn, slashParams } from '../index.js'
import { slashNetwork, type Slashing } from './slashNetwork.fixture.js'

const split = [use(slashBurn)]

function burnedBy({ finish }: Slashing): bigint {
  const { receipt, state } = finish()
  const penalties = [...(state.balances.get('DGAI') ?? [])].filter(([name]) =>
    name.startsWith('penalty/'),
  )
  expect(penalties.filter(([, held]) => held > 0n)).toEqual([])
  return receipt.supply['DGAI']?.burned ?? 0n
}

test.each([
  // case, free, bound, base, rate, burned
  ['a fifth', 1000n, 0n, 1000n, '0.2', 200n],
  ['rounded up', 1001n, 0n, 1001n, '0.2', 201n],
  ['of what it was, not of what it is', 1000n, 0n, 3000n, '0.2', 600n],
  ['at most what is there', 100n, 0n, 1000n, '0.2', 100n],
  ['never out of what work has bound', 50n, 950n, 1000n, '0.2', 50n],
  ['nothing of nothing', 0n, 950n, 1000n, '0.2', 0n],
  ['nothing at a base of 0', 1000n, 0n, 0n, '0.2', 0n],
  ['a unit of a unit', 1n, 0n, 1n, '0.05', 1n],
])('slashes %s', (_, free, bound, base, rate, burned) => {
  const network = slashNetwork(split, { 'operator/n/free': free, 'operator/n/bound': bound })
  expect(network.slash('n', { base, rate })).toMatchObject({ status: 'accepted' })
  expect(burnedBy(network)).toBe(burned)
})

test('an evidence id slashes once, whomever it names', () => {
  const network = slashNetwork(split, { 'operator/n/free': 1000n, 'operator/m/free': 1000n })
  const fifth = { base: 1000n, rate: '0.2' }
  expect(network.slash('n', fifth).status).toBe('accepted')
  expect(network.slash('n', fifth)).toMatchObject({ code: 'evidence-used' })
  expect(network.slash('m', fifth)).toMatchObject({ code: 'evidence-used' })
  expect(network.slash('n', { ...fifth, evidence: 'e2' }).status).toBe('accepted')
  expect(burnedBy(network)).toBe(400n)
})

test.each([
  // params, key that is wrong
  [{}, undefined],
  [{ downtimeSlashFirst: '0.11' }, 'downtimeSlashSecond'],
  [{ downtimeSlashSecond: '0.21' }, 'downtimeSlashFurther'],
  [{ fakeResultSlash: '1.1' }, 'fakeResultSlash'],
])('a later downtime never costs less: %o', (params, key) => {
  const checked = slashParams.superRefine(checkSlashParams).safeParse(params)
  expect(checked.error?.issues[0]?.path[0]).toBe(key)
})
