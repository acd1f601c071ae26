import { UsageError } from '../errors/UsageError.js'
import { didYouMean } from '../errors/closest.js'
import type { StandardIssue, StandardSchema } from './StandardSchema.js'

/** Values of parameters, by key. */
export type ParamValues = Readonly<Record<string, unknown>>

/**
 * Checks parameter values against a schema.
 *
 * Errors: `params-unknown-key`, `params-invalid` (each names the key and what would be right),
 * `params-async`.
 */
export function parseParams(
  schema: StandardSchema | undefined,
  values: ParamValues,
  owner: string,
): ParamValues {
  if (schema === undefined) {
    assertKnownKeys(values, {}, owner)
    return {}
  }
  const result = schema['~standard'].validate(values)
  if ('then' in result) {
    throw new UsageError({
      code: 'params-async',
      message: `The params schema of ${owner} validates asynchronously: params are checked at once.`,
    })
  }
  if (result.issues !== undefined) throw invalid(result.issues, values, owner)
  if (!isParamValues(result.value)) {
    throw new UsageError({
      code: 'params-invalid',
      message: `The params schema of ${owner} must describe an object.`,
    })
  }
  assertKnownKeys(values, result.value, owner)
  return Object.freeze({ ...result.value })
}

function isParamValues(value: unknown): value is ParamValues {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function assertKnownKeys(values: ParamValues, known: ParamValues, owner: string): void {
  for (const key of Object.keys(values)) {
    if (Object.hasOwn(known, key)) continue
    const keys = Object.keys(known)
    const list = keys.length === 0 ? 'It has none.' : `It has: ${keys.join(', ')}.`
    throw new UsageError({
      code: 'params-unknown-key',
      message: `${owner} has no parameter "${key}".${didYouMean(key, keys)} ${list}`,
      details: { owner, key },
    })
  }
}

function invalid(issues: readonly StandardIssue[], values: ParamValues, owner: string): UsageError {
  const sentences = issues.map((issue) => {
    const path = (issue.path ?? []).map((part) =>
      String(typeof part === 'object' ? part.key : part),
    )
    const value = path.length === 0 ? undefined : valueAt(values, path)
    const shown = value === undefined ? '' : ` is ${shownValue(value)}`
    return `${path.length === 0 ? owner : `${owner}.${path.join('.')}`}${shown}: ${issue.message}`
  })
  const unknown = issues.some((issue) => /unrecognized key/i.test(issue.message))
  return new UsageError({
    code: unknown ? 'params-unknown-key' : 'params-invalid',
    message: sentences.join('; '),
    details: { owner },
  })
}

function valueAt(values: ParamValues, path: readonly string[]): unknown {
  let value: unknown = values
  for (const key of path) value = isParamValues(value) ? value[key] : undefined
  return value
}

function shownValue(value: unknown): string {
  if (typeof value === 'string') return `"${value}"`
  return typeof value === 'number' || typeof value === 'bigint' ? `${value}` : 'an object'
}
