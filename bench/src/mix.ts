/** Which number of a row is drawn: another place gives an independent one. */
export interface Place {
  readonly seed: number
  readonly index: number
  readonly lane: number
}

/** A whole number of 32 bits that is a function of its place alone. */
export function mix({ seed, index, lane }: Place): number {
  let mixed = Math.imul(index ^ Math.imul(seed, 0x27d4eb2f), 0x9e3779b1)
  mixed = (mixed + Math.imul(lane + 1, 0x85ebca6b)) | 0
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
  return (mixed ^ (mixed >>> 15)) >>> 0
}

/** A whole number of at least 0 and below `limit`. */
export function mixBelow(limit: number, place: Place): number {
  return Math.floor((mix(place) / 0x1_0000_0000) * limit)
}
