import { formatRatio, type Json, type Network } from '@tlmkit/core'
import type { Change, DenominationImpact, PoolCourse, RatioChange } from '@tlmkit/governance'
import type { StatesComparison } from '../comparing/compareStates.js'
import type { SettlementRange } from '../comparing/SettlementRange.js'
import type { ToldDiff } from '../comparing/ToldDiff.js'
import { byDelta } from './byDelta.js'
import { decimalText } from './decimalText.js'
import { isMoney } from './isMoney.js'
import { amountJson } from './summaryJson.js'

type JsonObject = { readonly [key: string]: Json }

/** Places of the decimals that stand beside exact ratios. */
const PLACES = 6

/** A comparison for programs: every account that differs, amounts as text. */
export function diffJson({ range, before, after, params, comparison }: ToldDiff): JsonObject {
  return {
    network: range.network.name,
    before: before ?? null,
    after,
    params: params.map((changed) => ({ ...changed })),
    ...impactJson(range, comparison),
  }
}

/** What two sets of values came to, for programs. */
export function impactJson(
  { network, shown }: SettlementRange,
  { impact, commands, isEqual }: StatesComparison,
): JsonObject {
  const { settlements, claims, denominations, accounts, pools } = impact
  return {
    settled: shown,
    equal: isEqual,
    settlements: countJson(settlements),
    ...(commands === undefined
      ? {}
      : { commands: { before: { ...commands.before }, after: { ...commands.after } } }),
    claims: Object.fromEntries(
      Object.entries(claims).map(([ended, change]) => [ended, countJson(change)]),
    ),
    denominations: denominations
      .filter(({ denomination }) => isMoney(network, denomination))
      .map((impact) => denominationJson(network, impact)),
    accounts: byDelta(accounts).map(({ account, denomination, ...change }) => ({
      ...{ account, denomination },
      ...changeJson(network, change, denomination),
    })),
    pools: pools.map(({ account, denomination, before, after }) => ({
      ...{ account, denomination },
      before: courseJson(network, before),
      after: courseJson(network, after),
    })),
  }
}

function courseJson(
  network: Network,
  { denomination, opening, closing, lowest, lowestIn }: PoolCourse,
): JsonObject {
  const json = (amount: bigint): JsonObject => amountJson(network, amount, denomination)
  const figures = { opening: json(opening), closing: json(closing), lowest: json(lowest) }
  return { ...figures, ...(lowestIn === '' ? {} : { lowestIn }) }
}

function denominationJson(network: Network, impact: DenominationImpact): JsonObject {
  const { denomination, payees, winners, losers, unchanged, gini, topTenShare } = impact
  const amounts = (['minted', 'burned', 'supply', 'paid'] as const).map((name) => [
    name,
    changeJson(network, impact[name], denomination),
  ])
  return {
    denomination,
    ...(Object.fromEntries(amounts) as JsonObject),
    payees: countJson(payees),
    winners,
    losers,
    unchanged,
    gini: ratioJson(gini),
    topTenShare: ratioJson(topTenShare),
  }
}

function countJson({ before, after, delta }: Change): JsonObject {
  return { before: Number(before), after: Number(after), delta: Number(delta) }
}

function changeJson(network: Network, change: Change, denomination: string): JsonObject {
  const { before, after, delta } = change
  const json = (amount: bigint): JsonObject => amountJson(network, amount, denomination)
  return { before: json(before), after: json(after), delta: json(delta) }
}

/** Exact, as a decimal that ends or a fraction, and as a decimal that is rounded down. */
function ratioJson({ before, after }: RatioChange): JsonObject {
  const [first, second] = [before, after].map((ratio) => ({
    exact: formatRatio(ratio),
    decimal: decimalText(ratio, PLACES),
  }))
  return { before: first ?? null, after: second ?? null }
}
