import { UsageError } from '@tlmkit/core'
import { hashCount } from './hashCount.js'
import { halfUp, leafInto, levelAbove } from './merkleNodes.js'
import { siblingsOf, type TaskRange } from './rangeRoot.js'
import { HASH_BYTES } from './TaggedHash.js'

/**
 * All levels of the tree over a batch's task hashes, to take membership paths from.
 *
 * Units: about 64 bytes of memory a task.
 * Errors: `task-hashes-invalid`.
 * Source: spec/microtask.md, tasks, filter, trace.
 */
export class TasksTree {
  readonly count: number
  readonly #levels: readonly Uint8Array[]

  /** The hashes of all tasks lie one after another, 32 bytes each. */
  constructor(hashes: Uint8Array) {
    this.count = hashCount(hashes)
    const levels = [leavesOf(hashes, this.count)]
    for (let width = this.count; width > 1; width = halfUp(width)) {
      levels.push(levelAbove(levels[levels.length - 1] ?? hashes, width))
    }
    this.#levels = levels
  }

  /** The tasks root, 32 bytes. */
  get root(): Uint8Array {
    return this.#node(this.#levels.length - 1, 0)
  }

  /**
   * The path of `length` neighbouring tasks from `first` on, as `isMember` takes it for one:
   * level by level from below, the sibling before the range and the one behind it, where there
   * are such; 32 bytes each, nothing between them.
   *
   * Errors: `task-range-invalid`.
   */
  path(first: number, length = 1): Uint8Array {
    const siblings = siblingsOf({ first, length, count: this.count })
    if (siblings === undefined) throw rangeInvalid({ first, length, count: this.count })
    const path = new Uint8Array(siblings.length * HASH_BYTES)
    siblings.forEach(({ level, position }, i) => {
      path.set(this.#node(level, position), i * HASH_BYTES)
    })
    return path
  }

  #node(level: number, position: number): Uint8Array {
    const at = position * HASH_BYTES
    return (this.#levels[level] ?? new Uint8Array()).slice(at, at + HASH_BYTES)
  }
}

function leavesOf(hashes: Uint8Array, count: number): Uint8Array {
  const leaves = new Uint8Array(hashes.length)
  for (let index = 0; index < count; index++) {
    const at = index * HASH_BYTES
    leafInto(index, { source: hashes, at, length: HASH_BYTES }, leaves, at)
  }
  return leaves
}

function rangeInvalid({ first, length, count }: TaskRange): UsageError {
  return new UsageError({
    code: 'task-range-invalid',
    message: `Tasks ${first} to ${first + length - 1}: a batch of ${count} has no such range.`,
    details: { first, length, count },
  })
}
