import { NumberText } from '../amounts/NumberText.js'
import { formatRatio, isRatio, parseRatio } from '../amounts/Ratio.js'
import { InputError } from '../errors/InputError.js'
import { UsageError } from '../errors/UsageError.js'
import { isSharedParam, shared } from '../params/shared.js'
import type { Json } from './canonicalJson.js'

/**
 * Writes plain data of a program as JSON without loss: parameter values and states of lifecycles.
 *
 * Rule: a bigint is `{"$bigint":"12"}`, a ratio `{"$ratio":"39/40"}`, a shared parameter
 * `{"$shared":"key"}`; a key of the data that starts with `$` gets one more `$`.
 * Errors: `value-not-data`, which names where.
 */
export function toTaggedJson(value: unknown, where: string): Json {
  if (typeof value === 'bigint') return { $bigint: value.toString() }
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value
  if (typeof value === 'number' && Number.isFinite(value)) return Object.is(value, -0) ? 0 : value
  if (value instanceof NumberText) return value
  if (isSharedParam(value)) return { $shared: value.key }
  if (isRatio(value)) return { $ratio: formatRatio(value) }
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => toTaggedJson(item, `${where}[${index}]`))
  }
  if (typeof value !== 'object') throw notData(value, where)
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => [
      key.startsWith('$') ? `$${key}` : key,
      toTaggedJson(member, `${where}.${key}`),
    ])
  return Object.fromEntries(members) as Json
}

/** Reads what `toTaggedJson` wrote. Errors: `tag-unknown`, `not-a-number`, `ratio-invalid`. */
export function fromTaggedJson(value: unknown, where: string): unknown {
  if (typeof value !== 'object' || value === null || value instanceof NumberText) return value
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => fromTaggedJson(item, `${where}[${index}]`))
  }
  const members = Object.entries(value)
  const [first] = members
  if (first !== undefined && members.length === 1 && /^\$(?!\$)/.test(first[0])) {
    return fromTag(first[0], first[1], where)
  }
  return Object.fromEntries(
    members.map(([key, member]: readonly [string, unknown]) => {
      if (/^\$(?!\$)/.test(key)) throw unknownTag(key, where)
      const name = key.startsWith('$$') ? key.slice(1) : key
      return [name, fromTaggedJson(member, `${where}.${name}`)] as const
    }),
  )
}

function fromTag(tag: string, value: unknown, where: string): unknown {
  switch (tag) {
    case '$bigint':
      if (typeof value === 'string' && /^(?:0|-?[1-9][0-9]*)$/.test(value)) return BigInt(value)
      throw new InputError({
        code: 'not-a-number',
        message: `${where}: $bigint holds the digits of a whole number, as text.`,
        details: { where },
      })
    case '$ratio':
      return parseRatio(value, where)
    case '$shared':
      if (typeof value === 'string') return shared(value)
      throw unknownTag(tag, where)
    default:
      throw unknownTag(tag, where)
  }
}

function unknownTag(tag: string, where: string): InputError {
  return new InputError({
    code: 'tag-unknown',
    message: `${where}: "${tag}" is none of $bigint, $ratio, $shared with a text.`,
    details: { where, tag },
  })
}

function notData(value: unknown, where: string): UsageError {
  return new UsageError({
    code: 'value-not-data',
    message: `${where} is a ${typeof value}: only plain data can be kept.`,
    details: { where },
  })
}
