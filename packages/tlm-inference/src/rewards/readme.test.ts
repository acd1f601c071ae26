import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { heartbeatLifecycles, rewardLifecycles } from '../index.js'
import { RewardBench, WEEK } from './rewardNetwork.fixture.js'

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')

/** Rows of the last table under a heading, without its two head rows. */
function tableUnder(heading: string): readonly (readonly string[])[] {
  const section = readme.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  const [table = ''] = /(?:^\|.*\n)+/m.exec(section) ?? []
  const rows = table.trim().split('\n').slice(2)
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  )
}

test('the worked example of a week comes out as it is written', () => {
  const [price, emission] = [5n * 10n ** 16n, 10n ** 24n]
  const bench = new RewardBench({
    held: { 'module/emission': emission, 'user/u/balance': 10n ** 24n },
  })
  bench.settle({ node: 'n', adaptor: 'a', cu: 100n, gross: 100n * price })
  bench.settle({ node: 'n', cu: 50n, gross: 50n * price })
  bench.settle({ node: 'm', cu: 50n, gross: 50n * price })
  bench.beat(0n, { n: 168, m: 84 })
  const written = tableUnder('A worked example of a week')
  const before = new Map(written.map(([account = '']) => [account, bench.balance(account)]))
  bench.time = WEEK
  const claimants = [
    ['node', 'n'],
    ['node', 'm'],
    ['adaptor', 'a'],
  ] as const
  for (const [role, claimant] of claimants) {
    expect(bench.code('reward-weeks', '0', 'claimReward', { role, claimant })).toBe('ok')
  }
  bench.finish()
  expect(written).toEqual(
    [...before].map(([account, held]) => [account, String(bench.balance(account) - held)]),
  )
  expect(written).toHaveLength(5)
})

test('the commands are written as they are', () => {
  const denomination = 'DGAI'
  const lifecycles = [
    ...rewardLifecycles({ denomination }),
    ...heartbeatLifecycles({ denomination }),
  ]
  const rows = lifecycles.flatMap(({ commands }) =>
    Object.entries(commands).map(([name, { columns, codes }]) => {
      const fields = Object.keys(columns)
      const named = fields.length === 0 ? '-' : fields.join(', ')
      return [name, named, codes.length === 0 ? 'none' : codes.join(', ')]
    }),
  )
  expect(tableUnder('Commands of rewards and heartbeats')).toEqual(rows)
})
