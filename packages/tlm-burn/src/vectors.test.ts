// long: one run for each kind of vector
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseRatio, type SettleResult } from '@tlmkit/core'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { payDue } from './duesNetwork.fixture.js'
import { antiCollusionHolds, pocketTokenomicsParams } from './index.js'
import {
  balancesAfter,
  entriesOf,
  eventsOf,
  pocketNetwork,
  relaysClaim,
  settleGiven,
  slash,
} from './pocketNetwork.fixture.js'
import { paidRewards, payRewards, type GivenValidator } from './rewardsNetwork.fixture.js'

const integer = z.union([z.string(), z.int()]).transform((value) => BigInt(value))
const file = join(process.env['TLMKIT_VECTORS'] ?? '', 'pocket.json')
const isPresent = process.env['TLMKIT_VECTORS'] !== undefined && existsSync(file)
const vectorFile = z.object({
  vectors: z.array(
    z.object({ id: z.string(), kind: z.string(), input: z.unknown(), expect: z.unknown() }),
  ),
})
const { vectors } = isPresent
  ? vectorFile.parse(JSON.parse(readFileSync(file, 'utf8')))
  : { vectors: [] }

if (!isPresent) {
  console.info('Vectors are not run: TLMKIT_VECTORS is not a folder that has pocket.json.')
}

type Run = (input: unknown, expected: unknown) => void

/** A run of one kind: parses both sides, so that a vector of another shape fails. */
function run<Input extends z.ZodType, Expected extends z.ZodType>(
  input: Input,
  expected: Expected,
  check: (input: z.output<Input>, expected: z.output<Expected>) => void,
): Run {
  return (given, wanted) => check(input.parse(given), expected.parse(wanted))
}

const holder = z.tuple([z.string(), z.int()])
const ratio = z.number()
const actorShares = z
  .strictObject({
    dao: ratio,
    proposer: ratio,
    supplier: ratio,
    source_owner: ratio,
    application: ratio,
  })
  .transform(({ source_owner: sourceOwner, ...others }) => ({ ...others, sourceOwner }))
const mintParams = z.object({
  mintRatio: ratio,
  globalInflationPerClaim: ratio,
  mintEqualsBurn: actorShares,
  mintAllocation: actorShares.optional(),
})

function paramsOf({ mintEqualsBurn, mintAllocation, ...others }: z.output<typeof mintParams>) {
  const { mintRatio, globalInflationPerClaim } = others
  const params = { mintRatio, globalInflationPerClaim }
  const shares = { mintEqualsBurnDistribution: mintEqualsBurn }
  return mintAllocation === undefined
    ? { ...params, ...shares }
    : { ...params, ...shares, mintAllocation }
}

const validator = z.object({
  id: z.string(),
  tokens: z.string().transform(Number),
  commissionRate: z.string().default('0'),
  delegations: z.record(z.string(), z.string().transform(Number)).default({}),
})

function givenValidator({ commissionRate, ...stakes }: z.output<typeof validator>): GivenValidator {
  return { ...stakes, commission: commissionRate }
}

function givenTokens(tokens: readonly string[]): readonly GivenValidator[] {
  return tokens.map((each, index) => ({ id: `v${index}`, tokens: Number(each) }))
}

function addressBalances(result: SettleResult): Readonly<Record<string, bigint>> {
  const balances = Object.entries(balancesAfter(result))
  return Object.fromEntries(
    balances.flatMap(([name, balance]) =>
      name.startsWith('address/') ? [[name.slice('address/'.length), balance]] : [],
    ),
  )
}

const amounts = z.record(z.string(), integer)
const stake = 'application/app1/stake'

const singleClaim = run(
  mintParams.extend({
    appStake: integer,
    numRelays: integer,
    computeUnitsPerRelay: z.literal('1'),
    computeUnitsToTokensMultiplier: z.literal('1000000'),
    computeUnitCostGranularity: z.literal('1000000'),
    overservicingBonusMultiplier: z.literal('1'),
    revShares: z.array(holder).default([['sup1', 100]]),
    appMinStake: z.string().default('0'),
    validators: z.literal('one bonded validator without delegations').optional(),
    blockHeight: z.literal('1').optional(),
  }),
  z.object({
    appStakeAfter: integer,
    claimed: integer.optional(),
    globalMinted: integer.optional(),
    validatorDelta: integer.optional(),
    sourceOwnerDelta: integer.optional(),
    daoDelta: integer.optional(),
    applicationAccountDelta: integer.default(0n),
    supplierModuleBalanceDelta: integer.default(0n),
    shareholderDeltas: amounts.optional(),
    unstakeSessionEndHeight: z.string().optional(),
    numUnbondingBeginEvents: z.int().default(0),
  }),
  ({ appStake, numRelays: settled, revShares: shareholders, appMinStake, ...given }, wanted) => {
    const params = paramsOf(given)
    const account = 'address/validator'
    const bonded = { operator: 'validator', account, tokens: 1, commission: 0, delegations: [] }
    const result = settleGiven(pocketNetwork({ params, minStake: appMinStake }), {
      relays: [relaysClaim(settled, { shareholders })],
      balances: { [stake]: appStake },
      validators: given.validators === undefined ? [] : [bonded],
    })
    const after = balancesAfter(result)
    const [entry] = entriesOf(result)
    const inflation = entry?.postings.find(({ reason }) => reason === 'inflation')
    expect(entry?.status).toBe('settled')
    expect(after[stake]).toBe(wanted.appStakeAfter)
    expect(settled).toBe(wanted.claimed ?? settled)
    expect(inflation?.amount).toBe(wanted.globalMinted)
    expect(after[account]).toBe(wanted.validatorDelta)
    expect(after['address/source']).toBe(wanted.sourceOwnerDelta)
    expect(after['module/dao']).toBe(wanted.daoDelta)
    expect(after['application/app1/account'] ?? 0n).toBe(wanted.applicationAccountDelta)
    expect(after['supplier/sup1/due'] ?? 0n).toBe(wanted.supplierModuleBalanceDelta)
    for (const [name, amount] of Object.entries(wanted.shareholderDeltas ?? {})) {
      expect(after[`address/${name}`]).toBe(amount)
    }
    const begun = eventsOf(result).filter(([event]) => event === 'application-unbonding-begin')
    expect(begun).toHaveLength(wanted.numUnbondingBeginEvents)
    expect(begun[0]?.[1]['unstakeSessionEndHeight']).toBe(wanted.unstakeSessionEndHeight)
  },
)

const revShareAmounts = run(
  z.strictObject({ amount: integer, shares: z.array(holder.nullable()) }),
  z.union([
    z.strictObject({ amounts }),
    z.strictObject({ error: z.literal(true), errorContains: z.string() }),
  ]),
  ({ amount, shares }, wanted) => {
    const holders = shares.filter((each) => each !== null)
    if (holders.length < shares.length) {
      const rows = { shareholders: [null] }
      const input = { relays: [{ ...relaysClaim(amount), ...rows }] }
      expect(() => settleGiven(pocketNetwork(), input)).toThrow(
        expect.objectContaining({ code: 'row-not-object' }),
      )
      return
    }
    const result = payDue(amount, holders)
    const events = eventsOf(result).map(([event]) => event)
    if ('error' in wanted) expect(events).toEqual(['revenue-share-fallback'])
    else expect(addressBalances(result)).toEqual(wanted.amounts)
  },
)

const distribute = run(
  z.strictObject({ amount: integer, shares: z.array(holder), ownerAddress: z.string() }),
  z.strictObject({
    transfers: amounts,
    fallbackEvents: z.int().default(0),
    error: z.boolean().default(false),
    senderModule: z.literal('supplier').optional(),
  }),
  ({ amount, shares, ownerAddress }, { transfers, fallbackEvents, error }) => {
    const result = payDue(amount, shares, ownerAddress !== '')
    expect(addressBalances(result)).toEqual(transfers)
    expect(eventsOf(result)).toHaveLength(fallbackEvents)
    expect(entriesOf(result)[0]?.status).toBe(error ? 'discarded' : 'settled')
  },
)

const rewards = run(
  z.union([
    z.strictObject({ reward: integer, validators: z.array(validator) }),
    z
      .strictObject({ reward: integer, validatorTokens: z.array(z.string()), runs: z.int() })
      .partial({ runs: true }),
  ]),
  z.strictObject({
    error: z.literal(false).optional(),
    numTransfers: z.int().optional(),
    total: integer.optional(),
    allTaggedValidator: z.literal(true).optional(),
    numValidatorTagged: z.int().optional(),
    numDelegatorTagged: z.int().optional(),
    amounts: amounts.optional(),
    event: z.record(z.string(), z.union([z.string(), z.int()]).transform(String)).optional(),
    transferOrder: z.string().optional(),
    identicalAcrossRuns: z.literal(true).optional(),
  }),
  (input, wanted) => {
    const isListed = 'validators' in input
    const validators = isListed
      ? input.validators.map(givenValidator)
      : givenTokens(input.validatorTokens)
    const result = payRewards(input.reward, validators)
    const paid = paidRewards(result)
    const tagged = (wantedReason: string) => paid.filter(([, , reason]) => reason === wantedReason)
    const isBonded = validators.some(({ tokens }) => tokens > 0)
    expect(paid).toHaveLength(wanted.numTransfers ?? paid.length)
    expect(paid.reduce((sum, [, amount]) => sum + amount, 0n)).toBe(
      wanted.total ?? (isBonded ? input.reward : 0n),
    )
    const validatorsMin = wanted.allTaggedValidator === true ? paid.length : undefined
    expect(tagged('validator')).toHaveLength(
      wanted.numValidatorTagged ?? validatorsMin ?? tagged('validator').length,
    )
    expect(tagged('delegator')).toHaveLength(
      wanted.numDelegatorTagged ?? tagged('delegator').length,
    )
    if (wanted.amounts !== undefined) {
      const byName = paid.map(([to, amount]) => [to.slice('address/'.length), amount] as const)
      expect(Object.fromEntries(byName)).toEqual(wanted.amounts)
    }
    if (wanted.event !== undefined) expect(eventsOf(result)[0]?.[1]).toMatchObject(wanted.event)
    const accounts = paid.map(([to]) => to)
    expect(accounts).toEqual(accounts.toSorted((a, b) => (a < b ? -1 : 1)))
    expect(paidRewards(payRewards(input.reward, validators.toReversed()))).toEqual(paid)
  },
)

/** The largest difference of two lists of payments, by account. */
function deviation(paid: ReadonlyMap<string, bigint>, ideal: (account: string) => bigint): bigint {
  const differences = [...paid].map(([account, amount]) => {
    const difference = amount - ideal(account)
    return difference < 0n ? -difference : difference
  })
  return differences.reduce((largest, each) => (each > largest ? each : largest), 0n)
}

function repeatRewards(tokens: readonly string[], reward: bigint, times: number) {
  const once = paidRewards(payRewards(reward, givenTokens(tokens)))
  return new Map(once.map(([account, amount]) => [account, amount * BigInt(times)]))
}

const rewardsProperty = run(
  z.union([
    z.strictObject({
      validatorTokens: z.array(z.string()),
      calls: z.int(),
      rewardPerCall: integer,
    }),
    z.strictObject({
      validatorTokens: z.array(z.string()),
      claims: z.int(),
      rewardPerClaim: integer,
    }),
  ]),
  z.union([
    z.strictObject({ total: integer, maxErrorVsIdealGreaterThan: integer }),
    z.strictObject({
      totalPerClaim: integer,
      totalBatched: integer,
      maxDeviationPerClaimVsBatchedGreaterThan: integer,
    }),
  ]),
  (input, wanted) => {
    const { validatorTokens } = input
    const [times, each] =
      'calls' in input ? [input.calls, input.rewardPerCall] : [input.claims, input.rewardPerClaim]
    const perClaim = repeatRewards(validatorTokens, each, times)
    const batched = repeatRewards(validatorTokens, each * BigInt(times), 1)
    const sumOf = (paid: ReadonlyMap<string, bigint>) =>
      [...paid.values()].reduce((sum, amount) => sum + amount, 0n)
    const total = 'total' in wanted ? wanted.total : wanted.totalPerClaim
    expect(sumOf(perClaim)).toBe(total)
    expect(sumOf(batched)).toBe('total' in wanted ? wanted.total : wanted.totalBatched)
    const least =
      'total' in wanted
        ? wanted.maxErrorVsIdealGreaterThan
        : wanted.maxDeviationPerClaimVsBatchedGreaterThan
    expect(deviation(perClaim, (account) => batched.get(account) ?? 0n)).toBeGreaterThan(least)
  },
)

const batchRewards = run(
  mintParams.extend({
    claims: z.int(),
    claimComputeUnits: integer,
    computeUnitsToTokensMultiplier: z.literal('1000000'),
    computeUnitCostGranularity: z.literal('1000000'),
    appStakeEach: integer,
    validators: z.array(validator),
  }),
  z.strictObject({
    validatorRewardsMultiset: z.array(integer).optional(),
    delegatorRewardsMultiset: z.array(integer).optional(),
    totalValidatorAndDelegatorRewards: integer,
    numValidatorRewards: z.int().optional(),
    eachValidatorRewardApprox: z.number().optional(),
    delegatorRewardsApprox: z.array(z.number()).default([]),
    absTolerance: z.int().default(0),
  }),
  ({ claims: count, claimComputeUnits: settled, appStakeEach, validators, ...given }, wanted) => {
    const names = Array.from({ length: count }, (_, index) => `app${index}`)
    const result = settleGiven(pocketNetwork({ params: paramsOf(given) }), {
      relays: names.map((application) => relaysClaim(settled, { application })),
      balances: Object.fromEntries(
        names.map((name) => [`application/${name}/stake`, appStakeEach]),
      ),
      validators: validators.map(({ id: operator, commissionRate, tokens, delegations }) => ({
        operator,
        account: `address/${operator}`,
        tokens,
        commission: commissionRate,
        delegations: Object.entries(delegations).map(([to, each]) => {
          return { to: `address/${to}`, stake: each }
        }),
      })),
    })
    expect(result.receipt.claims.settled).toBe(count)
    const balances = addressBalances(result)
    const operators = new Set(validators.map(({ id }) => id))
    const delegators = new Set(validators.flatMap(({ delegations }) => Object.keys(delegations)))
    const validatorRewards = [...operators].map((name) => balances[name] ?? 0n)
    const others = [...delegators].filter((name) => !operators.has(name))
    const delegatorRewards = others.map((name) => balances[name] ?? 0n)
    const total = [...validatorRewards, ...delegatorRewards].reduce((sum, each) => sum + each)
    expect(total).toBe(wanted.totalValidatorAndDelegatorRewards)
    expect(validatorRewards).toEqual(wanted.validatorRewardsMultiset ?? validatorRewards)
    expect(delegatorRewards).toEqual(wanted.delegatorRewardsMultiset ?? delegatorRewards)
    expect(validatorRewards).toHaveLength(wanted.numValidatorRewards ?? validatorRewards.length)
    const close = (amount: bigint | undefined, approx: number) =>
      expect(Math.abs(Number(amount ?? 0n) - approx)).toBeLessThanOrEqual(wanted.absTolerance)
    const { eachValidatorRewardApprox: approximate } = wanted
    if (approximate !== undefined) validatorRewards.forEach((amount) => close(amount, approximate))
    wanted.delegatorRewardsApprox.forEach((approx, index) => close(delegatorRewards[index], approx))
  },
)

const supplierUnstaked = run(
  z.object({
    supplierStake: integer,
    supplierMinStake: z.string(),
    expiredClaims: z.int(),
    proofMissingPenalty: z.string(),
  }),
  z.strictObject({
    slashEvents: z.array(z.string()),
    supplierStakeAfterEachSlash: z.array(z.string()),
    supplierUnbonding: z.literal(true),
    unstakeSessionEndHeight: z.string(),
    numUnbondingBeginEvents: z.int(),
    unbondingEndHeight: z.string(),
  }),
  ({ supplierStake, supplierMinStake, expiredClaims, proofMissingPenalty }, wanted) => {
    const options = { penalty: proofMissingPenalty, minStake: supplierMinStake }
    const sessions = Array.from({ length: expiredClaims }, (_, index) => `s${index}`)
    const result = settleGiven(pocketNetwork(options), {
      slashes: sessions.map(slash),
      balances: { 'supplier/sup1/stake': supplierStake },
    })
    const fieldsOf = (name: string) =>
      eventsOf(result).flatMap(([event, fields]) => (event === name ? [fields] : []))
    const slashed = fieldsOf('supplier-slashed')
    const upokt = (name: string) => slashed.map((fields) => `${String(fields[name])}upokt`)
    expect(upokt('penalty')).toEqual(wanted.slashEvents)
    expect(upokt('stakeAfter')).toEqual(wanted.supplierStakeAfterEachSlash)
    const begun = fieldsOf('supplier-unbonding-begin')
    expect(begun).toHaveLength(wanted.numUnbondingBeginEvents)
    const { unstakeSessionEndHeight, unbondingEndHeight } = wanted
    expect(begun[0]).toMatchObject({ unstakeSessionEndHeight, unbondingEndHeight })
  },
)

const moduleBalances = run(
  z.object({ applications: z.int(), appStake: integer }),
  z.object({ settled: z.int(), tokenomicsModuleBalanceDelta: z.literal('0') }),
  ({ applications, appStake }, { settled }) => {
    const names = Array.from({ length: applications }, (_, index) => `app${index}`)
    const result = settleGiven(pocketNetwork(), {
      relays: names.map((application) => relaysClaim(210n, { application })),
      balances: Object.fromEntries(names.map((name) => [`application/${name}/stake`, appStake])),
    })
    expect(result.receipt.claims.settled).toBe(settled)
    expect(balancesAfter(result)['module/tokenomics']).toBeUndefined()
    const { minted, burned } = result.receipt.supply['upokt'] ?? { minted: -1n, burned: 0n }
    expect(minted - burned).toBeGreaterThanOrEqual(0n)
  },
)

const validate = run(
  z.strictObject({
    module: z.literal('tokenomics'),
    param: z.string(),
    value: z.union([z.string(), z.number()]),
  }),
  z.strictObject({ valid: z.boolean() }),
  ({ param, value }, { valid }) => {
    const [key = '', member] = param.split('.')
    const shares = { dao: 0.1, proposer: 0.05, supplier: 0.7, sourceOwner: 0.15, application: 0 }
    const given = key === 'daoRewardAddress' ? `address/${String(value)}` : value
    const params = { [key]: member === undefined ? given : { ...shares, [member]: value } }
    expect(pocketTokenomicsParams.safeParse(params).success).toBe(valid)
  },
)

const validateAll = run(
  mintParams.partial(),
  z.strictObject({ valid: z.boolean(), errorContains: z.string().optional() }),
  ({ mintEqualsBurn: mintEqualsBurnDistribution, ...others }, { valid }) => {
    const params = { mintEqualsBurnDistribution, ...others }
    expect(pocketTokenomicsParams.safeParse(params).success).toBe(valid)
  },
)

const antiCollusion = run(
  z.strictObject({ mintRatio: ratio, supplierShare: ratio }),
  z.strictObject({ holds: z.boolean(), validateBasicAccepts: z.literal(true) }),
  ({ mintRatio, supplierShare }, { holds }) => {
    const share = parseRatio(supplierShare, 'supplierShare')
    expect(antiCollusionHolds(parseRatio(mintRatio, 'mintRatio'), share)).toBe(holds)
    const shares = { dao: 0, proposer: 0, sourceOwner: 0, application: 0 }
    const supplier = { supplier: supplierShare, dao: `${10 - supplierShare * 10}/10` }
    const mintEqualsBurnDistribution = { ...shares, ...supplier }
    const params = { mintRatio, mintEqualsBurnDistribution }
    expect(pocketTokenomicsParams.safeParse(params).success).toBe(true)
  },
)

const byKind: Readonly<Record<string, Run>> = {
  'supplier.revShareAmounts': revShareAmounts,
  'supplier.distribute': distribute,
  'validator.rewards': rewards,
  'validator.rewards.property': rewardsProperty,
  'settle.batchValidatorRewards': batchRewards,
  'params.antiCollusionInvariant': antiCollusion,
  'params.validateAll': validateAll,
}
// The others of these kinds are about price, limits, lifecycles, or the params of other modules.
const byId: Readonly<Record<string, Run>> = {
  'tlm-rbem-supplier-only': singleClaim,
  'tlm-default-chain': singleClaim,
  'tlm-app-below-min-stake': singleClaim,
  'life-supplier-unstaked': supplierUnstaked,
  'life-module-balances': moduleBalances,
}

function runOf({ id, kind, input }: (typeof vectors)[number]): Run | undefined {
  const isTokenomics = z.object({ module: z.literal('tokenomics') }).safeParse(input).success
  if (kind === 'params.validate') return isTokenomics ? validate : undefined
  return byKind[kind] ?? byId[id]
}

const mine = vectors.filter((vector) => runOf(vector) !== undefined)

test.runIf(isPresent).each(mine)('$kind $id', (vector) => {
  runOf(vector)?.(vector.input, vector.expect)
  expect.hasAssertions()
})

test.runIf(isPresent)('every vector that this package answers for has run', () => {
  const ids = new Set(mine.map(({ id }) => id))
  expect(Object.keys(byId).filter((id) => !ids.has(id))).toEqual([])
  const kinds = new Set(mine.map(({ kind }) => kind))
  expect(Object.keys(byKind).filter((kind) => !kinds.has(kind))).toEqual([])
})
