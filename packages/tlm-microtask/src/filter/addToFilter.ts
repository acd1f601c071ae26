import { bloomBits } from './bloomBits.js'

/**
 * Adds the task hash that stands in `hashes` at byte `at` to a filter of 256 bytes.
 *
 * Rule: Ethereum's log bloom with the task hash as item, which the bloom hashes once more.
 * Source: spec/microtask.md, tasks, filter, trace.
 */
export function addToFilter(filter: Uint8Array, hashes: Uint8Array, at = 0): void {
  for (const [byte, mask] of bloomBits(hashes, at)) filter[byte] = (filter[byte] ?? 0) | mask
}
