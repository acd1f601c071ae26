import { hashCount } from './hashCount.js'
import { HASH_BYTES } from './TaggedHash.js'
import { TasksRootBuilder } from './TasksRootBuilder.js'

/**
 * The tasks root over all task hashes of a batch, which lie one after another, 32 bytes each.
 *
 * Rule: the one of `TasksRootBuilder`.
 * Errors: `task-hashes-invalid`.
 * Source: spec/microtask.md, tasks, filter, trace.
 */
export function tasksRoot(hashes: Uint8Array): Uint8Array {
  const count = hashCount(hashes)
  const builder = new TasksRootBuilder()
  for (let index = 0; index < count; index++) builder.add(hashes, index * HASH_BYTES)
  return builder.root()
}
