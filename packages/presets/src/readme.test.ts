import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { settleScenario } from './vectors/scenario.fixture.js'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

/** Rows of a table that say how much an account changed. */
const changes = [...readme.matchAll(/^\| `([^`]+\/[^`]+)` \| (-?[0-9]+) \|$/gm)].map((row) => {
  return [row[1] ?? '', BigInt(row[2] ?? '')] as const
})

test('the worked example comes out as it is written', () => {
  const settled = settleScenario({
    height: 20n,
    versions: [
      { from: 0n, values: { computeUnitsToTokensMultiplier: 1, computeUnitCostGranularity: 1 } },
    ],
    applications: [{ application: 'app1', stake: 2_000_000n }],
    claims: [{ relays: 1000n }],
    shares: [
      ['sh1', 12],
      ['sh2', 38],
      ['sh3', 50],
    ],
    validators: [
      { operator: 'v1', account: 'address/v1', tokens: 1, commission: '0', delegations: [] },
    ],
  })
  const stake = 'application/app1/stake'
  const seen = changes.map(([account]) => {
    const change = settled.balance(account) - (account === stake ? 2_000_000n : 0n)
    return [account, change] as const
  })
  expect(seen).toEqual(changes)
  expect(seen).toHaveLength(7)
})
