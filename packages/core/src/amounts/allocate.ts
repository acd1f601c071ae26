import { InvariantViolation } from '../errors/InvariantViolation.js'
import { UsageError } from '../errors/UsageError.js'
import { compareBytes } from '../bytes/compareBytes.js'
import { compareInOrder } from '../bytes/compareInOrder.js'
import { compareBigints } from './compareBigints.js'
import { divide, remainderOf } from './division.js'

/** Who takes the units that floored parts leave over. An account takes them when none of these. */
export type DustRule = 'first' | 'last' | 'largestRemainder' | 'account'

export interface AllocateOptions {
  /** Relative weights, 0 or more, at least one above 0. */
  readonly weights: readonly bigint[]
  readonly dust: DustRule
  /** Ids of the takers, for `largestRemainder`: equal remainders go by id bytes, ascending. */
  readonly ids?: readonly string[]
}

export interface Allocation {
  /** One part per weight, in base units. */
  readonly parts: readonly bigint[]
  /** Units that no part holds: above 0 only for dust rule `account`. */
  readonly left: bigint
}

/**
 * Splits an amount by weights.
 *
 * Rule: part_i = floor(amount x weight_i / sum of weights), then the remainder as named.
 * Units: base units. Rounding: floor each; parts and `left` sum to the amount exactly.
 * Errors: `weights-sum-zero`, `weight-negative`, `ids-missing`.
 * Source: spec/pocket.md section 6.1.
 * @example allocate(100n, { weights: [333n, 333n, 333n], dust: 'first' }).parts // [34n, 33n, 33n]
 */
export function allocate(amount: bigint, options: AllocateOptions): Allocation {
  const { weights, dust } = options
  const sum = sumOfWeights(weights)
  const parts = weights.map((weight) => divide(amount * weight, sum, 'floor'))
  const given = parts.reduce((total, part) => total + part, 0n)
  const left = amount - given
  if (left === 0n || dust === 'account') return finish(amount, { parts, left })
  if (dust === 'first' || dust === 'last') {
    const taker = dust === 'first' ? 0 : parts.length - 1
    parts[taker] = (parts[taker] ?? 0n) + left
  } else {
    giveToLargestRemainders(parts, remaindersOf(amount, options, sum), left)
  }
  return finish(amount, { parts, left: 0n })
}

interface Remainder {
  readonly index: number
  readonly remainder: bigint
  readonly id: string
}

function remaindersOf(amount: bigint, options: AllocateOptions, sum: bigint): Remainder[] {
  const { ids, weights } = options
  if (ids?.length !== weights.length) {
    throw new UsageError({
      code: 'ids-missing',
      message: 'Dust rule largestRemainder needs one id per weight, to break ties.',
    })
  }
  return weights.map((weight, index) => ({
    index,
    remainder: remainderOf(amount * weight, sum),
    id: ids[index] ?? '',
  }))
}

function giveToLargestRemainders(parts: bigint[], remainders: Remainder[], left: bigint): void {
  const order = remainders.sort(
    compareInOrder<Remainder>(
      (a, b) => compareBigints(b.remainder, a.remainder),
      (a, b) => compareBytes(a.id, b.id),
    ),
  )
  for (let rank = 0; rank < Number(left); rank++) {
    const taker = order[rank]
    if (taker !== undefined) parts[taker.index] = (parts[taker.index] ?? 0n) + 1n
  }
}

function sumOfWeights(weights: readonly bigint[]): bigint {
  let sum = 0n
  for (const weight of weights) {
    if (weight < 0n) {
      throw new UsageError({ code: 'weight-negative', message: `Weight ${weight} is below 0.` })
    }
    sum += weight
  }
  if (sum === 0n) {
    throw new UsageError({
      code: 'weights-sum-zero',
      message: 'The weights sum to 0: at least one taker needs a weight above 0.',
    })
  }
  return sum
}

function finish(amount: bigint, allocation: Allocation): Allocation {
  const total = allocation.parts.reduce((sum, part) => sum + part, allocation.left)
  if (total !== amount) {
    throw new InvariantViolation({
      code: 'split-not-exact',
      message: `Parts sum to ${total}, the whole is ${amount}.`,
      details: { parts: total, whole: amount },
    })
  }
  return allocation
}
