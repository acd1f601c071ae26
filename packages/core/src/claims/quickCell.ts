import { AMOUNT_MAX } from '../amounts/Amount.js'
import type { Cell, Column } from './columns.js'

/** Digits of the largest text that is surely below 2^128. */
const SURE_DIGITS = 38

/**
 * Reads a cell of the ordinary form without building what an error message would need.
 *
 * Gives undefined for everything else, valid or not: `parseCell` then decides.
 */
export function quickCell(column: Column, value: unknown): Cell | undefined {
  switch (column.type) {
    case 'amount':
    case 'units':
      return quickNatural(value)
    case 'id':
      return typeof value === 'string' && isPlainId(value) ? value : undefined
    case 'flag':
      return typeof value === 'boolean' ? value : undefined
    case 'opaque':
      return typeof value === 'string' && isHex(value) ? value : undefined
    case 'oneOf':
      return typeof value === 'string' && column.values.includes(value) ? value : undefined
    default:
      return undefined
  }
}

/** A whole number of the ordinary form, or undefined. */
export function quickNatural(value: unknown): bigint | undefined {
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) && value > 0 ? BigInt(value) : undefined
  }
  if (typeof value === 'bigint') return value >= 0n && value <= AMOUNT_MAX ? value : undefined
  if (typeof value !== 'string' || value.length > SURE_DIGITS) return undefined
  const first = value.charCodeAt(0)
  if (!(first >= 0x31 && first <= 0x39)) return undefined
  for (let i = 1; i < value.length; i++) {
    const unit = value.charCodeAt(i)
    if (!(unit >= 0x30 && unit <= 0x39)) return undefined
  }
  return BigInt(value)
}

/** Whole bytes, in lower case hex. */
export function isHex(text: string): boolean {
  const { length } = text
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i)
    const isDigit = unit >= 0x30 && unit <= 0x39
    if (!isDigit && !(unit >= 0x61 && unit <= 0x66)) return false
  }
  return (length & 1) === 0
}

/** Printable ASCII without space and slash, at most 256 characters. */
export function isPlainId(text: string): boolean {
  const { length } = text
  if (length === 0 || length > 256) return false
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i)
    if (unit <= 0x20 || unit >= 0x7f || unit === 0x2f) return false
  }
  return true
}
