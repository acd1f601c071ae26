import { compareBytes } from '../bytes/compareBytes.js'
import { UsageError } from '../errors/UsageError.js'
import { isSharedParam } from '../params/shared.js'
import { RulePlace } from '../rules/callerLine.js'

/**
 * Canonical text of plain data: plans, params, receipts. What ids and digests are made of.
 *
 * Rule: objects with their keys in byte order, bigints in decimal with `n`; the places that rules
 * stand on are left out.
 * Errors: `value-not-plain`, for functions and objects of a class, whose text would say nothing.
 */
export function toPlanText(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'string') return quote(value)
  if (typeof value === 'function' || typeof value === 'symbol') throw notPlain(typeof value)
  if (typeof value !== 'object' || value === null) return String(value)
  if (Array.isArray(value)) return `[${value.map(toPlanText).join(',')}]`
  assertPlain(value)
  const entries = Object.entries(value)
    .filter(([, entry]) => entry !== undefined && !(entry instanceof RulePlace))
    .sort(([a], [b]) => compareBytes(a, b))
  return `{${entries.map(([key, entry]) => `${quote(key)}:${toPlanText(entry)}`).join(',')}}`
}

function assertPlain(value: object): void {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === Object.prototype || prototype === null || isSharedParam(value)) return
  throw notPlain(value.constructor.name)
}

function notPlain(what: string): UsageError {
  return new UsageError({
    code: 'value-not-plain',
    message: `A value of type ${what} cannot be part of a digest: use plain data, with bigints, texts, flags, lists and objects.`,
    details: { type: what },
  })
}

function quote(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`
}
