import {
  accountOf,
  defer,
  isTlmkitError,
  ratioOf,
  reject,
  type CollectContext,
  type Deferral,
  type Ratio,
  type Rejection,
  type RowOf,
} from '@tlmkit/core'
import { difficultyAt } from '../difficulty/difficultyAt.js'
import { difficultyLifecycle, type DifficultyState } from '../difficulty/difficultyLifecycle.js'
import { difficultyMultiplier } from '../difficulty/difficultyMultiplier.js'
import { computeUnitsPerRelayAt } from '../services/computeUnitsPerRelayAt.js'
import { budgetLifecycle, type BudgetState } from '../sessions/budgetLifecycle.js'
import { isRipe } from '../sessions/isRipe.js'
import { numPendingSessions } from '../sessions/numPendingSessions.js'
import { sessionGrid } from '../sessions/sessionGrid.js'
import { sessionParamsOf, unitsOf } from '../sessions/sessionParamsOf.js'
import { sessionWindows } from '../sessions/sessionWindows.js'
import { applications } from '../tables/applications.js'
import { services } from '../tables/services.js'
import { suppliers } from '../tables/suppliers.js'
import { hasExactComputeUnits } from './hasExactComputeUnits.js'
import { parseRootHash, type RootHash } from './parseRootHash.js'

/** Codes of relay claims that are not collected, in the order in which they are tested. */
export const RELAY_CODES = [
  'not-ripe',
  'session-invalid',
  'session-closed',
  'root-hash-length',
  'root-hash-zero-sum',
  'service-unknown',
  'difficulty-unknown',
  'application-unknown',
  'supplier-unknown',
  'application-services-not-one',
  'application-of-another-service',
  'compute-units-mismatch',
] as const

type RelayCode = (typeof RELAY_CODES)[number]

/** The presented columns that the look-ups read. */
interface PresentedRelays {
  readonly application: string
  readonly supplier: string
  readonly service: string
  readonly sessionStart: bigint
  readonly sessionEnd: bigint
  readonly rootHash: string
  readonly proofRequirement: 'not-required' | 'threshold' | 'probabilistic'
  readonly proofStatus: 'pending' | 'validated' | 'invalid'
}

/** Looks up the facts of a relay claim, or says why it is not settled. */
export function collectRelays(claim: PresentedRelays, context: CollectContext) {
  const refusal = refuseSession(claim, context)
  if (refusal !== undefined) return refusal
  const root = readRootHash(claim.rootHash)
  if ('rejected' in root) return root
  const service = context.find(services, claim.service)
  if (service === undefined) return refuse('service-unknown')
  const multiplier = multiplierOf(claim, context)
  if (multiplier === undefined) return refuse('difficulty-unknown')
  const application = context.find(applications, claim.application)
  if (application === undefined) return refuse('application-unknown')
  const supplier = context.find(suppliers, claim.supplier, claim.service)
  if (supplier === undefined) return refuse('supplier-unknown')
  const staked = application.services
  if (staked.length !== 1) return refuse('application-services-not-one')
  if (staked[0]?.service !== claim.service) return refuse('application-of-another-service')
  if (!isPricedRight(claim, root, service)) return refuse('compute-units-mismatch')
  const { shareholders, owner, hasOwner } = supplier
  return {
    computeUnits: root.computeUnits,
    relays: root.relays,
    multiplier,
    ...pricingOf(claim, context),
    stake: context.balance(accountOf('application', claim.application, 'stake'), 'upokt'),
    spendLimit: application.spendLimit,
    expiration: expirationOf(claim),
    shareholders,
    owner,
    hasOwner,
    sourceOwner: service.sourceOwner,
    ...unstakingHeights(context),
  }
}

/** Not yet due comes before everything; then a session that is none, or whose budget is spent. */
function refuseSession(
  { application, sessionStart, sessionEnd }: PresentedRelays,
  { paramsAt, height, lifecycle }: CollectContext,
): Rejection<RelayCode> | Deferral | undefined {
  const live = sessionParamsOf(paramsAt(sessionStart))
  if (!isRipe({ height, sessionEnd, live, history: [] })) return defer('not-ripe')
  const session = sessionGrid(sessionStart, live)
  const isSession = session.start === sessionStart && session.end === sessionEnd
  if (!isSession || sessionStart === 0n) return refuse('session-invalid')
  const due = sessionWindows(sessionEnd, live).proofClose
  const budget = lifecycle(budgetLifecycle.name, application) as BudgetState | undefined
  return budget !== undefined && due <= budget.sharedOutAt ? refuse('session-closed') : undefined
}

function readRootHash(rootHash: string): RootHash | Rejection<RelayCode> {
  try {
    return parseRootHash(rootHash, 'rootHash')
  } catch (error) {
    if (!isTlmkitError(error)) throw error
    return refuse(error.code === 'root-hash-zero-sum' ? 'root-hash-zero-sum' : 'root-hash-length')
  }
}

/** Of the difficulty at the session's start; undefined where its history is no longer kept. */
function multiplierOf(
  { service, sessionStart }: PresentedRelays,
  context: CollectContext,
): Ratio | undefined {
  const state = context.lifecycle(difficultyLifecycle.name, service) as DifficultyState | undefined
  if (state !== undefined && sessionStart < state.since) return undefined
  return difficultyMultiplier(difficultyAt(state?.history ?? [], sessionStart))
}

function isPricedRight(
  { sessionStart }: PresentedRelays,
  root: RootHash,
  service: RowOf<typeof services.columns>,
): boolean {
  const { history, computeUnitsPerRelay: live } = service
  const perRelay = computeUnitsPerRelayAt({ history, live }, sessionStart)
  return perRelay !== undefined && hasExactComputeUnits(root, perRelay)
}

/** Price and pending sessions, both of the params at the session's start. */
function pricingOf({ sessionStart }: PresentedRelays, { paramsAt }: CollectContext) {
  const params = paramsAt(sessionStart)
  return {
    tokensPerComputeUnit: ratioOf(
      unitsOf(params, 'computeUnitsToTokensMultiplier'),
      unitsOf(params, 'computeUnitCostGranularity'),
      'tokensPerComputeUnit',
    ),
    pendingSessions: numPendingSessions(sessionParamsOf(params)),
  }
}

function expirationOf({ proofRequirement, proofStatus }: PresentedRelays) {
  if (proofRequirement === 'not-required' || proofStatus === 'validated') return 'none' as const
  return proofStatus === 'invalid' ? ('proof-invalid' as const) : ('proof-missing' as const)
}

/** Unbonding is scheduled on the grid in force at the settlement. */
function unstakingHeights({ height, paramsAt }: CollectContext) {
  const params = paramsAt(height)
  const session = sessionParamsOf(params)
  const unstakeSessionEndHeight = sessionGrid(height, session).end
  const sessions = unitsOf(params, 'applicationUnbondingPeriodSessions')
  return {
    unstakeSessionEndHeight,
    unbondingEndHeight: unstakeSessionEndHeight + sessions * session.blocksPerSession,
  }
}

const refuse = (code: RelayCode): Rejection<RelayCode> => reject(code)
