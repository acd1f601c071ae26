import {
  SUPPLY_BURN,
  SUPPLY_MINT,
  compareBytes,
  isSupply,
  type AccountPath,
  type State,
} from '@tlmkit/core'

/** What an account holds after a run, and by how much that changed. Base units. */
export interface BalanceChange {
  readonly account: string
  readonly denomination: string
  readonly balance: bigint
  readonly change: bigint
}

/** What was created and destroyed. Base units. */
export interface SupplyChange {
  readonly denomination: string
  readonly minted: bigint
  readonly burned: bigint
}

/** Accounts whose balance differs, by denomination, the largest change first. */
export function balanceChanges(before: State, after: State): readonly BalanceChange[] {
  const changes: BalanceChange[] = []
  for (const [denomination, accounts] of after.balances) {
    const earlier = before.balances.get(denomination)
    for (const [account, balance] of accounts) {
      const change = balance - (earlier?.get(account) ?? 0n)
      if (change === 0n || isSupply(account)) continue
      changes.push({ account, denomination, balance, change })
    }
  }
  return changes.sort(byDenominationThenChange)
}

/** What was minted and burned between two states, for each denomination of the later one. */
export function supplyChanges(before: State, after: State): readonly SupplyChange[] {
  return [...after.balances].map(([denomination, accounts]) => {
    const earlier = before.balances.get(denomination)
    const since = (account: AccountPath): bigint =>
      (accounts.get(account) ?? 0n) - (earlier?.get(account) ?? 0n)
    return { denomination, minted: since(SUPPLY_MINT), burned: since(SUPPLY_BURN) }
  })
}

function byDenominationThenChange(a: BalanceChange, b: BalanceChange): number {
  if (a.denomination !== b.denomination) return compareBytes(a.denomination, b.denomination)
  const [first, second] = [sizeOf(a.change), sizeOf(b.change)]
  if (first !== second) return first < second ? 1 : -1
  return compareBytes(a.account, b.account)
}

function sizeOf(change: bigint): bigint {
  return change < 0n ? -change : change
}
