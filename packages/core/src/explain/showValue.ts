import { formatRatio, isRatio } from '../amounts/Ratio.js'
import type { Cell } from '../claims/columns.js'
import { Poison, type Value } from '../engine/Poison.js'

/** A slot's value as text; undefined for what was never computed. */
export function showValue(value: Value): string | undefined {
  if (value === undefined) return undefined
  if (value instanceof Poison) return `not computable (${value.code})`
  if (isRatio(value)) return formatRatio(value)
  if (Array.isArray(value)) return `[${value.map((item) => showItem(item)).join(', ')}]`
  return typeof value === 'object' ? '' : String(value)
}

/** A cell's value as text. */
export function showCell(cell: Cell | undefined): string {
  return showValue(cell) ?? ''
}

function showItem(item: unknown): string {
  if (typeof item !== 'object' || item === null || isRatio(item) || item instanceof Poison) {
    return showValue(item as Value) ?? ''
  }
  const fields = Object.entries(item as Readonly<Record<string, Value>>)
  return fields.map(([name, value]) => `${name} ${showValue(value) ?? ''}`).join(' ')
}
