import { compareBytes } from '@tlmkit/core'
import { z } from 'zod'
import { settleScenario, type Settled } from './scenario.fixture.js'
import { supplierOf } from './chainScenario.fixture.js'
import { integer, run, shares, type VectorRun } from './vectorRun.fixture.js'

const validatorRow = z.strictObject({
  id: z.string(),
  tokens: integer,
  commissionRate: z.string().default('0'),
  delegations: z.record(z.string(), integer).default({}),
})
type ValidatorRow = z.output<typeof validatorRow>

const addressOf = (name: string): string => `address/${name}`

function tableRow({ id, tokens, commissionRate: commission, delegations }: ValidatorRow) {
  const rows = Object.entries(delegations).map(([name, stake]) => ({ to: addressOf(name), stake }))
  return { operator: id, account: addressOf(id), tokens, commission, delegations: rows }
}

/** Shares out a pool in a settlement without claims. */
function shareOut(reward: bigint, validators: readonly ValidatorRow[]): Settled {
  return settleScenario({
    height: 20n,
    balances: { 'pool/validators-minted': reward },
    validators: validators.map(tableRow),
  })
}

const rewardsOf = ({ postings }: Settled) =>
  postings.filter(({ debit }) => debit.startsWith('pool/validators-'))

function amountsOf(settled: Settled): Readonly<Record<string, bigint>> {
  const amounts: Record<string, bigint> = {}
  for (const { credit, amount } of rewardsOf(settled)) {
    const name = credit.replace('address/', '')
    amounts[name] = (amounts[name] ?? 0n) + amount
  }
  return amounts
}

/** Validators of these tokens, their accounts in the order given. */
function fromTokens(tokens: readonly bigint[]): readonly ValidatorRow[] {
  return tokens.map((each, index) => {
    const id = `v${String(index).padStart(3, '0')}`
    return { id, tokens: each, commissionRate: '0', delegations: {} }
  })
}

const rewards = run(
  z.strictObject({
    reward: integer,
    validators: z.array(validatorRow).optional(),
    validatorTokens: z.array(integer).optional(),
    runs: z.int().default(2),
  }),
  ({ reward, validators, validatorTokens, runs }) => {
    const rows = validators ?? fromTokens(validatorTokens ?? [])
    const settled = shareOut(reward, rows)
    const postings = rewardsOf(settled)
    const payees = postings.map(({ credit }) => credit)
    const isAscending = payees.join() === payees.toSorted(compareBytes).join()
    const taggedValidator = postings.filter(({ reason }) => reason === 'validator').length
    const receipts = Array.from({ length: runs }, () => shareOut(reward, rows).result.receiptHash)
    return {
      error: false,
      numTransfers: postings.length,
      total: postings.reduce((sum, { amount }) => sum + amount, 0n),
      allTaggedValidator: taggedValidator === postings.length,
      numValidatorTagged: taggedValidator,
      numDelegatorTagged: postings.filter(({ reason }) => reason === 'delegator').length,
      amounts: amountsOf(settled),
      event: settled.events('validator-reward-distribution')[0]?.fields,
      transferOrder: isAscending ? ASCENDING : payees.join(),
      identicalAcrossRuns: new Set(receipts).size === 1,
    }
  },
)

const property = run(
  z.strictObject({
    validatorTokens: z.array(integer),
    calls: z.int().optional(),
    rewardPerCall: integer.optional(),
    claims: z.int().optional(),
    rewardPerClaim: integer.optional(),
  }),
  ({ validatorTokens, calls, claims, rewardPerCall, rewardPerClaim }) => {
    const rows = fromTokens(validatorTokens)
    const times = calls ?? claims ?? 0
    const each = rewardPerCall ?? rewardPerClaim ?? 0n
    // Settlements of the same input are the same: one of them stands for all calls.
    const once = amountsOf(shareOut(each, rows))
    const perCall = rows.map(({ id }) => BigInt(times) * (once[id] ?? 0n))
    const all = each * BigInt(times)
    const batched = amountsOf(shareOut(all, rows))
    const tokens = validatorTokens.reduce((sum, amount) => sum + amount, 0n)
    const ideals = validatorTokens.map((amount) => Number(all * amount) / Number(tokens))
    const totalPerCall = perCall.reduce((sum, amount) => sum + amount, 0n)
    return {
      total: totalPerCall,
      totalPerClaim: totalPerCall,
      totalBatched: Object.values(batched).reduce((sum, amount) => sum + amount, 0n),
      maxErrorVsIdealGreaterThan: largestGap(perCall.map(Number), ideals),
      maxDeviationPerClaimVsBatchedGreaterThan: largestGap(
        perCall.map(Number),
        rows.map(({ id }) => Number(batched[id] ?? 0n)),
      ),
    }
  },
)

const ASCENDING = 'ascending account address, independent of stake'

function largestGap(seen: readonly number[], wanted: readonly number[]): number {
  return Math.max(...seen.map((value, index) => Math.abs(value - (wanted[index] ?? 0))))
}

const batch = run(
  z.strictObject({
    claims: z.int(),
    claimComputeUnits: integer,
    computeUnitsToTokensMultiplier: integer,
    computeUnitCostGranularity: integer,
    globalInflationPerClaim: z.number(),
    mintAllocation: shares,
    mintEqualsBurn: shares,
    mintRatio: z.number(),
    appStakeEach: integer,
    proofRequired: z.literal(false),
    validators: z.array(validatorRow),
  }),
  (input) => {
    const { claims, claimComputeUnits: relays, appStakeEach: stake, validators } = input
    const { computeUnitsToTokensMultiplier, computeUnitCostGranularity, mintRatio } = input
    const { globalInflationPerClaim, mintAllocation } = input
    const names = Array.from({ length: claims }, (_, index) => `app${supplierOf(index)}`)
    const values = {
      computeUnitsToTokensMultiplier,
      computeUnitCostGranularity,
      globalInflationPerClaim,
      mintAllocation,
      mintEqualsBurnDistribution: input.mintEqualsBurn,
      mintRatio,
    }
    const settled = settleScenario({
      height: 20n,
      versions: [{ from: 0n, values }],
      applications: names.map((application) => ({ application, stake })),
      claims: names.map((application) => ({ application, relays })),
      validators: validators.map(tableRow),
    })
    const operators = new Set(validators.map(({ id }) => id))
    const amounts = Object.entries(amountsOf(settled))
    const ofValidators = amounts.filter(([name]) => operators.has(name)).map(([, each]) => each)
    const ofDelegators = amounts.filter(([name]) => !operators.has(name)).map(([, each]) => each)
    return {
      validatorRewardsMultiset: ofValidators,
      delegatorRewardsMultiset: ofDelegators,
      numValidatorRewards: ofValidators.length,
      eachValidatorRewardApprox: ofValidators,
      delegatorRewardsApprox: ofDelegators,
      totalValidatorAndDelegatorRewards: amounts.reduce((sum, [, each]) => sum + each, 0n),
    }
  },
)

export const validatorRuns: Readonly<Record<string, VectorRun>> = {
  'validator.rewards': rewards,
  'validator.rewards.property': property,
  'settle.batchValidatorRewards': batch,
}
