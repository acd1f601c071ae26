import { divide } from '@tlmkit/core'
import { HASH_BYTES } from '../tasks/TaggedHash.js'
import { hashCount } from '../tasks/hashCount.js'
import { addToFilter } from './addToFilter.js'
import { FILTER_BYTES } from './bloomBits.js'

/** Tasks that one filter holds at most. */
export const FILTER_TASKS_MAX = 128

/**
 * The filters of a batch, 256 bytes each, one after another: filter j holds tasks 128j to
 * 128j + 127. As hex text they are the column `filters` of `batchSubmit`.
 *
 * Units: the hashes of all tasks lie one after another, 32 bytes each.
 * Errors: `task-hashes-invalid`.
 * Source: spec/microtask.md, tasks, filter, trace.
 */
export function buildFilters(hashes: Uint8Array): Uint8Array {
  const count = hashCount(hashes)
  const filters = new Uint8Array(filterCount(count) * FILTER_BYTES)
  for (let first = 0, at = 0; first < count; first += FILTER_TASKS_MAX, at += FILTER_BYTES) {
    const filter = filters.subarray(at, at + FILTER_BYTES)
    const end = Math.min(count, first + FILTER_TASKS_MAX)
    for (let index = first; index < end; index++) addToFilter(filter, hashes, index * HASH_BYTES)
  }
  return filters
}

/** How many filters a batch of so many tasks has: one for every 128, rounded up. */
export function filterCount(taskCount: number): number {
  return Number(divide(BigInt(taskCount), BigInt(FILTER_TASKS_MAX), 'ceil'))
}
