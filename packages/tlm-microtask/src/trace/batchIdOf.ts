import { InputError } from '@tlmkit/core'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'

const BYTES_32 = /^0x[0-9a-f]{64}$/

/**
 * The 32 bytes by which hashes name a batch.
 *
 * Rule: an id that is written as `0x` and 64 lower-case hex digits is those 32 bytes; any other id
 * is keccak256 of its UTF-8 text, one with upper-case digits too.
 * Errors: `text-malformed`.
 * Source: spec/microtask.md, tasks, filter, trace.
 */
export function batchIdOf(batch: string): Uint8Array {
  if (BYTES_32.test(batch)) return hexToBytes(batch.slice(2))
  if (batch.isWellFormed()) return keccak_256(utf8ToBytes(batch))
  throw new InputError({
    code: 'text-malformed',
    message: 'Batch id: half a surrogate pair has no UTF-8 form; write well-formed text.',
  })
}
