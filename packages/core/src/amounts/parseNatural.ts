import { InputError } from '../errors/InputError.js'
import { NumberText } from './NumberText.js'

const MAX = (1n << 128n) - 1n
/** Digits of 2^128 - 1. */
const DIGITS_MAX = 39
const DIGITS = /^(?:0|[1-9][0-9]*)$/

/**
 * Reads a whole number of at least 0 from untrusted data: units and amounts.
 *
 * Accepts decimal digits in a string, a bigint, or a whole JSON number up to 2^53 - 1.
 * Errors: `not-a-number`, `number-not-exact`, `number-not-plain`, `number-negative`,
 * `number-fraction`, `amount-out-of-range`.
 * @example parseNatural('42', 'column computeUnits') // 42n
 */
export function parseNatural(value: unknown, where: string): bigint {
  if (typeof value === 'bigint') return inRange(value, where)
  if (typeof value === 'number') return fromNumber(value, where)
  const text = value instanceof NumberText ? value.source : value
  if (typeof text !== 'string') {
    throw refuse('not-a-number', where, describeType(value), 'write it as a string of digits')
  }
  if (!DIGITS.test(text)) throw notPlain(text, where)
  if (text.length > DIGITS_MAX)
    throw refuse('amount-out-of-range', where, text, 'at most 2^128 - 1')
  if (value instanceof NumberText) {
    throw refuse('number-not-exact', where, text, `write it as a string: "${text}"`)
  }
  return inRange(BigInt(text), where)
}

function fromNumber(value: number, where: string): bigint {
  if (Object.is(value, -0)) throw notPlain('-0', where)
  if (!Number.isSafeInteger(value)) {
    if (Number.isInteger(value)) {
      throw refuse('number-not-exact', where, String(value), 'write it as a string')
    }
    throw notPlain(String(value), where)
  }
  return inRange(BigInt(value), where)
}

function inRange(value: bigint, where: string): bigint {
  if (value < 0n) throw notPlain(String(value), where)
  if (value > MAX) throw refuse('amount-out-of-range', where, String(value), 'at most 2^128 - 1')
  return value
}

function notPlain(text: string, where: string): InputError {
  if (/^-/.test(text)) {
    return refuse('number-negative', where, text, 'it must be 0 or more, without a sign')
  }
  if (/^[0-9]+\.[0-9]+$/.test(text)) {
    return refuse('number-fraction', where, text, 'write whole base units, without a fraction')
  }
  return refuse(
    'number-not-plain',
    where,
    text,
    'write plain digits, without sign, exponent, leading zeros or spaces',
  )
}

function describeType(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'a list' : `a value of type ${typeof value}`
}

function refuse(code: string, where: string, value: string, right: string): InputError {
  const shown = value.length > 80 ? `${value.slice(0, 77)}...` : value
  return new InputError({
    code,
    message: `${where}: ${shown} is not a whole number that can be used: ${right}.`,
    details: { where, value: shown },
  })
}
