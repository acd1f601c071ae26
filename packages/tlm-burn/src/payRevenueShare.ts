import {
  amount,
  account,
  flag,
  id,
  units,
  when,
  type Condition,
  type SettleScope,
  type SymbolicAccount,
  type SymbolicAmount,
  type SymbolicId,
  type SymbolicList,
} from '@tlmkit/core'
import type { revenueShareColumns } from './claims.js'

/** The columns that say who gets a supplier's part, as a rule receives them. */
export interface RevenueShareRow {
  readonly supplier: SymbolicId<'supplier'>
  readonly shareholders: SymbolicList<(typeof revenueShareColumns)['shareholders']['of']>
  readonly owner: SymbolicAccount
  readonly hasOwner: Condition
}

/** The events of a TLM that pays by the revenue share rule. */
export const revenueShareEvents = {
  'revenue-share-fallback': {
    supplier: id('supplier'),
    owner: account(),
    amount: amount(),
    observedPercent: units(),
    isEmpty: flag(),
    hasDuplicates: flag(),
  },
}

type Scope<R extends string> = SettleScope<{
  readonly reasons: R
  readonly codes: 'owner-missing'
  readonly outcomes: never
  readonly events: typeof revenueShareEvents
}>

/**
 * Pays a supplier's part out of `supplier/<id>/due` to those who share its revenue.
 *
 * Rule: a list of shareholders that is not empty, names nobody twice and sums to 100 percent gets
 * amount x percent / 100 each. With any other list the owner gets all of it, and the event
 * `revenue-share-fallback` says what is wrong. Zero posts nothing and says nothing.
 * Units: base units; percents are whole numbers.
 * Rounding: floor each; the first shareholder of the list takes the remainder.
 * Errors: `owner-missing`, when the owner should get an amount above zero and there is none.
 * Source: spec/pocket.md section 6.2.
 */
export function payRevenueShare<D extends string, R extends string>(
  claim: Scope<R>,
  part: SymbolicAmount<D>,
  { supplier, shareholders, owner, hasOwner, reason }: RevenueShareRow & { readonly reason: R },
): void {
  const observedPercent = shareholders
    .each(({ percent }) => percent)
    .sum()
    .as('observedPercent')
  const hasDuplicates = shareholders.hasDuplicates('to')
  const isShared = observedPercent.is(100n).and(hasDuplicates.not()).as('sharesAreValid')
  const isFallback = isShared.not().and(part.isZero().not()).as('ownerGetsAll')
  claim.reject(isFallback.and(hasOwner.not()), 'owner-missing')
  const from = supplier.bucket('due')
  when(isShared, () => {
    const takers = { list: shareholders, to: 'to', weight: 'percent', dust: 'first' } as const
    claim.splitAmong(part, { ...takers, from, reason })
  })
  when(isFallback, () => {
    claim.transfer(part, { from, to: owner, reason })
    const isEmpty = shareholders.count().isZero()
    const observed = { observedPercent, isEmpty, hasDuplicates }
    claim.emit('revenue-share-fallback', { supplier, owner, amount: part, ...observed })
  })
}
