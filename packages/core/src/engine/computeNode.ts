import { AMOUNT_MAX } from '../amounts/Amount.js'
import { divide } from '../amounts/division.js'
import { isRatio, RATIO_TERM_MAX, type Ratio } from '../amounts/Ratio.js'
import type { Operation } from '../rules/Plan.js'
import { AccountCache } from './AccountCache.js'
import { Poison, type FaultCode, type Value } from './Poison.js'

/**
 * Computes one pure node from its operands. `a` to `c` are absent where the operation has fewer.
 */
export type Compute = (a: Value, b: Value, c: Value) => Value

type Whole = (a: bigint, b: bigint, c: bigint) => bigint | FaultCode

/**
 * Gives the function that computes a pure operation, or undefined for columns, literals, list,
 * group and state operations, which the machine itself computes.
 *
 * Rule: intermediates are unbounded, the result is at most 2^128 - 1; a fault poisons.
 */
export function computeNode(operation: Operation, node: number): Compute | undefined {
  if (operation.op === 'timesRatio' || operation.op === 'convert') {
    return timesRatioValues(operation, node)
  }
  const bigints = WHOLE[operation.op]
  if (bigints !== undefined) return wholes(bigints(operation), node)
  const ratios = RATIOS[operation.op]
  if (ratios !== undefined) return ratioValues(ratios, node)
  const comparison = COMPARISONS[operation.op]
  if (comparison !== undefined) return comparing(comparison)
  return others(operation)
}

type ByOp<T> = Partial<Record<Operation['op'], T>>

const roundingOf = (operation: Operation): 'floor' | 'ceil' =>
  'rounding' in operation ? operation.rounding : 'floor'

const WHOLE: ByOp<(operation: Operation) => Whole> = {
  plus: () => (a, b) => a + b,
  multiply: () => (a, b) => a * b,
  min: () => (a, b) => (a < b ? a : b),
  max: () => (a, b) => (a > b ? a : b),
  minus: (operation) => {
    const floored = 'short' in operation && operation.short === 'zero'
    return (a, b) => (a >= b ? a - b : floored ? 0n : 'below-zero')
  },
  over: (operation) => {
    const rounding = roundingOf(operation)
    return (a, b) => (b === 0n ? 'division-by-zero' : divide(a, b, rounding))
  },
  mulDiv: (operation) => {
    const rounding = roundingOf(operation)
    return (a, b, c) => (c === 0n ? 'division-by-zero' : divide(a * b, c, rounding))
  },
}

function wholes(compute: Whole, node: number): Compute {
  const faults = faultsOf(node)
  return (a, b, c) => {
    if (typeof a !== 'bigint' || typeof b !== 'bigint') return poisonIn(a, b, c)
    if (c !== undefined && typeof c !== 'bigint') return c
    const result = compute(a, b, c ?? 0n)
    if (typeof result !== 'bigint') return faults(result)
    return result > AMOUNT_MAX ? faults('overflow') : result
  }
}

type RatioCompute = (a: Ratio, b: Ratio) => Ratio | FaultCode

const RATIOS: ByOp<RatioCompute> = {
  ratioTimes: (a, b) => ({ num: a.num * b.num, den: a.den * b.den }),
  ratioOver: (a, b) =>
    b.num === 0n ? 'division-by-zero' : { num: a.num * b.den, den: a.den * b.num },
  ratioOf: (a, b) =>
    b.num === 0n ? 'division-by-zero' : { num: a.num * b.den, den: a.den * b.num },
  ratioInverse: (a) => (a.num === 0n ? 'division-by-zero' : { num: a.den, den: a.num }),
  ratioPlusOne: (a) => ({ num: a.num + a.den, den: a.den }),
  ratioComplement: (a) => (a.num > a.den ? 'below-zero' : { num: a.den - a.num, den: a.den }),
}

function ratioValues(compute: RatioCompute, node: number): Compute {
  const faults = faultsOf(node)
  return (a, b) => {
    const [x, y] = [asRatio(a), b === undefined ? UNUSED : asRatio(b)]
    if (x === undefined || y === undefined) return poisonIn(a, b, undefined)
    const result = compute(x, y)
    if (typeof result === 'string') return faults(result)
    const wide = result.num > RATIO_TERM_MAX || result.den > RATIO_TERM_MAX
    return wide ? faults('ratio-overflow') : result
  }
}

const UNUSED: Ratio = { num: 0n, den: 1n }

function asRatio(value: Value): Ratio | undefined {
  if (typeof value === 'bigint') return { num: value, den: 1n }
  return isRatio(value) ? value : undefined
}

const COMPARISONS: ByOp<(a: bigint, b: bigint) => boolean> = {
  above: (a, b) => a > b,
  atLeast: (a, b) => a >= b,
  below: (a, b) => a < b,
  equal: (a, b) => a === b,
  isZero: (a) => a === 0n,
}

function comparing(compare: (a: bigint, b: bigint) => boolean): Compute {
  return (a, b) => {
    if (typeof a !== 'bigint') return a
    if (b === undefined) return compare(a, 0n)
    return typeof b === 'bigint' ? compare(a, b) : b
  }
}

function others(operation: Operation): Compute | undefined {
  switch (operation.op) {
    case 'and':
      return (a, b) => (isTruth(a) && isTruth(b) ? a && b : poisonIn(a, b, undefined))
    case 'or':
      return (a, b) => (isTruth(a) && isTruth(b) ? a || b : poisonIn(a, b, undefined))
    case 'not':
      return (a) => (isTruth(a) ? !a : a)
    case 'select':
      return (a, b, c) => (a === true ? b : a === false ? c : a)
    case 'alias':
      return (a) => a
    case 'is': {
      const { value } = operation
      return (a) => (a instanceof Poison ? a : a === value)
    }
    case 'sameId':
      return (a, b) => a === b
    case 'bucket': {
      const accounts = new AccountCache(operation.kind, operation.bucket)
      return (a) => (typeof a === 'string' ? accounts.of(a) : a)
    }
    default:
      return undefined
  }
}

/** Product of a whole number and a ratio, one rounding. */
function timesRatioValues(operation: Operation, node: number): Compute {
  const rounding = roundingOf(operation)
  const faults = faultsOf(node)
  return (a, b) => {
    if (typeof a !== 'bigint' || !isRatio(b)) return poisonIn(a, b, undefined)
    const result = divide(a * b.num, b.den, rounding)
    return result > AMOUNT_MAX ? faults('overflow') : result
  }
}

const isTruth = (value: Value): value is boolean => typeof value === 'boolean'

/** The first poison among operands, in the order written. */
function poisonIn(a: Value, b: Value, c: Value): Value {
  if (a instanceof Poison) return a
  return b instanceof Poison ? b : c
}

function faultsOf(node: number): (code: FaultCode) => Poison {
  const made = new Map<FaultCode, Poison>()
  return (code) => {
    const known = made.get(code)
    if (known !== undefined) return known
    const poison = new Poison(code, node)
    made.set(code, poison)
    return poison
  }
}
