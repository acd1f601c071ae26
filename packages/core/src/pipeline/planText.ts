/**
 * Canonical text of a plan or a part of it: what the pipeline id hashes.
 *
 * Rule: objects with their keys in byte order, bigints in decimal, without the lines that rules
 * stand on.
 */
export function toPlanText(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'string') return quote(value)
  if (typeof value !== 'object' || value === null) return String(value)
  if (Array.isArray(value)) return `[${value.map(toPlanText).join(',')}]`
  const entries = Object.entries(value)
    .filter(([key, entry]) => key !== 'place' && entry !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, entry]) => `${quote(key)}:${toPlanText(entry)}`).join(',')}}`
}

function quote(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`
}
