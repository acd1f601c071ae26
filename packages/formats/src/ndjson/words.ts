const HIGH_BITS = 0x80808080
const ONES = 0x01010101

/** Whether four bytes are all of an id, other than `!`. */
export function isIdWord(word: number): boolean {
  const slash = word ^ 0x2f2f2f2f
  const backslash = word ^ 0x5c5c5c5c
  const found =
    word |
    (word + ONES) |
    (word - 0x23232323) |
    ((slash - ONES) & ~slash) |
    ((backslash - ONES) & ~backslash)
  return (found & HIGH_BITS) === 0
}

/** Whether four bytes are all digits. */
export function isDigitWord(word: number): boolean {
  return (
    (((word & 0xf0f0f0f0) ^ 0x30303030) | (((word + 0x06060606) & 0xf0f0f0f0) ^ 0x30303030)) === 0
  )
}

/** The number that four digits write, the first one in the lowest byte. */
export function digitsOfWord(word: number): number {
  const digits = word & 0x0f0f0f0f
  const pairs = (digits * 10 + (digits >>> 8)) & 0x00ff00ff
  return (pairs & 0xff) * 100 + (pairs >>> 16)
}

/** Whether bytes, four or more, stand at a place. */
export function startsWith(wanted: DataView, source: DataView, pos: number): boolean {
  const last = wanted.byteLength - 4
  if (pos + last + 4 > source.byteLength) return false
  if (wanted.getInt32(last, true) !== source.getInt32(pos + last, true)) return false
  for (let i = 0; i < last; i += 4) {
    if (wanted.getInt32(i, true) !== source.getInt32(pos + i, true)) return false
  }
  return true
}
