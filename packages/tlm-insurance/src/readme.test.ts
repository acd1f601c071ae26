import { readFileSync } from 'node:fs'
import { tableUnder } from '@tlmkit/testing'
import { expect, test } from 'vitest'
import {
  balancesAfter,
  insuranceNetwork,
  settleGiven,
  stateWith,
} from './insuranceNetwork.fixture.js'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const fixture = readFileSync(new URL('./insuranceNetwork.fixture.ts', import.meta.url), 'utf8')

test.each([
  // column of the table, the caller's loss
  [1, 600_000n],
  [2, 500_000n],
])('the worked example comes out as column %d of its table', (column, loss) => {
  const network = insuranceNetwork()
  const bonds = { 'operator/op0/bound': 425_152n, 'operator/op1/bound': 425_152n }
  const failure = { losses: [425_152n, 425_152n], treasuryLoss: 1000n, loss }
  const result = settleGiven(network, stateWith(network, bonds), { failures: [failure] })
  const written = tableUnder(readme, 'A worked example').map((row) => {
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
