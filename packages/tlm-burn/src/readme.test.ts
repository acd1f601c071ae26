import { readFileSync } from 'node:fs'
import { listParams } from '@tlmkit/params'
import { expect, test } from 'vitest'
import { pocketTokenomicsParams } from './index.js'
import { balancesAfter, pocketNetwork, relaysClaim, settleGiven } from './pocketNetwork.fixture.js'

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
  const account = 'address/validator'
  const shareholders = [
    ['sh1', 12],
    ['sh2', 38],
    ['sh3', 50],
  ] as const
  const result = settleGiven(pocketNetwork({ params: { mintRatio: '0.975' } }), {
    relays: [relaysClaim(1000n, { shareholders })],
    balances: { 'application/app1/stake': 2_000_000n },
    validators: [{ operator: 'v1', account, tokens: 7, commission: '0.1', delegations: [] }],
  })
  const written = tableUnder('A worked example').map(([name = '', amount = '']) => {
    return [name, BigInt(amount)] as const
  })
  expect(written).toHaveLength(7)
  expect(balancesAfter(result)).toEqual(Object.fromEntries(written))
  expect(result.receipt.supply['upokt']).toEqual({ minted: 1075n, burned: 1000n })
})

test('the parameters are written as they are', () => {
  const rows = listParams(pocketTokenomicsParams).map((row) => [row.key, row.unit, row.default])
  const written = tableUnder('Parameters').map(([key, unit, , byDefault]) => [key, unit, byDefault])
  expect(written).toEqual(rows)
})
