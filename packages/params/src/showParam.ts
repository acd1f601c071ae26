import { formatRatio, parseRatio } from '@tlmkit/core'
import type { ParamMeta } from './ParamMeta.js'
import { joinParts } from './textParts.js'

/**
 * Writes the value of a parameter as text, which `readParam` reads back.
 *
 * Rule: takes a value as a schema gives it, or as a params file has it, of the parameter's kind.
 * Rounding: none; a ratio that does not end as a decimal is a fraction.
 * @example showParam({ kind: 'ratio' }, { num: 1n, den: 20n }) // '0.05'
 */
export function showParam(meta: Pick<ParamMeta, 'kind'>, value: unknown): string {
  return writers[meta.kind](value)
}

type Writer = (value: unknown) => string

const plain: Writer = (value) => {
  return typeof value === 'bigint' || typeof value === 'number' ? `${value}` : textOf(value)
}

const writers: Readonly<Record<ParamMeta['kind'], Writer>> = {
  ratio: showRatio,
  units: plain,
  amount: plain,
  account: textOf,
  id: textOf,
  choice: textOf,
  flag: (value) => (value === true || value === 'true' ? 'true' : 'false'),
  ids: (value) => joinParts(Array.isArray(value) ? value.map(textOf) : []),
  shares: (value) => showNamed(value, showRatio),
  quantities: (value) => showNamed(value, plain),
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function showRatio(value: unknown): string {
  return formatRatio(parseRatio(value, 'value'))
}

function showNamed(value: unknown, show: Writer): string {
  if (typeof value !== 'object' || value === null) return ''
  return joinParts(Object.entries(value).map(([name, number]) => `${name} ${show(number)}`))
}
