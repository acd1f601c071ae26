import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import {
  FEE_20,
  GovernanceRun,
  proposal,
  T,
  tokens,
  VOTED,
  VOTING,
} from './governanceNetwork.fixture.js'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

/** Rows of the tables under a heading, without head rows. */
function tablesUnder(heading: string): readonly (readonly (readonly string[])[])[] {
  const section = readme.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  return [...section.matchAll(/(?:^\|.*\n)+/gm)].map(([table]) => {
    const rows = table.trim().split('\n').slice(2)
    return rows.map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', '')),
    )
  })
}

test('the worked example comes out as it is written', () => {
  const [times = [], gains = []] = tablesUnder('A worked example')
  const seconds = times.map(([second = '']) => T + Number(second))
  const [proposed, voting, voted, executable, last] = seconds
  expect([voting, voted]).toEqual([VOTING, VOTED])
  const run = new GovernanceRun().staked(10_000, 4_000, 6_000)
  const payments = [{ to: 'user/u1/balance', amount: String(tokens(600)) }]
  const steps = [
    ['propose', proposed, proposal(FEE_20, { payments })],
    ['vote', voting, { voter: 'ann', choice: 'for' }],
    ['vote', voting, { voter: 'ben', choice: 'against' }],
    ['queue', voted],
  ] as const
  for (const [command, time, fields] of steps) {
    expect(run.apply(`proposals/p1/${command}`, time, fields)).toBe('ok')
  }
  expect(run.apply('proposals/p1/execute', (executable ?? 0) - 1)).toBe('timelock-running')
  expect(run.apply('proposals/p1/execute', executable)).toBe('ok')
  expect(run.work('proposals', 'p1')).toMatchObject({
    ...{ for: tokens(15_000), against: tokens(4_000), executableUntil: BigInt(last ?? 0) },
  })
  const before: Readonly<Record<string, bigint>> = {
    'voter/ann/balance': tokens(90_000),
    'module/treasury': tokens(1_000),
  }
  const gained = gains.map(([account = '']) => [
    account,
    String(run.balance(account) - (before[account] ?? 0n)),
  ])
  expect(gained).toEqual(gains)
})

test('the commands are written as they are', () => {
  const { lifecycles } = new GovernanceRun().test.governance
  const rows = lifecycles.flatMap(({ name: lifecycle, commands }) =>
    Object.entries(commands).map(([name, { columns, codes }]) => {
      const fields = Object.keys(columns)
      return [name, lifecycle, fields.length === 0 ? '-' : fields.join(', '), codes.join(', ')]
    }),
  )
  expect(tablesUnder('Commands')[0]).toEqual(rows)
})
