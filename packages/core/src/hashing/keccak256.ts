import { SharedMemory } from '../columnar/SharedMemory.js'
import { loadHashKernels, type HashKernels } from '../journal/PayoutHasher.js'

const DIGEST = 32
/** Where a message lies and how long it is. */
const PAIR = 8
/** What the kernels write after a message. */
const PADDING = 136
/** Bytes that are hashed at once, and so stay in the cache. */
const BATCH = 1 << 18

let kept: { readonly kernels: HashKernels; readonly memory: SharedMemory } | undefined

/**
 * Keccak-256 of messages, as Ethereum has it: their digests, 32 bytes each, one after the other.
 *
 * Two messages of about the same length take the time of one, so give many at once.
 */
export function keccak256(messages: readonly Uint8Array[]): Uint8Array {
  const digests = new Uint8Array(messages.length * DIGEST)
  for (let from = 0; from < messages.length;) {
    const to = batchEnd(messages, from)
    hashBatch(messages.slice(from, to), digests.subarray(from * DIGEST, to * DIGEST))
    from = to
  }
  return digests
}

/** One message at least, however long it is. */
function batchEnd(messages: readonly Uint8Array[], from: number): number {
  let room = BATCH
  let to = from
  for (; to < messages.length && room > 0; to++) room -= roomOf(messages[to])
  return to
}

function hashBatch(messages: readonly Uint8Array[], digests: Uint8Array): void {
  const { kernels, memory } = kept ?? load()
  memory.reset()
  const pairs = memory.allocate(messages.length * PAIR)
  const out = memory.allocate(digests.length)
  let at = memory.allocate(messages.reduce((room, message) => room + roomOf(message), 0))
  messages.forEach((message, index) => {
    memory.bytes.set(message, at)
    memory.setWord(pairs + index * PAIR, at)
    memory.setWord(pairs + index * PAIR + 4, message.length)
    at += roomOf(message)
  })
  kernels.hashMessages(pairs, messages.length, out)
  digests.set(memory.bytes.subarray(out, out + digests.length))
}

function load(): NonNullable<typeof kept> {
  const kernels = loadHashKernels()
  kept = { kernels, memory: new SharedMemory(kernels) }
  return kept
}

/** In whole words of 16 bytes, so that messages are aligned. */
function roomOf(message: Uint8Array | undefined): number {
  return ((message?.length ?? 0) + PADDING + 15) & ~15
}
