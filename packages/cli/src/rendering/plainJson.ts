import type { Json } from '@tlmkit/core'

/** Plain data as JSON: whole numbers as text, maps as objects, what is undefined left out. */
export function plainJson(value: unknown): Json {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return value
  }
  if (typeof value !== 'object' || value === null) return null
  if (Array.isArray(value)) return value.map(plainJson)
  const members: Iterable<readonly [string, unknown]> =
    value instanceof Map ? (value as Map<string, unknown>) : Object.entries(value)
  const known = [...members].filter(([, member]) => member !== undefined)
  return Object.fromEntries(known.map(([key, member]) => [key, plainJson(member)]))
}
