import { readFileSync } from 'node:fs'
import { tableUnder } from '@tlmkit/testing'
import { expect, test } from 'vitest'
import { RELAY_CODES } from './index.js'
import { claim, settledOf } from './settlement.fixture.js'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

test('the worked example comes out as it is written', () => {
  const rows = tableUnder(readme, 'A worked example')
  const claims = rows.map(([supplier = '', claimed]) => claim(supplier, Number(claimed)))
  const params = { inflation: '0', bonusMultiplier: '100' }
  const settled = settledOf({ stake: 2000n, params, claims })
  expect(settled).toEqual(rows.map(([, , amount]) => BigInt(amount ?? '')))
  expect(settled).toHaveLength(4)
})

test('the codes are written in their order', () => {
  expect(tableUnder(readme, 'Codes').map(([code]) => code)).toEqual([...RELAY_CODES])
})
