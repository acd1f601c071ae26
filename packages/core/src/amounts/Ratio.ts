import { InputError } from '../errors/InputError.js'
import { NumberText } from './NumberText.js'
import { divide, gcd, type Rounding } from './division.js'

/** An exact rational of at least 0: numerator over a denominator above 0. Never a float. */
export interface Ratio {
  readonly num: bigint
  readonly den: bigint
}

/** Terms of a ratio are at most this many bits wide. */
export const RATIO_BITS = 320
export const RATIO_TERM_MAX: bigint = (1n << BigInt(RATIO_BITS)) - 1n

/**
 * Makes a ratio in lowest terms.
 *
 * Errors: `ratio-invalid` when a term is negative, the denominator is 0, or a term is too wide.
 */
export function ratioOf(num: bigint, den: bigint, where = 'ratio'): Ratio {
  if (num < 0n || den <= 0n) throw refuse(where, `${num}/${den}`)
  const divisor = num === 0n ? den : gcd(num, den)
  if (divisor === 1n) return checked({ num, den }, where)
  const ratio = { num: divide(num, divisor, 'floor'), den: divide(den, divisor, 'floor') }
  return checked(ratio, where)
}

/** Exact zero and one. */
export const ZERO_RATIO: Ratio = Object.freeze({ num: 0n, den: 1n })
export const ONE_RATIO: Ratio = Object.freeze({ num: 1n, den: 1n })

const DECIMAL = /^(0|[1-9][0-9]*)(?:\.([0-9]{1,80}))?$/
const FRACTION = /^(0|[1-9][0-9]*)\/([1-9][0-9]*)$/
const TERM_DIGITS = 97

/**
 * Reads an exact ratio from a decimal string or a fraction.
 *
 * Accepts `"0.975"`, `"3/40"`, and JSON numbers as the decimal they are written as (0.1 is 1/10).
 * Errors: `ratio-invalid`.
 * @example parseRatio('0.975', 'mintRatio') // 39/40
 */
export function parseRatio(value: unknown, where: string): Ratio {
  if (isRatio(value)) return ratioOf(value.num, value.den, where)
  const text = ratioText(value, where)
  const fraction = FRACTION.exec(text)
  if (fraction !== null && text.length <= 2 * TERM_DIGITS + 1) {
    return ratioOf(BigInt(fraction[1] ?? ''), BigInt(fraction[2] ?? ''), where)
  }
  const decimal = DECIMAL.exec(text)
  if (decimal === null || text.length > TERM_DIGITS) throw refuse(where, text)
  const digits = decimal[2] ?? ''
  return ratioOf(BigInt(`${decimal[1]}${digits}`), 10n ** BigInt(digits.length), where)
}

/** Sum of two ratios, in lowest terms. */
export function addRatios(a: Ratio, b: Ratio): Ratio {
  return ratioOf(a.num * b.den + b.num * a.den, a.den * b.den)
}

/** -1, 0 or 1: how `a` compares with `b`, exactly. */
export function compareRatios(a: Ratio, b: Ratio): -1 | 0 | 1 {
  const [left, right] = [a.num * b.den, b.num * a.den]
  if (left === right) return 0
  return left < right ? -1 : 1
}

/**
 * Takes a ratio of an integer: one exact product, one rounding.
 *
 * Rule: value x num / den. Rounding: as named.
 * @example timesRatio(1000n, parseRatio('0.0015', 'fee'), 'ceil') // 2n
 */
export function timesRatio(value: bigint, ratio: Ratio, rounding: Rounding): bigint {
  return divide(value * ratio.num, ratio.den, rounding)
}

/** A ratio as text that `parseRatio` reads back: a decimal where it ends, else a fraction. */
export function formatRatio(value: Ratio): string {
  const ratio = ratioOf(value.num, value.den)
  const scale = decimalPlaces(ratio.den)
  if (scale === undefined) return `${ratio.num}/${ratio.den}`
  const digits = timesRatio(10n ** BigInt(scale), ratio, 'floor')
    .toString()
    .padStart(scale + 1, '0')
  if (scale === 0) return digits
  const fraction = digits.slice(-scale).replace(/0+$/, '')
  return fraction === '' ? digits.slice(0, -scale) : `${digits.slice(0, -scale)}.${fraction}`
}

export function isRatio(value: unknown): value is Ratio {
  return (
    typeof value === 'object' &&
    value !== null &&
    'num' in value &&
    'den' in value &&
    typeof value.num === 'bigint' &&
    typeof value.den === 'bigint'
  )
}

function decimalPlaces(den: bigint): number | undefined {
  for (let places = 0; places <= 40; places++) {
    if (gcd(10n ** BigInt(places), den) === den) return places
  }
  return undefined
}

function ratioText(value: unknown, where: string): string {
  if (value instanceof NumberText) return value.source
  if (typeof value === 'number') {
    if (Number.isFinite(value) && !Object.is(value, -0)) return plainDecimal(String(value))
    throw refuse(where, String(value))
  }
  if (typeof value !== 'string') throw refuse(where, `a value of type ${typeof value}`)
  return value
}

/** `1e-7` as the decimal it stands for; other texts unchanged. */
function plainDecimal(text: string): string {
  const match = /^([0-9])(?:\.([0-9]+))?e-([0-9]{1,2})$/.exec(text)
  if (match === null) return text
  return `0.${'0'.repeat(Number(match[3]) - 1)}${match[1]}${match[2] ?? ''}`
}

function checked(ratio: Ratio, where: string): Ratio {
  if (ratio.num > RATIO_TERM_MAX || ratio.den > RATIO_TERM_MAX) {
    throw refuse(where, `a term over ${RATIO_BITS} bits`)
  }
  return ratio
}

function refuse(where: string, value: string): InputError {
  const shown = value.length > 80 ? `${value.slice(0, 77)}...` : value
  return new InputError({
    code: 'ratio-invalid',
    message: `${where}: ${shown} is not an exact ratio: write a decimal such as "0.975" or a fraction such as "39/40", 0 or more.`,
    details: { where, value: shown },
  })
}
