import { NumberText } from '../amounts/NumberText.js'
import { compareBytes } from '../bytes/compareBytes.js'
import { UsageError } from '../errors/UsageError.js'

/** What a JSON text can say. Whole numbers beyond 2^53 stand as text, or as `NumberText`. */
export type Json =
  null | boolean | number | string | NumberText | readonly Json[] | { readonly [key: string]: Json }

interface JsonLayout {
  /** `bytes`: keys sorted by their UTF-8 bytes. `given`: as the object has them. */
  readonly keys: 'bytes' | 'given'
  /** Spaces per level; 0 writes one line. */
  readonly indent: number
}

/**
 * Writes JSON so that equal values give equal bytes.
 *
 * Rule: keys sorted by their UTF-8 bytes, no spaces; with `indent` one member per line.
 * Errors: `json-number-not-finite`.
 * @example canonicalJson({ b: '2', a: 1 }) // '{"a":1,"b":"2"}'
 */
export function canonicalJson(value: Json, options: { readonly indent?: number } = {}): string {
  return write(value, { keys: 'bytes', indent: options.indent ?? 0 }, '')
}

/** Writes JSON on one line with the keys as they stand. Errors: `json-number-not-finite`. */
export function jsonLine(value: Json): string {
  return write(value, { keys: 'given', indent: 0 }, '')
}

function write(value: Json, layout: JsonLayout, margin: string): string {
  if (value instanceof NumberText) return value.source
  if (typeof value === 'number' && !Number.isFinite(value)) throw notFinite(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const inner = margin + ' '.repeat(layout.indent)
  if (isList(value)) {
    const items = value.map((item) => write(item, layout, inner))
    return wrap('[]', items, { layout, margin, inner })
  }
  const keys = Object.keys(value)
  if (layout.keys === 'bytes') keys.sort(compareBytes)
  const colon = layout.indent === 0 ? ':' : ': '
  const members = keys.map(
    (key) => `${JSON.stringify(key)}${colon}${write(value[key] ?? null, layout, inner)}`,
  )
  return wrap('{}', members, { layout, margin, inner })
}

interface Wrapping {
  readonly layout: JsonLayout
  readonly margin: string
  readonly inner: string
}

function wrap(brackets: '[]' | '{}', parts: readonly string[], wrapping: Wrapping): string {
  const [open, close] = brackets
  const { layout, margin, inner } = wrapping
  if (layout.indent === 0 || parts.length === 0) return `${open}${parts.join(',')}${close}`
  return `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${margin}${close}`
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

function notFinite(value: number): UsageError {
  return new UsageError({
    code: 'json-number-not-finite',
    message: `JSON has no number ${value}: write it as text.`,
  })
}
