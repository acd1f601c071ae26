import { InputError, fromTaggedJson, type ParamSet, type ParamValues } from '@tlmkit/core'
import type { FileName } from './readBytes.js'
import { readJsonFile } from './readJsonFile.js'

/**
 * The parameter values of a file, by owner and key, as they are written.
 *
 * Errors: `params-invalid`, and those of `readJsonFile`.
 */
export function readValues(file: FileName): ParamSet {
  const value = fromTaggedJson(readJsonFile(file), file.path)
  if (!isObject(value)) throw invalid(file.path)
  for (const [owner, values] of Object.entries(value)) {
    if (!isObject(values)) throw invalid(`${file.path}, ${owner}`)
  }
  return value as ParamSet
}

function isObject(value: unknown): value is ParamValues {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function invalid(where: string): InputError {
  return new InputError({
    code: 'params-invalid',
    message: `${where}: expected values by TLM, {"network": {...}, "<tlm>": {...}}.`,
    details: { where },
  })
}
