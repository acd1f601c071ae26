import { allocate, compareBytes, timesRatio, type AccountPath, type Ratio } from '@tlmkit/core'

/** What one validator's share of the pool depends on. */
export interface ValidatorStake {
  /** The operator's account. */
  readonly account: AccountPath
  readonly commission: Ratio
  /** Stake by delegator, the operator's own included; same denomination for all. */
  readonly delegations: readonly { readonly to: AccountPath; readonly stake: bigint }[]
}

/** How one validator's share of the pool is paid, in base units. */
export interface ValidatorShare {
  readonly rewards: readonly { readonly to: AccountPath; readonly amount: bigint }[]
  readonly commission: bigint
  readonly selfDelegationReward: bigint
  readonly delegatorsReward: bigint
  readonly totalDelegatedStake: bigint
  /** Delegators other than the operator. */
  readonly numDelegators: bigint
}

/**
 * Shares a validator's part of the pool between the operator and the delegators.
 *
 * Rule: the operator gets part x commission, all of it for a commission of 1 or more; the
 * delegators get the rest by stake. Without delegated stake the operator gets the rest too.
 * Units: base units.
 * Rounding: commission floor; delegators floor each, remainder to the largest fractions, equal ones
 * by the bytes of the account.
 * Source: spec/pocket.md section 6.4.
 */
export function allocateValidatorShare(
  part: bigint,
  { account, commission: rate, delegations }: ValidatorStake,
): ValidatorShare {
  const taken = timesRatio(part, rate, 'floor')
  const commission = taken < part ? taken : part
  const rest = part - commission
  const paid = { to: account, amount: commission }
  const stakes = rest === 0n ? [] : mergeByAccount(delegations)
  if (stakes.length === 0) {
    return {
      rewards: [paid, { to: account, amount: rest }],
      commission,
      selfDelegationReward: rest,
      delegatorsReward: 0n,
      totalDelegatedStake: 0n,
      numDelegators: 0n,
    }
  }
  const weights = stakes.map(([, stake]) => stake)
  const ids = stakes.map(([to]) => to)
  const { parts } = allocate(rest, { weights, ids, dust: 'largestRemainder' })
  const own = ids.indexOf(account)
  const selfDelegationReward = parts[own] ?? 0n
  return {
    rewards: [paid, ...ids.map((to, index) => ({ to, amount: parts[index] ?? 0n }))],
    commission,
    selfDelegationReward,
    delegatorsReward: rest - selfDelegationReward,
    totalDelegatedStake: weights.reduce((sum, stake) => sum + stake, 0n),
    numDelegators: BigInt(own === -1 ? ids.length : ids.length - 1),
  }
}

/** Stake above zero by account, ascending. */
function mergeByAccount(
  delegations: ValidatorStake['delegations'],
): readonly (readonly [AccountPath, bigint])[] {
  const stakes = new Map<AccountPath, bigint>()
  for (const { to, stake } of delegations) {
    if (stake > 0n) stakes.set(to, (stakes.get(to) ?? 0n) + stake)
  }
  return [...stakes].sort(([a], [b]) => compareBytes(a, b))
}
