import { mix } from './mix.ts'

const ROUNDS = 4

/**
 * The place of an index in a shuffled order of `count` rows: a permutation that needs no memory.
 *
 * Rule: a Feistel network over the next power of 4, walked until it is below `count`.
 */
export function permute(
  index: number,
  { count, seed }: { readonly count: number; readonly seed: number },
): number {
  const half = Math.max(1, Math.ceil(Math.log2(Math.max(2, count)) / 2))
  const size = 2 ** half
  let place = index
  do {
    let left = Math.floor(place / size)
    let right = place % size
    for (let lane = 0; lane < ROUNDS; lane++) {
      const mixed = mix({ seed, index: right, lane }) % size
      const next = left ^ mixed
      left = right
      right = next
    }
    place = left * size + right
  } while (place >= count)
  return place
}
