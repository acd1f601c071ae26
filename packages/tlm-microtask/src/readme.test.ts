import { readFileSync } from 'node:fs'
import { tableUnder } from '@tlmkit/testing'
import { expect, test } from 'vitest'
import { batchLifecycles, microtaskKinds } from './index.js'
import { BatchRun, commit, plainJudge, submission } from './microtaskNetwork.fixture.js'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

test('the worked example comes out as it is written', () => {
  const run = new BatchRun()
  const steps = [
    ['batchSubmit', 1, submission()],
    ['commitPartial', 1, commit('n1', 0)],
    ['commitPartial', 1, commit('n1', 1)],
    ['demandRows', 2, { party: 'c1', segment: 0 }],
    ['failUnrevealed', 203, { segment: 0 }],
  ] as const
  for (const [command, height, fields] of steps) {
    expect(run.apply(command, height, fields)).toBe('ok')
  }
  const written = tableUnder(readme, 'A worked example')
  expect(written).toHaveLength(5)
  expect(written.map(([account = '']) => [account, String(run.gained(account))])).toEqual(written)
})

test('the commands are written as they are', () => {
  const kinds = microtaskKinds('LA')
  const lifecycles = batchLifecycles({ denomination: 'LA', kinds, judge: plainJudge })
  const rows = lifecycles.flatMap(({ commands }) =>
    Object.entries(commands).map(([name, { columns, codes }]) => {
      const fields = Object.keys(columns)
      return [name, fields.length === 0 ? '-' : fields.join(', '), codes.join(', ')]
    }),
  )
  const sorted = (table: readonly (readonly string[])[]) =>
    table.map((row) => row.join(' | ')).toSorted((a, b) => (a < b ? -1 : 1))
  expect(sorted(tableUnder(readme, 'Commands'))).toEqual(sorted(rows))
})
