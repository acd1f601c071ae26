import { createExplainer, isTlmkitError, type JournalEntry } from '@tlmkit/core'
import { z } from 'zod'
import {
  chain,
  countsOf,
  entryOf,
  paramsOf,
  plainChain,
  scenarioOf,
  settledAmount,
  shareRows,
  supplierOf,
} from './chainScenario.fixture.js'
import {
  rootHashOf,
  settleScenario,
  type Scenario,
  type ScenarioClaim,
  type ScenarioShares,
  type Settled,
} from './scenario.fixture.js'
import { integer, notApplicable, run, type VectorRun } from './vectorRun.fixture.js'
import { dueHeight } from './windowsOf.fixture.js'

/** poktroll's name and number for the codes with which a claim is refused here. */
const ERRORS: Readonly<Record<string, readonly [name: string, number: number]>> = {
  'id-empty': ['ErrTokenomicsClaimSessionHeaderInvalid', 1103],
  'id-not-text': ['ErrTokenomicsClaimSessionHeaderInvalid', 1103],
  'session-invalid': ['ErrTokenomicsClaimSessionHeaderInvalid', 1103],
  'supplier-unknown': ['ErrTokenomicsSupplierNotFound', 1105],
  'application-unknown': ['ErrTokenomicsApplicationNotFound', 1106],
  'root-hash-length': ['ErrTokenomicsRootHashInvalid', 1109],
  'root-hash-zero-sum': ['ErrTokenomicsRootHashInvalid', 1109],
  'hex-invalid': ['ErrTokenomicsRootHashInvalid', 1109],
  'compute-units-mismatch': ['ErrTokenomicsRootHashInvalid', 1109],
  'service-unknown': ['ErrTokenomicsServiceNotFound', 1115],
}

const singleClaimInput = z.strictObject({
  ...chain,
  appStake: integer,
  appMinStake: integer.default(0n),
  numRelays: integer,
  revShares: shareRows.optional(),
  numClaimingSuppliers: integer.default(1n),
  validators: z.literal('one bonded validator without delegations').optional(),
  blockHeight: integer.optional(),
})

const VALIDATOR = {
  operator: 'v1',
  account: 'address/v1',
  tokens: 1n,
  commission: '0',
  delegations: [],
}

const singleClaim = run(singleClaimInput, (input) => {
  const { numBlocksPerSession: blocks, appMinStake: applicationMinStake } = input
  const { blockHeight, revShares, perSessionSpendLimit } = input
  const due = dueHeight(blocks, input.numPendingSessions)
  // The grid repeats: a height that is too early for any claim stands for the same place later.
  const shift = blockHeight === undefined ? 0n : blocks * ((due - blockHeight) / blocks + 1n)
  const others = Array.from({ length: Number(input.numClaimingSuppliers) - 1 }, (_, index) => {
    return { supplier: `other${index}`, relays: 1n, computeUnits: 1n + input.computeUnitsPerRelay }
  })
  const settleWith = (spendLimit: bigint): Settled =>
    settleScenario(
      scenarioOf(input, {
        height: blockHeight === undefined ? due : blockHeight + shift,
        versions: [{ from: 0n, values: { ...paramsOf(input), applicationMinStake } }],
        applications: [{ application: 'app1', stake: input.appStake, spendLimit }],
        claims: [{ relays: input.numRelays }, ...others],
        ...(revShares === undefined ? {} : { shares: revShares }),
        validators: input.validators === undefined ? [] : [VALIDATOR],
      }),
    )
  const settled = settleWith(perSessionSpendLimit ?? 0n)
  const entry = entryOf(settled, 'sup1')
  const [unbonding] = settled.events('application-unbonding-begin')
  const unstakeAt = unbonding?.fields['unstakeSessionEndHeight']
  return {
    claimed: entry.claimed,
    settled: settledAmount(entry),
    settledEqualsRunWithoutSpendLimit:
      settledAmount(entry) === settledAmount(entryOf(settleWith(0n), 'sup1')),
    appStakeAfter: settled.balance('application/app1/stake'),
    appModuleBalanceDelta: settled.delta(/^application\/[^/]+\/stake$/),
    applicationAccountDelta: settled.delta(/^application\/[^/]+\/account$/),
    supplierModuleBalanceDelta: settled.delta(/^supplier\//),
    supplierStakeDelta: settled.delta(/^supplier\/[^/]+\/stake$/),
    shareholderDeltas: shareholderDeltas(settled, revShares ?? [['sup1', 100]]),
    overservicedEvent: overserviced(entry),
    globalMinted: sumOf(settled, 'inflation'),
    validatorDelta: settled.balance('address/v1'),
    sourceOwnerDelta: settled.balance('address/source'),
    daoDelta: settled.balance('module/dao'),
    appUnbonding: settled.balance('application/app1/unbonding', 'mark') > 0n,
    unstakeSessionEndHeight: typeof unstakeAt === 'string' ? BigInt(unstakeAt) - shift : undefined,
    numUnbondingBeginEvents: settled.events('application-unbonding-begin').length,
    reason: unbonding === undefined ? undefined : 'APPLICATION_UNBONDING_REASON_BELOW_MIN_STAKE',
  }
})

function shareholderDeltas(settled: Settled, rows: ScenarioShares): Record<string, bigint> {
  const names = rows.flatMap((row) => (row === null ? [] : [row[0]]))
  return Object.fromEntries(names.map((name) => [name, settled.balance(`address/${name}`)]))
}

const group = run(
  z.strictObject({ ...chain, appStake: integer, claimsNumRelays: z.array(integer) }),
  (input) => {
    const claims = input.claimsNumRelays.map((relays, index) => {
      return { supplier: supplierOf(index), relays }
    })
    const spendLimit = input.perSessionSpendLimit ?? 0n
    const applications = [{ application: 'app1', stake: input.appStake, spendLimit }]
    const settled = settleScenario(scenarioOf(input, { applications, claims }))
    const amounts = settled.relays.map(settledAmount)
    return {
      perSupplierCap: capOf(settled),
      settledEach: amounts,
      totalSettled: amounts.reduce((sum, amount) => sum + amount, 0n),
    }
  },
)

/** The cap of the first claim, as its explanation has it. */
function capOf({ network, before: state, input, result, relays }: Settled): string | undefined {
  const explainer = createExplainer(network, { state, input, blocks: result.blocks })
  const { steps } = explainer.explain('relays', relays[0]?.key ?? [])
  const cap = steps.find((step) => step.step === 'value' && step.name === 'cap')
  return cap?.step === 'value' ? cap.value : undefined
}

const singleClaimErrors = run(
  z.strictObject({
    application: z.string().optional(),
    applicationAddress: z.string().optional(),
    numRelays: integer.default(1n),
    rootHash: z.null().optional(),
    rootLengthBytes: z.int().optional(),
    rootHex: z.string().optional(),
    rootSum: integer.optional(),
    rootCount: integer.optional(),
    computeUnitsPerRelay: integer.default(1n),
    sessionId: z.string().optional(),
  }),
  (input) => {
    if (input.applicationAddress !== undefined) {
      return notApplicable('an id of any form names an application: there is no address to check')
    }
    const { rootSum, rootCount, computeUnitsPerRelay, numRelays } = input
    const root = {
      computeUnits: rootSum ?? numRelays * computeUnitsPerRelay,
      relays: rootCount ?? numRelays,
    }
    const length = input.rootLengthBytes
    const hex = length === undefined ? rootHashOf(root) : '01'.repeat(length)
    const claim: ScenarioClaim = {
      application: input.application ?? 'app1',
      session: input.sessionId ?? 's1',
      rootHash: input.rootHash === null ? null : (input.rootHex ?? hex),
    }
    const code = refusalOf({
      ...scenarioOf(plainChain, {}),
      computeUnitsPerRelay,
      applications: [{ application: 'app1', stake: 1_000_000n }],
      claims: [claim],
    })
    if (code === undefined) return { error: false }
    const [error, number] = ERRORS[code] ?? [code]
    return { error, code: number }
  },
)

/** The code with which the only claim of a scenario, or its input, is refused. */
function refusalOf(scenario: Scenario): string | undefined {
  try {
    const entry = settleScenario(scenario).relays[0]
    return entry?.status === 'discarded' ? entry.code : undefined
  } catch (error) {
    if (isTlmkitError(error) && error.kind === 'rejection') return error.code
    throw error
  }
}

const supplierCount = run(
  z.strictObject({ increments: z.array(z.tuple([z.string(), z.string()])) }),
  ({ increments }) => {
    const claims = increments.map(([application, session], index) => {
      return { application, session, supplier: supplierOf(index), relays: FLOOR }
    })
    // A claim counts itself, so that a session in which nobody else claims counts one.
    const alone = { application: 'nonexistent', session: 'session', supplier: 'alone' }
    const all = [...claims, { ...alone, relays: FLOOR }]
    const names = [...new Set(all.map(({ application }) => application))]
    const applications = names.map((application) => ({ application, stake: FLOOR }))
    const settled = settleScenario(scenarioOf(plainChain, { applications, claims: all }))
    const counts = settled.relays.map((entry) => {
      const [application = '', session = ''] = entry.key
      const name = application === alone.application ? application : `${application}/${session}`
      return [name, FLOOR / settledAmount(entry)] as const
    })
    return Object.fromEntries<bigint>(counts)
  },
)

/** A stake that every small count divides. */
const FLOOR = 5040n

const pinned = {
  cuprAtSessionStart: integer,
  liveCupr: integer,
  numBlocksPerSession: integer.default(10n),
  overservicingBonusMultiplier: integer.default(1n),
}

function settlePinned(input: z.output<z.ZodObject<typeof pinned>>, root: ScenarioClaim): Settled {
  const { numBlocksPerSession, overservicingBonusMultiplier, cuprAtSessionStart, liveCupr } = input
  const used = { ...plainChain, numBlocksPerSession, overservicingBonusMultiplier }
  return settleScenario(
    scenarioOf(used, {
      computeUnitsPerRelay: liveCupr,
      history: [
        { effectiveHeight: 1n, computeUnitsPerRelay: cuprAtSessionStart },
        { effectiveHeight: numBlocksPerSession + 1n, computeUnitsPerRelay: liveCupr },
      ],
      applications: [{ application: 'app1', stake: 10n ** 12n }],
      claims: [{ sessionEnd: numBlocksPerSession, ...root }],
    }),
  )
}

const cuprPinned = run(z.strictObject({ ...pinned, numRelays: integer }), (input) => {
  const { numRelays: relays, cuprAtSessionStart } = input
  return countsOf(settlePinned(input, { relays, computeUnits: relays * cuprAtSessionStart }))
})

const createPinned = run(z.strictObject({ ...pinned, claimBuiltWithCupr: integer }), (input) => {
  const root = { relays: 10n, computeUnits: 10n * input.claimBuiltWithCupr }
  return { accepted: settlePinned(input, root).relays[0]?.status === 'settled' }
})

function overserviced({ events }: JournalEntry) {
  return events.find(({ event }) => event === 'application-overserviced')?.fields
}

function sumOf({ postings }: Settled, reason: string): bigint {
  const amounts = postings.filter((posting) => posting.reason === reason)
  return amounts.reduce((sum, { amount }) => sum + amount, 0n)
}

export const settleRuns: Readonly<Record<string, VectorRun>> = {
  'settle.singleClaim': singleClaim,
  'settle.group': group,
  'settle.singleClaimErrors': singleClaimErrors,
  'settle.supplierCount': supplierCount,
  'settle.cuprPinnedToSessionStart': cuprPinned,
  'claim.create.cuprPin': createPinned,
}
