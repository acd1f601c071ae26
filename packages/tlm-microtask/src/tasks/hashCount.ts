import { divide, UsageError } from '@tlmkit/core'
import { HASH_BYTES } from './TaggedHash.js'

/** Tasks that a batch has at most: their number fits 4 bytes. */
export const TASKS_MAX = 0xffff_ffff

/**
 * How many task hashes lie one after another in `hashes`; at least one.
 *
 * Errors: `task-hashes-invalid`.
 */
export function hashCount(hashes: Uint8Array): number {
  const isWhole = hashes.length > 0 && hashes.length % HASH_BYTES === 0
  const count = Number(divide(BigInt(hashes.length), BigInt(HASH_BYTES), 'floor'))
  if (isWhole && count <= TASKS_MAX) return count
  throw hashesInvalid(`${hashes.length} bytes of task hashes; give 32 bytes for each task.`)
}

/** Refuses bytes that are not `count` task hashes. Errors: `task-hashes-invalid`. */
export function assertHashes(hashes: Uint8Array, count: number): void {
  if (hashes.length === count * HASH_BYTES) return
  throw hashesInvalid(`${hashes.length} bytes of task hashes; give 32 bytes for ${count} tasks.`)
}

export function hashesInvalid(message: string): UsageError {
  return new UsageError({ code: 'task-hashes-invalid', message })
}
