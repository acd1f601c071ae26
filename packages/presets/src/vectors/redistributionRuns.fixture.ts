import { z } from 'zod'
import {
  entryOf,
  plainChain,
  scenarioOf,
  settledAmount,
  supplierOf,
} from './chainScenario.fixture.js'
import { settleScenario } from './scenario.fixture.js'
import { integer, run, type VectorRun } from './vectorRun.fixture.js'

const redistributionInput = z.strictObject({
  floor: integer,
  numPendingSessions: integer.default(1n),
  appStake: integer.optional(),
  globalInflationPerClaim: z.number().default(0),
  overservicingBonusMultiplier: integer,
  claims: z.array(integer).optional(),
  orders: z.array(z.array(z.int())).optional(),
  baselineClaims: z.array(integer).optional(),
  withAttackerClaims: z.array(integer).optional(),
  attackerIndex: z.int().optional(),
  attackerProofStatus: z.enum(['PENDING_VALIDATION', 'INVALID']).optional(),
  proofRequirementThreshold: integer.optional(),
  proofRequestProbability: z.literal(0).optional(),
})
type Redistribution = z.output<typeof redistributionInput>

interface Presentation {
  /** Status of the proofs of claims that must be proven. */
  readonly attacker?: 'pending' | 'validated' | 'invalid'
  /** Order in which the claims are presented. */
  readonly order?: readonly number[]
}

/** What claims of these amounts settle to, in the order they are given. */
function redistribute(
  input: Redistribution,
  amounts: readonly bigint[],
  presentation: Presentation = {},
): readonly bigint[] {
  const { floor, numPendingSessions, globalInflationPerClaim } = input
  const { overservicingBonusMultiplier, proofRequirementThreshold: threshold } = input
  const { attacker: proofStatus = 'pending', order = amounts.keys() } = presentation
  const claims = amounts.map((relays, index) => {
    const isProven = threshold !== undefined && relays >= threshold
    const proofRequirement = isProven ? ('threshold' as const) : ('not-required' as const)
    return { supplier: supplierOf(index), relays, proofRequirement, proofStatus }
  })
  const used = { ...plainChain, numPendingSessions, globalInflationPerClaim }
  const stake = input.appStake ?? floor * numPendingSessions * BigInt(amounts.length)
  const settled = settleScenario(
    scenarioOf({ ...used, overservicingBonusMultiplier }, {
      applications: [{ application: 'app1', stake }],
      claims: [...order].flatMap((index) => claims[index] ?? []),
    }),
  )
  return amounts.map((_, index) => settledAmount(entryOf(settled, supplierOf(index))))
}

const MOVED = 'settled[0] must differ from baseline'

const PROOF_STATUS = { PENDING_VALIDATION: 'pending', INVALID: 'invalid' } as const

const budgetRedistribution = run(redistributionInput, (input) => {
  const { claims = [], orders = [], baselineClaims = [], withAttackerClaims = [] } = input
  const settled = redistribute(input, claims)
  const ordered = orders.map((order) => redistribute(input, claims, { order }).join())
  const baseline = redistribute(input, baselineClaims)
  const attacker = PROOF_STATUS[input.attackerProofStatus ?? 'PENDING_VALIDATION']
  const attacked = redistribute(input, withAttackerClaims, { attacker })
  const validated = redistribute(input, withAttackerClaims, { attacker: 'validated' })
  const honest = attacked.filter((_, index) => index !== input.attackerIndex)
  const isMoved = validated[0] !== baseline[0]
  return {
    settled,
    settledIndex0: settled[0],
    settledIdenticalForAllOrders: orders.length > 1 && new Set(ordered).size === 1,
    [`settledIndices0to${baseline.length - 1}EqualBaseline`]: honest.join() === baseline.join(),
    ifAttackerValidated: isMoved ? MOVED : 'settled[0] is as before',
  }
})

export const redistributionRuns: Readonly<Record<string, VectorRun>> = {
  'settle.budgetRedistribution': budgetRedistribution,
}
