import { amountParam, ratioParam, unitsParam } from '@tlmkit/params'
import { z } from 'zod'
import { settlementTail } from './sessions/settlementTail.js'

/** Parameters that every module shares: the session grid, the windows, the price of work. */
export const sharedParams = z.strictObject({
  numBlocksPerSession: unitsParam(10n, {
    min: 1n,
    unit: 'blocks',
    effect: 'Length of a session.',
  }),
  gracePeriodEndOffsetBlocks: unitsParam(1n, {
    unit: 'blocks',
    effect: 'How long after its end a session still serves relays.',
  }),
  claimWindowOpenOffsetBlocks: unitsParam(1n, {
    unit: 'blocks',
    effect: 'How long after the end of a session claims must wait.',
  }),
  claimWindowCloseOffsetBlocks: unitsParam(4n, {
    unit: 'blocks',
    effect: 'How long claims are taken.',
  }),
  proofWindowOpenOffsetBlocks: unitsParam(0n, {
    unit: 'blocks',
    effect: 'How long after the claim window proofs must wait.',
  }),
  proofWindowCloseOffsetBlocks: unitsParam(4n, {
    unit: 'blocks',
    effect: 'How long proofs are taken; then the claims are due.',
  }),
  supplierUnbondingPeriodSessions: unitsParam(1n, {
    min: 1n,
    unit: 'sessions',
    effect: 'How long a supplier that leaves stays slashable.',
  }),
  applicationUnbondingPeriodSessions: unitsParam(1n, {
    min: 1n,
    unit: 'sessions',
    effect: 'How long the stake of an application that leaves stays bound.',
  }),
  gatewayUnbondingPeriodSessions: unitsParam(1n, {
    min: 1n,
    unit: 'sessions',
    effect: 'How long the stake of a gateway that leaves stays bound.',
  }),
  computeUnitsToTokensMultiplier: unitsParam(42_000_000n, {
    min: 1n,
    max: (1n << 63n) - 1n,
    unit: 'upokt',
    effect: 'Price of as many compute units as the granularity says.',
  }),
  computeUnitCostGranularity: unitsParam(1_000_000n, {
    min: 1n,
    max: (1n << 63n) - 1n,
    unit: 'compute units',
    effect: 'How many compute units one price is for.',
  }),
  sessionGridAnchorHeight: unitsParam(1n, {
    unit: 'block height',
    effect: 'First block of the session that the grid is counted from.',
  }),
  sessionNumberAtAnchor: unitsParam(1n, {
    unit: 'sessions',
    effect: 'Number of the session at the anchor.',
  }),
})

/** Parameters of proofs. */
export const proofParams = z.strictObject({
  proofRequestProbability: ratioParam('0.25', {
    max: '1',
    unit: 'of claims',
    effect: 'Share of the claims below the threshold that must be proven.',
  }),
  proofRequirementThreshold: amountParam(20_000_000n, {
    unit: 'upokt',
    effect: 'From this price on a claim must be proven.',
  }),
  proofMissingPenalty: amountParam(320_000_000n, {
    unit: 'upokt',
    effect: 'What a supplier loses for a claim that it did not prove.',
  }),
  proofSubmissionFee: amountParam(0n, {
    unit: 'upokt',
    effect: 'Paid with every proof.',
  }),
})

/** Parameters of services and of who serves a session. */
export const serviceParams = z.strictObject({
  targetNumRelays: unitsParam(100_000n, {
    min: 1n,
    unit: 'relays',
    effect: 'Mined relays per settlement that the difficulty of a service steers to.',
  }),
  numSuppliersPerSession: unitsParam(15n, {
    min: 1n,
    unit: 'suppliers',
    effect: 'How many suppliers may serve a session.',
  }),
})

type SharedParams = z.output<typeof sharedParams>

/** Complaints about shared params that no single value shows: key, and what would be right. */
type Complaint = readonly [key: keyof SharedParams, message: string]

/**
 * Checks what shared params must be to each other; a refinement of every schema that has them.
 *
 * Rule: the grace period is shorter than a session, claims open after it, the windows are not all
 * empty, and who unbonds stays until the claims of its last session are due.
 * Source: spec/pocket.md section 9.
 */
export function checkSharedParams(params: SharedParams, context: z.RefinementCtx): void {
  for (const [key, message] of complaintsOf(params)) {
    context.addIssue({ code: 'custom', path: [key], message })
  }
}

function* complaintsOf(params: SharedParams): Generator<Complaint> {
  const { numBlocksPerSession: blocks, gracePeriodEndOffsetBlocks: grace } = params
  const tail = settlementTail(params)
  if (grace >= blocks) {
    yield ['gracePeriodEndOffsetBlocks', `it must be below the ${blocks} blocks of a session`]
  }
  if (params.claimWindowOpenOffsetBlocks < grace) {
    yield ['claimWindowOpenOffsetBlocks', `it must be at least the grace period, ${grace} blocks`]
  }
  if (tail === 0n) {
    yield ['proofWindowCloseOffsetBlocks', 'at least one window offset must be above 0 blocks']
  }
  for (const key of UNBONDING) {
    if (params[key] * blocks >= tail) continue
    yield [key, `times ${blocks} blocks it must be at least ${tail} blocks, when claims are due`]
  }
}

const UNBONDING = [
  'supplierUnbondingPeriodSessions',
  'applicationUnbondingPeriodSessions',
] as const satisfies readonly (keyof SharedParams)[]
