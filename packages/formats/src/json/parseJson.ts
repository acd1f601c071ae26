import { InputError, NumberText } from '@tlmkit/core/rows'
import { parse } from 'lossless-json'
import { findDuplicateKey } from './findDuplicateKey.js'

const WHOLE = /^-?(?:0|[1-9][0-9]*)$/

/**
 * Reads JSON strictly, without losing a digit.
 *
 * Rule: whole numbers up to 2^53 - 1 become numbers; every other number keeps its text, so that the
 * column it belongs to can name itself.
 * Errors: `json-invalid`, `json-duplicate-key`; both say where.
 */
export function parseJson(text: string, where: string): unknown {
  let value: unknown
  try {
    value = parse(text, null, { parseNumber: readNumber, onDuplicateKey: () => undefined })
  } catch (error) {
    throw invalid(error, text, where)
  }
  const key = findDuplicateKey(text, value)
  if (key === undefined) return value
  throw new InputError({
    code: 'json-duplicate-key',
    message: `${where}: the key "${key.slice(0, 80)}" stands twice in one object: keep one.`,
    details: { where, key: key.slice(0, 300) },
  })
}

function readNumber(source: string): unknown {
  const number = Number(source)
  const exact = WHOLE.test(source) && Number.isSafeInteger(number) && !Object.is(number, -0)
  return exact ? number : new NumberText(source)
}

function invalid(error: unknown, text: string, where: string): InputError {
  const what = error instanceof SyntaxError ? error.message : 'it is nested too deeply'
  const position = Number(/ at position ([0-9]+)$/.exec(what)?.[1] ?? text.length)
  const before = text.slice(0, position).split('\n')
  const column = (before.at(-1)?.length ?? 0) + 1
  const place = text.includes('\n') ? `line ${before.length}, column ${column}` : `column ${column}`
  return new InputError({
    code: 'json-invalid',
    message: `${where}, ${place}: ${what.replace(/ at position [0-9]+$/, '')}.`,
    details: { where, column },
  })
}
