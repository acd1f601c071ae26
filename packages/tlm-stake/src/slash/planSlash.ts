import { allocate } from '@tlmkit/core'
import type { ThawEntry } from '../thaws/ThawDraft.js'

/** What a loss may be taken from. */
export interface SlashSources {
  readonly own: bigint
  readonly pool: bigint
  /** Entries that began to thaw since the fault, oldest first. */
  readonly ownThaws: readonly ThawEntry[]
  readonly delegatedThaws: readonly ThawEntry[]
  /** The most that own stake and pool can give without touching what other work binds. */
  readonly activeMax: bigint
  /** Whether delegators bear what own stake does not cover. */
  readonly delegatorsShareLoss: boolean
}

/** Who loses what. */
export interface SlashPlan {
  readonly own: bigint
  readonly ownThaws: readonly ThawEntry[]
  readonly pool: bigint
  readonly delegatedThaws: readonly ThawEntry[]
  /** What could be taken, and what could not. */
  readonly taken: bigint
  readonly short: bigint
}

/**
 * Says who bears a loss.
 *
 * Rule: own stake first, then its thawing entries since the fault, the newest first; then the pool
 * and the delegators' entries since the fault, pro rata.
 * Units: base units. Rounding: down; the units left over go to the largest remainders, equal ones
 * to the pool first and then to the older entry.
 * Source: spec/stake.md, "Money".
 */
export function planSlash(amount: bigint, sources: SlashSources): SlashPlan {
  const own = least(amount, sources.own, sources.activeMax)
  const ownThaws = fromNewest(amount - own, sources.ownThaws)
  const left = amount - own - sumOf(ownThaws)
  const isShared = sources.delegatorsShareLoss && left > 0n
  const shared = isShared ? shareLoss(left, sources, sources.activeMax - own) : NOTHING
  const taken = amount - left + shared.pool + sumOf(shared.delegatedThaws)
  return { own, ownThaws, ...shared, taken, short: amount - taken }
}

type Shared = Pick<SlashPlan, 'pool' | 'delegatedThaws'>
const NOTHING: Shared = { pool: 0n, delegatedThaws: [] }

function shareLoss(loss: bigint, sources: SlashSources, poolMax: bigint): Shared {
  const { pool, delegatedThaws: entries } = sources
  const [poolPart = 0n, ...parts] = proRata(loss, [pool, ...entries.map(({ amount }) => amount)])
  if (poolPart <= poolMax) return { pool: poolPart, delegatedThaws: withAmounts(entries, parts) }
  const amounts = entries.map(({ amount }) => amount)
  return {
    pool: poolMax,
    delegatedThaws: withAmounts(entries, proRata(loss - poolMax, amounts)),
  }
}

/** Shares a loss by weights, none of which loses more than itself. */
function proRata(loss: bigint, weights: readonly bigint[]): readonly bigint[] {
  const sum = weights.reduce((total, weight) => total + weight, 0n)
  if (sum <= loss) return weights
  const width = String(weights.length).length
  const ids = weights.map((_, index) => String(index).padStart(width, '0'))
  return allocate(loss, { weights, dust: 'largestRemainder', ids }).parts
}

function fromNewest(loss: bigint, entries: readonly ThawEntry[]): readonly ThawEntry[] {
  let left = loss
  return entries.toReversed().map(({ number, amount }) => {
    const part = least(amount, left)
    left -= part
    return { number, amount: part }
  })
}

function withAmounts(
  entries: readonly ThawEntry[],
  amounts: readonly bigint[],
): readonly ThawEntry[] {
  return entries.map(({ number }, index) => ({ number, amount: amounts[index] ?? 0n }))
}

/** Base units of some entries. */
export function sumOf(entries: readonly ThawEntry[]): bigint {
  return entries.reduce((sum, { amount }) => sum + amount, 0n)
}

function least(first: bigint, ...others: readonly bigint[]): bigint {
  return others.reduce((low, other) => (other < low ? other : low), first)
}
