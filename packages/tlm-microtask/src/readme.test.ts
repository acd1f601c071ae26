import { readFileSync } from 'node:fs'
import { listParams } from '@tlmkit/params'
import { expect, test } from 'vitest'
import { batchLifecycles, microtaskKinds, microtaskParams } from './index.js'
import { BatchRun, commit, plainJudge, submission } from './microtaskNetwork.fixture.js'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

/** Rows of the first table under a heading, without its two head rows. */
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
  const written = tableUnder('A worked example')
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
  expect(sorted(tableUnder('Commands'))).toEqual(sorted(rows))
})

test('the parameters are written as they are', () => {
  const rows = listParams(microtaskParams).map((row) => [row.key, row.unit, row.default])
  const written = tableUnder('Parameters').map(([key, unit, , byDefault]) => [key, unit, byDefault])
  expect(written).toEqual(rows)
})
