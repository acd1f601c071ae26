import { HASH_BYTES } from './TaggedHash.js'
import { merkleNode, pairInto } from './merkleNodes.js'

const DEPTH_MAX = 33

/**
 * The root over leaves that are added in order, holding one hash for each level.
 *
 * Rule: neighbours pair up level by level; an odd last node moves up unhashed.
 * Source: spec/microtask.md, tasks, filter, trace.
 */
export class RootBuilder {
  readonly #peaks = new Uint8Array(DEPTH_MAX * HASH_BYTES)
  #depth = 0
  #count = 0

  /** Leaves added so far. */
  get count(): number {
    return this.#count
  }

  /** Adds the leaf that stands in `leaves` at byte `at`. */
  add(leaves: Uint8Array, at = 0): void {
    const peaks = this.#peaks
    peaks.set(leaves.subarray(at, at + HASH_BYTES), this.#depth * HASH_BYTES)
    this.#depth += 1
    this.#count += 1
    for (let rest = this.#count; (rest & 1) === 0; rest >>>= 1) {
      this.#depth -= 1
      const left = (this.#depth - 1) * HASH_BYTES
      pairInto(peaks, left, peaks, left)
    }
  }

  /** The root over what was added, of at least one leaf. */
  root(): Uint8Array {
    let root = this.#peak(this.#depth - 1)
    for (let level = this.#depth - 2; level >= 0; level--) {
      root = merkleNode(this.#peak(level), root)
    }
    return root
  }

  #peak(level: number): Uint8Array {
    return this.#peaks.slice(level * HASH_BYTES, (level + 1) * HASH_BYTES)
  }
}
