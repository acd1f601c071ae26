import { compareBytes, isSupply, type AccountPath, type Balances } from '@tlmkit/core'
import { compareAccounts } from './compareAccounts.js'
import type { AccountImpact, Change, DenominationImpact, Impact, PoolImpact } from './Impact.js'
import type { ImpactRun, PoolCourse } from './ImpactRun.js'
import { giniOf, topShareOf } from './inequality.js'

export interface ImpactOptions {
  /** Whether an account counts among payees, winners and losers; all but pools where absent. */
  readonly isCounted?: (account: AccountPath) => boolean
}

/** Payees of the share that `topTenShare` tells. */
const TOP = 10

/**
 * Compares what a range of settlements came to under two sets of parameter values.
 *
 * Rule: an account's figure is its net change over the range; those with a figure above 0 are
 * payees. Gini coefficient and top-ten share are over all accounts that are paid under either,
 * one that is not paid with 0. Supply accounts are no accounts here.
 * Units: base units. Rounding: none, ratios are exact.
 * @example impactOf(before.finish(), after.finish()).denominations[0].supply.delta // -25_000n
 */
export function impactOf(
  before: ImpactRun,
  after: ImpactRun,
  { isCounted = isNoPool }: ImpactOptions = {},
): Impact {
  const accounts = accountsOf(before, after).filter(({ account }) => isCounted(account))
  return {
    settlements: changeOf(BigInt(before.settlements), BigInt(after.settlements)),
    claims: {
      settled: countChange(before, after, 'settled'),
      finished: countChange(before, after, 'finished'),
      discarded: countChange(before, after, 'discarded'),
      deferred: countChange(before, after, 'deferred'),
    },
    denominations: denominationsOf(before, after).map((denomination) => {
      const own = accounts.filter((one) => one.denomination === denomination)
      return denominationImpact(denomination, own, { before, after })
    }),
    accounts,
    pools: poolsOf(before, after),
  }
}

function isNoPool(account: AccountPath): boolean {
  return !account.startsWith('pool/')
}

function changeOf(before: bigint, after: bigint): Change {
  return { before, after, delta: after - before }
}

function countChange(
  before: ImpactRun,
  after: ImpactRun,
  count: keyof ImpactRun['claims'],
): Change {
  return changeOf(BigInt(before.claims[count]), BigInt(after.claims[count]))
}

function denominationsOf(before: ImpactRun, after: ImpactRun): readonly string[] {
  const names = [before, after].flatMap((run) => [
    ...run.opening.keys(),
    ...run.closing.keys(),
    ...Object.keys(run.supply),
  ])
  return [...new Set(names)].sort(compareBytes)
}

/** Net changes of all accounts that changed under either run. */
function accountsOf(before: ImpactRun, after: ImpactRun): readonly AccountImpact[] {
  const lines = new Map<string, AccountImpact>()
  const add = (run: ImpactRun, side: 'before' | 'after'): void => {
    for (const [denomination, account, net] of netChanges(run.opening, run.closing)) {
      const key = `${denomination}\n${account}`
      const known = lines.get(key) ?? { account, denomination, before: 0n, after: 0n }
      const line = { ...known, [side]: net }
      lines.set(key, { ...line, delta: line.after - line.before })
    }
  }
  add(before, 'before')
  add(after, 'after')
  return [...lines.values()].sort(compareAccounts)
}

function* netChanges(
  opening: Balances,
  closing: Balances,
): Generator<readonly [denomination: string, account: AccountPath, net: bigint]> {
  for (const [denomination, accounts] of closing) {
    const first = opening.get(denomination)
    for (const [account, balance] of accounts) {
      const net = balance - (first?.get(account) ?? 0n)
      if (net !== 0n && !isSupply(account)) yield [denomination, account, net]
    }
  }
}

interface Runs {
  readonly before: ImpactRun
  readonly after: ImpactRun
}

function denominationImpact(
  denomination: string,
  accounts: readonly AccountImpact[],
  { before, after }: Runs,
): DenominationImpact {
  const payees = accounts.filter((one) => one.before > 0n || one.after > 0n)
  const paidBefore = payees.map((one) => paidOf(one.before))
  const paidAfter = payees.map((one) => paidOf(one.after))
  const [first, second] = [before.supply[denomination], after.supply[denomination]]
  const minted = changeOf(first?.minted ?? 0n, second?.minted ?? 0n)
  const burned = changeOf(first?.burned ?? 0n, second?.burned ?? 0n)
  return {
    denomination,
    paid: changeOf(sumOf(paidBefore), sumOf(paidAfter)),
    payees: changeOf(countPaid(paidBefore), countPaid(paidAfter)),
    minted,
    burned,
    supply: changeOf(minted.before - burned.before, minted.after - burned.after),
    winners: accounts.filter(({ delta }) => delta > 0n).length,
    losers: accounts.filter(({ delta }) => delta < 0n).length,
    unchanged: accounts.filter(({ delta }) => delta === 0n).length,
    gini: { before: giniOf(paidBefore), after: giniOf(paidAfter) },
    topTenShare: { before: topShareOf(paidBefore, TOP), after: topShareOf(paidAfter, TOP) },
  }
}

function paidOf(net: bigint): bigint {
  return net > 0n ? net : 0n
}

function sumOf(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n)
}

function countPaid(amounts: readonly bigint[]): bigint {
  return BigInt(amounts.filter((amount) => amount > 0n).length)
}

function poolsOf(before: ImpactRun, after: ImpactRun): readonly PoolImpact[] {
  return before.pools.flatMap((course) => {
    const other = after.pools.find((one) => isSame(one, course))
    const { account, denomination } = course
    return other === undefined ? [] : [{ account, denomination, before: course, after: other }]
  })
}

function isSame(a: PoolCourse, b: PoolCourse): boolean {
  return a.account === b.account && a.denomination === b.denomination
}
