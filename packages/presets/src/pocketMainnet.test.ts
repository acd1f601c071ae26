import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { settleScenario } from './vectors/scenario.fixture.js'
import { supplierOf } from './vectors/chainScenario.fixture.js'

const integer = z.string().transform((text) => BigInt(text))
const shares = z.record(z.string(), z.string())
const recordedValues = z.object({
  blockAggregates: z.array(
    z.looseObject({
      height: z.int(),
      claims: z.int(),
      overservicingLossTotal: integer.optional(),
      global: z.looseObject({ dao: integer, reimbEscrowDao: integer }).partial().optional(),
      paramsInForce: z.looseObject({
        globalInflationPerClaim: z.string().optional(),
        mintAllocation: shares.optional(),
      }),
      perClaimRecovered: z.record(z.string(), z.union([z.string(), z.int()])).optional(),
    }),
  ),
  settledClaims: z.array(
    z.looseObject({
      supplier: z.string().optional(),
      rootHashHex: z.string().optional(),
      sessionStart: z.int().optional(),
      sessionEnd: z.int().optional(),
      modToAcct: z
        .array(z.object({ to: z.string(), reason: z.string(), amount: integer }))
        .optional(),
      inferredRevShare: z.object({ list: z.array(z.tuple([z.string(), z.int()])) }).optional(),
      paramsInForce: z
        .looseObject({
          computeUnitsToTokensMultiplier: z.string(),
          computeUnitCostGranularity: z.string(),
        })
        .optional(),
    }),
  ),
})

const folder = process.env['TLMKIT_VECTORS']
const file = folder === undefined ? undefined : join(folder, 'pocket-mainnet.json')
const isPresent = file !== undefined && existsSync(file)
const recorded = isPresent
  ? recordedValues.parse(JSON.parse(readFileSync(file, 'utf8')))
  : { blockAggregates: [], settledClaims: [] }

if (!isPresent) {
  const reason = file === undefined ? 'TLMKIT_VECTORS is not set' : 'it has no pocket-mainnet.json'
  console.info(`Settlements recorded on mainnet are not checked: ${reason}.`)
}

const TO_SUPPLIER = { dao: 0, proposer: 0, supplier: 1, sourceOwner: 0, application: 0 }

test.skipIf(!isPresent)('39 equal capped claims of height 96860', () => {
  const block = recorded.blockAggregates.find(({ height }) => height === 96_860)
  const recovered = block?.perClaimRecovered ?? {}
  const count = block?.claims ?? 0
  const per = (name: string): bigint => BigInt(recovered[name] ?? 0)
  // Of the application only the cap that it left to each claim is known.
  const stake = per('impliedCapInStakeTerms') * BigInt(count)
  const loss = block?.overservicingLossTotal ?? 0n
  const claimed = per('settledUpokt') + loss / BigInt(count)
  const settled = settleScenario({
    height: 20n,
    versions: [
      {
        from: 0n,
        values: {
          computeUnitsToTokensMultiplier: 1n,
          computeUnitCostGranularity: 1n,
          globalInflationPerClaim: block?.paramsInForce.globalInflationPerClaim,
          mintAllocation: block?.paramsInForce.mintAllocation,
          mintEqualsBurnDistribution: TO_SUPPLIER,
        },
      },
    ],
    applications: [{ application: 'app1', stake }],
    claims: Array.from({ length: count }, (_, index) => {
      return { supplier: supplierOf(index), relays: claimed }
    }),
  })
  expect(count).toBe(39)
  const amounts = new Set(settled.relays.map((entry) => entry.settled))
  expect(amounts).toEqual(new Set([13_368_059n, per('settledUpokt')]))
  const parts = settled.relays[0]?.postings.filter(({ reason }) => reason.startsWith('inflation'))
  expect(Object.fromEntries((parts ?? []).map(({ reason, amount }) => [reason, amount]))).toEqual({
    inflation: 133_681n,
    'inflation-supplier-module-transfer': 104_271n,
    'inflation-supplier-shareholder-reward': 104_271n,
    'inflation-validator-pool': 18_715n,
    'inflation-source-owner-reward': 4_010n,
    'inflation-dao-reward': 6_685n,
  })
  const ofDao = (reason: string): bigint =>
    settled.postings
      .filter((posting) => posting.reason === reason)
      .reduce((sum, { amount }) => sum + amount, 0n)
  expect(ofDao('inflation-dao-reward')).toBe(block?.global?.dao)
  expect(ofDao('reimbursement-escrow-dao-transfer')).toBe(block?.global?.reimbEscrowDao)
})

test.skipIf(!isPresent)('the revenue share of a fully recorded claim', () => {
  const claim = recorded.settledClaims.find(({ modToAcct }) => modToAcct !== undefined)
  const start = BigInt(claim?.sessionStart ?? 0)
  const end = BigInt(claim?.sessionEnd ?? 0)
  const settled = settleScenario({
    height: end + 10n,
    order: ['burn-equals-mint'],
    versions: [
      {
        from: 0n,
        values: {
          numBlocksPerSession: end - start + 1n,
          computeUnitsToTokensMultiplier: claim?.paramsInForce?.computeUnitsToTokensMultiplier,
          computeUnitCostGranularity: claim?.paramsInForce?.computeUnitCostGranularity,
          globalInflationPerClaim: '0',
          mintEqualsBurnDistribution: TO_SUPPLIER,
        },
      },
    ],
    computeUnitsPerRelay: 5033n,
    applications: [{ application: 'app1', stake: 1_000_000n }],
    claims: [{ sessionStart: start, sessionEnd: end, rootHash: claim?.rootHashHex }],
    shares: claim?.inferredRevShare?.list ?? [],
  })
  expect(settled.relays[0]?.settled).toBe(3370n)
  const paid = settled.postings.filter(({ reason }) => reason === 'supplier-shareholder-reward')
  expect(paid.map(({ amount }) => amount)).toEqual([34n, 1651n, 1685n])
  const recordedRewards = (claim?.modToAcct ?? []).filter(({ reason }) => {
    return reason.endsWith('BURN_EQUALS_MINT_SUPPLIER_SHAREHOLDER_REWARD_DISTRIBUTION')
  })
  expect(paid.map(({ credit, amount }) => [credit, amount])).toEqual(
    recordedRewards.map(({ to, amount }) => [`address/${to}`, amount]),
  )
})
