import { parseRatio, type JournalEntry } from '@tlmkit/core'
import { REASONS, type Reason } from '@tlmkit/tlm-burn'
import {
  aggregateOperations,
  claimedAmount,
  difficultyMultiplier,
  formatCoin,
  parseOpReason,
  proofRequirement,
  proofSample,
  type Operation,
} from '@tlmkit/tlm-relay-mining'
import { z } from 'zod'
import {
  rootHashOf,
  settleScenario,
  type ScenarioClaim,
  type Settled,
} from './scenario.fixture.js'
import { countsOf } from './chainScenario.fixture.js'
import { fraction, integer, run, type VectorRun } from './vectorRun.fixture.js'

const lifecycleInput = z.strictObject({
  numBlocksPerSession: integer,
  claimWindowOpenOffset: integer,
  claimWindowCloseOffset: integer,
  proofWindowOpenOffset: integer,
  proofWindowCloseOffset: integer,
  sessionStart: integer,
  sessionEnd: integer,
  numRelays: integer,
  computeUnitsPerRelay: integer,
  computeUnitsToTokensMultiplier: integer,
  computeUnitCostGranularity: integer,
  difficultyTargetHashHex: z.string(),
  appStake: integer,
  supplierStake: integer,
  supplierMinStake: integer,
  settleAtHeight: integer,
  proofRequestProbability: fraction.optional(),
  proofRequirementThreshold: integer.optional(),
  proofStatus: z.enum(['VALIDATED', 'PENDING_VALIDATION', 'INVALID']).default('PENDING_VALIDATION'),
  applications: z.int().optional(),
  claimsPerApplication: z.literal(1).default(1),
  services: z.int().default(1),
  claims: z.int().optional(),
  expiredClaims: z.int().default(0),
  claimNumRelays: integer.optional(),
  proofMissingPenalty: integer.optional(),
  liveComputeUnitsToTokensMultiplier: integer.optional(),
})
type LifecycleInput = z.output<typeof lifecycleInput>

const STATUS = {
  VALIDATED: 'validated',
  PENDING_VALIDATION: 'pending',
  INVALID: 'invalid',
} as const

const REQUIREMENT = {
  THRESHOLD: 'threshold',
  PROBABILISTIC: 'probabilistic',
  NOT_REQUIRED: 'not-required',
} as const

const BLOCK_HASH = '00'.repeat(32)

/** Decides once, when the claim opens, whether it must be proven. */
function requirementOf(input: LifecycleInput, claim: ScenarioClaim & { readonly relays: bigint }) {
  const computeUnits = claim.relays * input.computeUnitsPerRelay
  const { proofRequirementThreshold, proofRequestProbability } = input
  if (input.expiredClaims > 0) return 'THRESHOLD'
  if (proofRequirementThreshold === undefined) return 'NOT_REQUIRED'
  const { sessionStart, sessionEnd, numRelays: relays } = input
  const { application = '', supplier = '', service = '', session: sessionId = '' } = claim
  const rootHash = rootHashOf({ computeUnits, relays })
  const header = { application, supplier, service, sessionId, sessionStart, sessionEnd }
  return proofRequirement({
    claimedAmount: claimedAmount({
      computeUnits,
      multiplier: difficultyMultiplier(input.difficultyTargetHashHex),
      computeUnitsToTokensMultiplier: input.computeUnitsToTokensMultiplier,
      granularity: input.computeUnitCostGranularity,
    }),
    threshold: proofRequirementThreshold,
    probability: proofRequestProbability ?? parseRatio('0', 'probability'),
    sample: proofSample({ ...header, rootHash }, BLOCK_HASH),
  })
}

function settleLifecycle(input: LifecycleInput) {
  const expired = input.expiredClaims > 0 ? input.expiredClaims : undefined
  const places = expired ?? input.claims ?? input.applications ?? input.services
  const claims = Array.from({ length: places }, (_, index) => {
    const claim = {
      application: `app${index + 1}`,
      session: 's1',
      supplier: 'sup1',
      service: input.services > 1 ? `svc${index + 1}` : 'svc1',
      relays: input.claimNumRelays ?? input.numRelays,
      sessionStart: input.sessionStart,
      sessionEnd: input.sessionEnd,
    }
    const requirement = requirementOf(input, claim)
    const proofStatus = STATUS[input.proofStatus]
    const row = { ...claim, proofRequirement: REQUIREMENT[requirement], proofStatus }
    return { requirement, row }
  })
  const settled = settleScenario({
    height: input.settleAtHeight,
    versions: versionsOf(input),
    computeUnitsPerRelay: input.computeUnitsPerRelay,
    targetHash: input.difficultyTargetHashHex,
    supplierStake: input.supplierStake,
    applications: claims.map(({ row: { application, service } }) => {
      return { application, stake: input.appStake, services: [service] }
    }),
    claims: claims.map(({ row }) => row),
  })
  return { settled, requirements: claims.map(({ requirement }) => requirement) }
}

function versionsOf(input: LifecycleInput) {
  const { liveComputeUnitsToTokensMultiplier: live, proofMissingPenalty } = input
  const values = {
    numBlocksPerSession: input.numBlocksPerSession,
    claimWindowOpenOffsetBlocks: input.claimWindowOpenOffset,
    claimWindowCloseOffsetBlocks: input.claimWindowCloseOffset,
    proofWindowOpenOffsetBlocks: input.proofWindowOpenOffset,
    proofWindowCloseOffsetBlocks: input.proofWindowCloseOffset,
    computeUnitsToTokensMultiplier: input.computeUnitsToTokensMultiplier,
    computeUnitCostGranularity: input.computeUnitCostGranularity,
    supplierMinStake: input.supplierMinStake,
    ...(proofMissingPenalty === undefined ? {} : { proofMissingPenalty }),
  }
  const first = { from: 0n, values }
  if (live === undefined) return [first]
  const later = { ...values, computeUnitsToTokensMultiplier: live }
  return [first, { from: input.sessionEnd + 1n, values: later }]
}

const lifecycle = run(lifecycleInput, (input) => {
  const { settled, requirements } = settleLifecycle(input)
  const { relays, result } = settled
  const unbonding = settled.events('supplier-unbonding-begin')
  const slashed = settled.events('supplier-slashed').map(({ fields }) => fields)
  const claimed = relays.map((entry) => formatCoin(entry.claimed ?? 0n, 'upokt'))
  const supply = result.receipt.supply['upokt'] ?? { minted: 0n, burned: 0n }
  return {
    ...countsOf(settled),
    claimsRemaining: result.deferred.length,
    proofRequirement: oneValue(requirements),
    claimedUpokt: oneValue(claimed),
    claimedUpoktEach: oneValue(claimed),
    claimSettledEvents: settled.events('claim-settled').length,
    someBatchEventHasNumClaims: largestBatch(relays),
    slashEvents: slashed.map(({ penalty }) => `${String(penalty)}upokt`),
    supplierStakeAfterEachSlash: slashed.map(({ stakeAfter }) => `${String(stakeAfter)}upokt`),
    supplierUnbonding: settled.balance('supplier/sup1/unbonding', 'mark') > 0n,
    unstakeSessionEndHeight: unbonding[0]?.fields['unstakeSessionEndHeight'],
    unbondingEndHeight: unbonding[0]?.fields['unbondingEndHeight'],
    numUnbondingBeginEvents: unbonding.length,
    tokenomicsModuleBalanceDelta: settled.delta(/^module\/tokenomics$/),
    applicationModuleBalanceDecreases: settled.delta(/^application\/[^/]+\/stake$/) < 0n,
    allModuleBalancesNonNegative: isNowhereNegative(settled),
    sumMintsMinusBurns: supply.minted >= supply.burned ? '>= 0' : '< 0',
  }
})

/** The value that all have, or all of them where they differ. */
function oneValue(values: readonly string[]): string {
  return [...new Set(values)].join(', ')
}

function isNowhereNegative({ result }: Settled): boolean {
  const accounts = [...(result.state.balances.get('upokt') ?? [])]
  return accounts.every(([account, balance]) => account.startsWith('supply/') || balance >= 0n)
}

/** Most operations that poktroll would merge into one of its batch events. */
function largestBatch(entries: readonly JournalEntry[]): number {
  const operations = entries.flatMap(({ postings }) =>
    postings.flatMap(({ debit, credit, reason, amount }): readonly Operation[] => {
      const known = isReason(reason) ? REASONS[reason] : undefined
      if (known === undefined) return []
      const parties = [moduleOf(debit), moduleOf(credit)] as const
      return [{ parties, reason: parseOpReason(known.name, 'posting'), amount }]
    }),
  )
  const sizes = aggregateOperations(operations).map(({ numOperations }) => Number(numOperations))
  return Math.max(0, ...sizes)
}

const isReason = (reason: string): reason is Reason => Object.hasOwn(REASONS, reason)

/** poktroll's module of an account; accounts of people stand for themselves. */
function moduleOf(account: string): string {
  const [kind = '', owner = '', bucket] = account.split('/')
  const isPooled = bucket === 'stake' || bucket === 'due'
  return isPooled ? kind : kind === 'module' ? owner : account
}

export const lifecycleRuns: Readonly<Record<string, VectorRun>> = { 'settle.lifecycle': lifecycle }
