import type { Observations } from './vectorRun.fixture.js'

const RELATIONS: Readonly<Record<string, (seen: number, wanted: number) => boolean>> = {
  gt: (seen, wanted) => seen > wanted,
  gte: (seen, wanted) => seen >= wanted,
  lt: (seen, wanted) => seen < wanted,
  lte: (seen, wanted) => seen <= wanted,
}

/**
 * What an expectation says that was not seen; nothing when all of it was.
 *
 * Rule: every key must be observed. The end of a key may say how it compares: Approx, Contain,
 * Contains, GreaterThan, AtMost, Multiset, Unordered; an object of gt, gte, lt, lte bounds every
 * value. Anything else is equal. Who got what is told in full; of other objects only what is asked.
 */
export function differencesOf(expected: Observations, observed: Observations): readonly string[] {
  const tolerance = expected['absTolerance']
  return Object.entries(expected).flatMap(([key, wanted]) => {
    if (key === 'absTolerance' && typeof tolerance === 'number') return []
    if (!(key in observed)) return [`${key}: nothing was observed for it`]
    const seen = observed[key]
    if (isRecord(wanted) && isRecord(seen)) return nested(key, wanted, seen)
    if (matches(key, { wanted, seen, tolerance })) return []
    return [`${key}: ${show(seen)} is not ${show(wanted)}`]
  })
}

function nested(key: string, wanted: Observations, seen: Observations): readonly string[] {
  const isWhole = /(?:amounts|transfers|Deltas|Distribution)$/.test(key)
  const extra = isWhole ? Object.keys(seen).filter((name) => !(name in wanted)) : []
  const unexpected = extra.map((name) => `${key}.${name}: ${show(seen[name])} is not expected`)
  return [...differencesOf(wanted, seen).map((text) => `${key}.${text}`), ...unexpected]
}

interface Comparison {
  readonly wanted: unknown
  readonly seen: unknown
  readonly tolerance: unknown
}

function matches(key: string, { wanted, seen, tolerance }: Comparison): boolean {
  if (isRelation(wanted)) return bounds(wanted, seen)
  if (key === 'error' && wanted === true) return seen !== false
  if (key.endsWith('Contains') && typeof wanted === 'string') return String(seen).includes(wanted)
  if (key.endsWith('Contain') || key.endsWith('Contains')) {
    return listOf(wanted).every((each) => listOf(seen).some((one) => show(one) === show(each)))
  }
  if (key.endsWith('GreaterThan')) return Number(seen) > Number(wanted)
  if (key.endsWith('AtMost')) return String(seen) <= String(wanted)
  if (key.endsWith('Approx')) return isNear(wanted, seen, Number(tolerance ?? 0))
  if (/(?:Multiset|Unordered)$/.test(key)) return show(sorted(wanted)) === show(sorted(seen))
  return show(wanted) === show(seen)
}

function isRelation(wanted: unknown): wanted is Observations {
  return isRecord(wanted) && Object.keys(wanted).every((name) => name in RELATIONS)
}

function bounds(wanted: Observations, seen: unknown): boolean {
  const values = listOf(seen)
  return Object.entries(wanted).every(([relation, bound]) =>
    values.every((value) => RELATIONS[relation]?.(Number(value), Number(bound)) === true),
  )
}

/** One value stands for all; of a list each value has its own, by size. */
function isNear(wanted: unknown, seen: unknown, tolerance: number): boolean {
  const values = numbersOf(seen)
  const targets = Array.isArray(wanted) ? numbersOf(wanted) : values.map(() => Number(wanted))
  if (values.length === 0 || values.length !== targets.length) return false
  return values.every((value, index) => Math.abs(value - (targets[index] ?? NaN)) <= tolerance)
}

function numbersOf(value: unknown): readonly number[] {
  return listOf(value).map(Number).sort((a, b) => a - b)
}

function sorted(value: unknown): readonly string[] {
  return listOf(value).map(show).sort((a, b) => (a < b ? -1 : 1))
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value]
}

function isRecord(value: unknown): value is Observations {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A text in which a whole number looks the same however it is written. */
function show(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`
  if (isRecord(value)) {
    const members = Object.entries(value).map(([key, each]) => `${key}: ${show(each)}`)
    return `{${members.join(', ')}}`
  }
  return String(value)
}
