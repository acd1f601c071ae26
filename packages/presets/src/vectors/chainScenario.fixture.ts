import type { JournalEntry } from '@tlmkit/core'
import { BASE_TARGET } from '@tlmkit/tlm-relay-mining'
import { z } from 'zod'
import type { PocketSettleTlm } from '../pocket.js'
import type { Scenario, Settled } from './scenario.fixture.js'
import { integer, shares } from './vectorRun.fixture.js'
import { dueHeight, windowsOf } from './windowsOf.fixture.js'

const TLMS = {
  RelayBurnEqualsMint: 'burn-equals-mint',
  GlobalMint: 'global-mint',
  GlobalMintReimbursementRequest: 'reimbursement-request',
} as const satisfies Readonly<Record<string, PocketSettleTlm>>

/** What vectors of a settle chain say of it, and what holds where they do not. */
export const chain = {
  computeUnitsToTokensMultiplier: integer.default(1_000_000n),
  computeUnitCostGranularity: integer.default(1_000_000n),
  difficultyTargetHashHex: z.string().default(BASE_TARGET),
  numPendingSessions: integer.default(1n),
  numBlocksPerSession: integer.default(10n),
  mintRatio: z.number().default(1),
  overservicingBonusMultiplier: integer.default(1n),
  tlms: z.array(z.enum(['RelayBurnEqualsMint', 'GlobalMint', 'GlobalMintReimbursementRequest'])),
  perSessionSpendLimit: integer.nullable().default(null),
  computeUnitsPerRelay: integer.default(1n),
  globalInflationPerClaim: z.number().default(0),
  mintAllocation: shares.optional(),
  mintEqualsBurn: shares.optional(),
}
const chainInput = z.strictObject(chain)
type ChainInput = z.output<typeof chainInput>

/** Params of a chain as the vectors write them. */
export function paramsOf(input: ChainInput) {
  const { mintAllocation, mintEqualsBurn: mintEqualsBurnDistribution } = input
  return {
    ...windowsOf(input.numBlocksPerSession, input.numPendingSessions),
    computeUnitsToTokensMultiplier: input.computeUnitsToTokensMultiplier,
    computeUnitCostGranularity: input.computeUnitCostGranularity,
    mintRatio: input.mintRatio,
    overservicingBonusMultiplier: input.overservicingBonusMultiplier,
    globalInflationPerClaim: input.globalInflationPerClaim,
    ...(mintAllocation === undefined ? {} : { mintAllocation }),
    ...(mintEqualsBurnDistribution === undefined ? {} : { mintEqualsBurnDistribution }),
  }
}

/** The scenario of a chain, due as soon as it can be. */
export function scenarioOf(input: ChainInput, more: Partial<Scenario>): Scenario {
  const { numBlocksPerSession, numPendingSessions, computeUnitsPerRelay } = input
  return {
    order: input.tlms.map((name) => TLMS[name]),
    height: dueHeight(numBlocksPerSession, numPendingSessions),
    versions: [{ from: 0n, values: paramsOf(input) }],
    computeUnitsPerRelay,
    targetHash: input.difficultyTargetHashHex,
    ...more,
  }
}

/** A chain that burns and mints for suppliers alone, 1 upokt per compute unit. */
export const plainChain = chainInput.parse({
  tlms: ['RelayBurnEqualsMint'],
  mintEqualsBurn: { supplier: 1 },
})

export const shareRows = z.array(z.union([z.tuple([z.string(), z.int()]), z.null()]))

/** How many relay claims settled, zero included, expired, and were discarded. */
export function countsOf({ relays }: Settled) {
  const expired = relays.filter(({ code }) => code === 'expired').length
  const discarded = relays.filter(({ status }) => status === 'discarded').length
  return { settled: relays.length - expired - discarded, expired, discarded }
}

/** Name of the supplier of a claim by its place; names sort as places do. */
export function supplierOf(index: number): string {
  return `sup${String(index).padStart(4, '0')}`
}

/** The journal entry of a supplier's claim. */
export function entryOf({ relays }: Settled, supplier: string): JournalEntry {
  const entry = relays.find(({ key }) => key[2] === supplier)
  if (entry === undefined) throw new Error(`no claim of ${supplier} was settled`)
  return entry
}

/** What a claim settled to, in base units; 0 where it did not. */
export const settledAmount = ({ settled }: JournalEntry): bigint => settled ?? 0n
