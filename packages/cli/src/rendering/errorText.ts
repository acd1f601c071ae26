import { canonicalJson, isTlmkitError, type Json } from '@tlmkit/core'
import type { CliIo } from '../io/CliIo.js'
import { createStyle } from './createStyle.js'
import { printable } from './printable.js'

/** An error for people: its code, and the sentence that says what would be right. */
export function errorText(io: CliIo, error: unknown): string {
  const style = createStyle(io, io.stderr)
  if (isTlmkitError(error)) {
    return `${style.bad(`error ${error.code}`)}: ${printable(error.message)}\n`
  }
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return `${style.bad('error internal-error')}: this is a fault of tlmkit. ${what}\n`
}

/** An error for programs: one line of JSON. */
export function errorJson(error: unknown): string {
  const known = isTlmkitError(error)
  const message = error instanceof Error ? error.message : String(error)
  const details: Record<string, Json> = {}
  for (const [key, value] of Object.entries(known ? error.details : {})) {
    details[key] = typeof value === 'bigint' ? value.toString() : value
  }
  const code = known ? error.code : 'internal-error'
  return `${canonicalJson({ error: { code, message, details } })}\n`
}
