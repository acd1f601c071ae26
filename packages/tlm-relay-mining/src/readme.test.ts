import { readFileSync } from 'node:fs'
import { listParams } from '@tlmkit/params'
import { expect, test } from 'vitest'
import { proofParams, RELAY_CODES, serviceParams, sharedParams } from './index.js'
import { claim, settledOf } from './settlement.fixture.js'

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
  const rows = tableUnder('A worked example')
  const claims = rows.map(([supplier = '', claimed]) => claim(supplier, Number(claimed)))
  const params = { inflation: '0', bonusMultiplier: '100' }
  const settled = settledOf({ stake: 2000n, params, claims })
  expect(settled).toEqual(rows.map(([, , amount]) => BigInt(amount ?? '')))
  expect(settled).toHaveLength(4)
})

test('the parameters are written as they are', () => {
  const rows = [sharedParams, serviceParams, proofParams].flatMap(listParams)
  const written = tableUnder('Parameters').map(([key, unit, , byDefault]) => [key, unit, byDefault])
  expect(written).toEqual(rows.map((row) => [row.key, row.unit, row.default]))
})

test('the codes are written in their order', () => {
  expect(tableUnder('Codes').map(([code]) => code)).toEqual([...RELAY_CODES])
})
