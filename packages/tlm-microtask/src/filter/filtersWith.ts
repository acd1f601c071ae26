import { bloomBits, FILTER_BYTES } from './bloomBits.js'

/**
 * The numbers of the filters that may hold a task, ascending, counted from 0: a hint where to look,
 * never an authorisation. False positives: 0.5 % at 128 tasks a filter.
 *
 * Units: filters of 256 bytes one after another; the task's hash of 32 bytes.
 * Source: spec/microtask.md, tasks, filter, trace.
 */
export function filtersWith(filters: Uint8Array, taskHash: Uint8Array): readonly number[] {
  const bits = bloomBits(taskHash, 0)
  const found: number[] = []
  for (let at = 0, j = 0; at + FILTER_BYTES <= filters.length; at += FILTER_BYTES, j++) {
    if (bits.every(([byte, mask]) => ((filters[at + byte] ?? 0) & mask) !== 0)) found.push(j)
  }
  return found
}
