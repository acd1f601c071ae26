/**
 * Compares two well-formed texts as their UTF-8 bytes.
 *
 * Rule: code point order, which is UTF-8 byte order; UTF-16 order differs above U+FFFF.
 */
export function compareBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)]
    if (x !== y) return rankOf(x) < rankOf(y) ? -1 : 1
  }
  return a.length - b.length
}

/** Lifts surrogates above the rest of the basic plane, as their code points are. */
function rankOf(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}
