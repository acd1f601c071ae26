import { readFileSync } from 'node:fs'
import { tableUnder } from '@tlmkit/testing'
import { expect, test } from 'vitest'
import { operatorWorks, resultHash, taskWorks } from './index.js'
import { benchWithOperator, OFFER, StakeBench } from './stakeNetwork.fixture.js'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

test('the worked example comes out as it is written', () => {
  const bench = benchWithOperator()
  bench.operator('op', 'delegate', { delegator: 'd', amount: 500n })
  bench.height = 512n
  for (const task of ['t', 'u']) {
    bench.task(task, 'offer', { ...OFFER, deadline: 600n })
    expect(bench.task(task, 'accept', { operator: 'op' })).toBe('ok')
    if (task === 'u') bench.task(task, 'start', { operator: 'op' })
    else bench.task(task, 'submit', { operator: 'op', hash: resultHash('0102') })
  }
  bench.task('t', 'verify', { verifier: 'v' })
  bench.height = 1112n
  expect([bench.task('t', 'release'), bench.task('u', 'miss')]).toEqual(['ok', 'ok'])
  expect(bench.operatorState('op')).toMatchObject({ own: 960n, pool: 530n })
  const { state, receipt } = bench.finish()
  const written = tableUnder(readme, 'A worked example').map(([name = '', amount = '']) => {
    return [name, BigInt(amount)] as const
  })
  expect(written).toHaveLength(5)
  const accounts = state.balances.get('LA')
  expect(written.map(([name]) => [name, accounts?.get(name)])).toEqual(written)
  expect(receipt.supply['LA']).toEqual({ minted: 0n, burned: 30n })
})

test('the codes are written as they are', () => {
  const { lifecycles } = new StakeBench().network
  const rows = [taskWorks, operatorWorks].flatMap(({ name }) =>
    Object.entries(lifecycles.get(name)?.commands ?? {}).map(
      ([command, { codes }]) => [command, codes.join(', ')] as const,
    ),
  )
  const written = tableUnder(readme, 'Commands').flatMap(([commands = '', codes = '']) =>
    commands.split(', ').map((command) => [command, codes] as const),
  )
  expect(new Map(written)).toEqual(new Map(rows))
})
