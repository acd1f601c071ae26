import { compareBytes, keyText, type JournalEntry, type Network } from '@tlmkit/core'
import type { Dust, OutcomeStatus, Payout, Receipt, SettleResult } from '@tlmkit/core'
import type { ClaimFilter } from './ClaimFilter.js'

/** Why so many claims ended as they did. */
export interface ReasonCount {
  readonly status: OutcomeStatus | 'deferred'
  readonly tlm: string
  readonly code: string
  readonly count: number
}

/** A claim as a list shows it. */
export interface ClaimLine {
  readonly kind: string
  readonly key: readonly string[]
  readonly status: OutcomeStatus | 'deferred'
  readonly tlm: string
  readonly code: string
  readonly at: string
  readonly claimed: bigint | undefined
  readonly settled: bigint | undefined
}

/** What a person wants to know of a settlement. Base units. */
export interface Summary {
  readonly receipt: Receipt
  readonly receiptHash: string
  readonly repeated: boolean
  /** Settled claims by kind, in order of settling. */
  readonly settledByKind: ReadonlyMap<string, number>
  /** Claims that were granted less than they asked for; undefined where no claim was held. */
  readonly capped: number | undefined
  /** Of claims that were not held, only those that were deferred. */
  readonly reasons: readonly ReasonCount[]
  /** What pools keep for a later settlement, because no rule could give it away. */
  readonly carried: readonly Payout[]
  /** Units that rounding left over, by who took them, the most first. */
  readonly dust: readonly Dust[]
  /** Net payouts, the largest of each denomination first. */
  readonly payouts: readonly Payout[]
}

export function summarize(
  network: Network,
  result: SettleResult,
  { isStreamed }: { readonly isStreamed: boolean },
): Summary {
  const { receipt, receiptHash, repeated, payouts } = result
  const lines = [...claimLines(result, () => true)]
  return {
    receipt,
    receiptHash,
    repeated,
    settledByKind: countSettled(lines),
    capped: isStreamed ? undefined : lines.filter(isCapped).length,
    reasons: countReasons(lines),
    carried: carriedIn(network, result),
    dust: [...result.dust].sort(byUnits),
    payouts: [...payouts].sort(byDenominationThenAmount),
  }
}

/** Claims in canonical order, then those that were deferred. */
export function* claimLines(result: SettleResult, filter: ClaimFilter): Generator<ClaimLine> {
  for (const { entries } of result.blocks) {
    for (const entry of entries) {
      if (entry.type === 'claim' && filter(entry)) yield lineOf(entry)
    }
  }
  for (const { kind, key, code } of result.deferred) {
    if (!filter({ kind, key })) continue
    const none = { tlm: '', at: '', claimed: undefined, settled: undefined }
    yield { kind, key, status: 'deferred', code, ...none }
  }
}

export function isCapped({ claimed, settled }: Pick<ClaimLine, 'claimed' | 'settled'>): boolean {
  return claimed !== undefined && settled !== undefined && settled < claimed
}

function byUnits(a: Dust, b: Dust): number {
  if (a.units !== b.units) return a.units < b.units ? 1 : -1
  return compareBytes(a.taker, b.taker)
}

function byDenominationThenAmount(a: Payout, b: Payout): number {
  if (a.denomination !== b.denomination) return compareBytes(a.denomination, b.denomination)
  if (a.amount !== b.amount) return a.amount < b.amount ? 1 : -1
  return compareBytes(a.account, b.account)
}

function lineOf(entry: JournalEntry): ClaimLine {
  const { kind, key, status, tlm, code, at, claimed, settled } = entry
  return { kind, key, status, tlm, code, at, claimed, settled }
}

function countSettled(lines: readonly ClaimLine[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { kind, status } of lines) {
    if (status === 'settled') counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  return counts
}

function countReasons(lines: readonly ClaimLine[]): readonly ReasonCount[] {
  const counts = new Map<string, ReasonCount>()
  for (const { status, tlm, code } of lines) {
    if (status === 'settled') continue
    const name = keyText([status, tlm, code])
    counts.set(name, { status, tlm, code, count: (counts.get(name)?.count ?? 0) + 1 })
  }
  return [...counts.values()].sort((a, b) =>
    a.count === b.count ? compareBytes(a.code, b.code) : b.count - a.count,
  )
}

function carriedIn(network: Network, result: SettleResult): readonly Payout[] {
  return [...network.pools].flatMap(([pool, { denomination }]) => {
    const account = `pool/${pool}`
    const amount = result.state.balances.get(denomination)?.get(account) ?? 0n
    return amount === 0n ? [] : [{ account, denomination, amount }]
  })
}
