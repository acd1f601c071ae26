import { canonicalJson, jsonLine, type Json } from '@tlmkit/core'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateClaims, type Claim } from './generateClaims.ts'
import { generateNetwork, supplierRows } from './generateNetwork.ts'
import { RandomStream } from './random.ts'

/** Seed of the example. Another one gives another network of the same shape. */
export const SEED = 20_260_817

/** Height of the first settlement; sessions last 20 blocks and settle 33 after their end. */
export const FIRST_SETTLEMENT = 944_913

/** Parameter values to compare: all that is burned is minted again, or all but a fortieth. */
const MINT_RATIOS = [
  ['mint-all', '1'],
  ['mint-less', '0.975'],
] as const

/**
 * Writes two consecutive settlements the size of main network ones: opening state, tables, claims.
 *
 * Rule: counts, sizes, difficulties and revenue shares follow recordedShape.ts; names are made up.
 */
export function generateExample(folder: string, seed: number = SEED): void {
  const random = new RandomStream(seed)
  const network = generateNetwork(random)
  const first = generateClaims(random, network, 0)
  const second = generateClaims(random, network, 1)
  mkdirSync(join(folder, 'tables'), { recursive: true })
  const write = (file: string, value: Json): void => {
    writeFileSync(join(folder, file), `${canonicalJson(value, { indent: 2 })}\n`)
  }
  write('state.json', network.state)
  for (const [name, mintRatio] of MINT_RATIOS) write(`${name}.json`, { network: { mintRatio } })
  const tables = { ...network.tables, suppliers: supplierRows(network, [...first, ...second]) }
  for (const [table, rows] of Object.entries(tables)) write(`tables/${table}.json`, rows)
  const lines = (claims: readonly Claim[]): string =>
    claims.map((claim) => `${jsonLine(claim)}\n`).join('')
  writeFileSync(join(folder, 'claims-1.ndjson'), lines(first))
  writeFileSync(join(folder, 'claims-2.ndjson'), lines([...second, ...first.slice(0, 3)]))
}

if (import.meta.main) generateExample(join(import.meta.dirname, 'data'))
