import { readFileSync } from 'node:fs'
import { listParams } from '@tlmkit/params'
import { expect, test } from 'vitest'
import { insuranceParams, payoutParams, surplusParams, treasuryPayoutParams } from './index.js'
import {
  balancesAfter,
  insuranceNetwork,
  settleGiven,
  stateWith,
} from './insuranceNetwork.fixture.js'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const fixture = readFileSync(new URL('./insuranceNetwork.fixture.ts', import.meta.url), 'utf8')

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

test.each([
  // column of the table, the caller's loss
  [1, 600_000n],
  [2, 500_000n],
])('the worked example comes out as column %d of its table', (column, loss) => {
  const network = insuranceNetwork()
  const bonds = { 'operator/op0/bound': 425_152n, 'operator/op1/bound': 425_152n }
  const failure = { losses: [425_152n, 425_152n], treasuryLoss: 1000n, loss }
  const result = settleGiven(network, stateWith(network, bonds), { failures: [failure] })
  const written = tableUnder('A worked example').map((row) => {
    return [row[0] ?? '', BigInt(row[column] ?? '')] as const
  })
  expect(written).toHaveLength(3)
  const held = written.filter(([, amount]) => amount > 0n)
  expect(balancesAfter(result)).toEqual(Object.fromEntries(held))
  expect(result.receipt.supply['LA']).toEqual({ minted: 0n, burned: 255_091n })
})

test('the chain of the README is the one that the tests settle with', () => {
  const [, chain = ''] = /definePipeline\(failures, (\[\n.*?\n\])\)/s.exec(readme) ?? []
  const plain = (code: string): string =>
    code.replaceAll(/\s+/g, ' ').replaceAll("failureBurnRate: '0.30'", 'failureBurnRate')
  expect(chain).not.toBe('')
  expect(plain(fixture)).toContain(plain(chain))
})

test('the parameters are written as they are', () => {
  const modules = [
    ['penaltySplit', insuranceParams],
    ['compensate', payoutParams],
    ['compensateTreasury', treasuryPayoutParams],
    ['payInsuranceSurplus', surplusParams],
  ] as const
  const rows = modules.flatMap(([module, params]) =>
    listParams(params).map((row) => [module, row.key, row.unit, row.default]),
  )
  const written = tableUnder('Parameters').map(([module, key, unit, , byDefault]) => {
    return [module, key, unit, byDefault]
  })
  expect(written).toEqual(rows)
})
