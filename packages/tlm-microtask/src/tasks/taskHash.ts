import { keccak_256 } from '@noble/hashes/sha3.js'

/**
 * The hash of a task, 32 bytes: keccak256 of the task's bytes.
 *
 * Source: spec/microtask.md, tasks, filter, trace.
 */
export function taskHash(task: Uint8Array): Uint8Array {
  return keccak_256(task)
}
