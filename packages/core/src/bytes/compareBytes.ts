/**
 * Compares two well-formed texts as their UTF-8 bytes.
 *
 * Rule: code point order, which is UTF-8 byte order; UTF-16 order differs above U+FFFF.
 */
export function compareBytes(a: string, b: string): number {
  if (a === b) return 0
  if (!SURROGATE.test(a) && !SURROGATE.test(b)) return a < b ? -1 : 1
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)]
    if (x !== y) return rankOf(x) < rankOf(y) ? -1 : 1
  }
  return a.length - b.length
}

/** Where neither text has one of these, the order of units is that of code points. */
const SURROGATE = /[\ud800-\udfff]/

/** Lifts surrogates above the rest of the basic plane, as their code points are. */
function rankOf(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}
