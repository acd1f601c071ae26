import { hashesInvalid, TASKS_MAX } from './hashCount.js'
import { leafInto } from './merkleNodes.js'
import { RootBuilder } from './RootBuilder.js'
import { HASH_BYTES } from './TaggedHash.js'

/**
 * The tasks root of a batch whose task hashes come one by one, in about 1 KiB of memory.
 *
 * Rule: leaf i is keccak256(0x00 || i u32 big-endian || task hash); a node is
 * keccak256(0x01 || left || right); an odd last node moves up unhashed.
 * Errors: `task-hashes-invalid` for a hash that is not 32 bytes, for more than 2^32 - 1 tasks, and
 * for the root of none.
 * Source: spec/microtask.md, tasks, filter, trace.
 */
export class TasksRootBuilder {
  readonly #builder = new RootBuilder()
  readonly #leaf = new Uint8Array(HASH_BYTES)

  /** Tasks added so far. */
  get count(): number {
    return this.#builder.count
  }

  /** Adds the next task: its hash stands in `hashes` at byte `at`. */
  add(hashes: Uint8Array, at = 0): void {
    const index = this.#builder.count
    if (at < 0 || at + HASH_BYTES > hashes.length || index >= TASKS_MAX) {
      throw hashesInvalid(`Task ${index}: no hash of 32 bytes, or more than 2^32 - 1 tasks.`)
    }
    leafInto(index, { source: hashes, at, length: HASH_BYTES }, this.#leaf)
    this.#builder.add(this.#leaf)
  }

  /** The root over the tasks added so far, 32 bytes. */
  root(): Uint8Array {
    if (this.#builder.count > 0) return this.#builder.root()
    throw hashesInvalid('A batch without tasks has no tasks root; add a task.')
  }
}
