import { compareBigints } from '../amounts/compareBigints.js'
import { compareBytes } from '../bytes/compareBytes.js'
import type { Columns, Row } from './columns.js'

/** The parts of a row's key, as text. */
export function keyOf(key: readonly string[], row: Row): readonly string[] {
  const parts: string[] = []
  for (const name of key) {
    const part = row[name]
    parts.push(typeof part === 'bigint' ? part.toString() : typeof part === 'string' ? part : '')
  }
  return parts
}

/** A key as one text: ids have no slash, so that no two keys share it. */
export function keyText(parts: readonly string[]): string {
  let text = parts[0] ?? ''
  for (let part = 1; part < parts.length; part++) text += `/${parts[part]}`
  return text
}

/** Compares two keys as their canonical bytes: units as numbers, texts as UTF-8. */
export function compareKeys(
  columns: Columns,
  key: readonly string[],
): (a: readonly string[], b: readonly string[]) => number {
  const numeric = key.map((name) => columns[name]?.type === 'units')
  return (a, b) => {
    for (let part = 0; part < numeric.length; part++) {
      const [x, y] = [a[part] ?? '', b[part] ?? '']
      if (x === y) continue
      return numeric[part] === true ? compareBigints(BigInt(x), BigInt(y)) : compareBytes(x, y)
    }
    return 0
  }
}
