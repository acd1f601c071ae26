import { HASH_BYTES } from '../tasks/TaggedHash.js'
import { equalBytes } from '../tasks/equalBytes.js'
import { parseHex } from '../tasks/parseHex.js'
import { batchIdOf } from '../trace/batchIdOf.js'
import { ROW_BYTES } from '../trace/TraceRow.js'
import type { SegmentGrid } from '../trace/SegmentGrid.js'
import { invalid, type InvalidProof } from './TraceVerdict.js'

const VERSION = 1

/** The second byte: what the bytes are. 3 is kept for `stark`. */
export const CONTENTS = { recompute: 1, 'spot-check': 2, rows: 4, evidence: 5 } as const

export type Content = keyof typeof CONTENTS

/** Version, content, batch id, number of tasks, segment size. */
export const HEADER_BYTES: number = 2 + HASH_BYTES + 4 + 4

/** A row, then the hash of the task at its index. */
export const PLACED_ROW_BYTES: number = ROW_BYTES + HASH_BYTES

export interface Header extends SegmentGrid {
  readonly content: Content
  readonly batch: string
}

export function headerBytes({ content, batch, taskCount, segmentSize }: Header): Uint8Array {
  const header = new Uint8Array(HEADER_BYTES)
  header[0] = VERSION
  header[1] = CONTENTS[content]
  header.set(batchIdOf(batch), 2)
  header.set(u32Bytes(taskCount), 2 + HASH_BYTES)
  header.set(u32Bytes(segmentSize), 2 + HASH_BYTES + 4)
  return header
}

/** Four bytes, big-endian. */
export function u32Bytes(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value)
}

/**
 * The body behind the expected header, as bytes: untrusted text is judged, never thrown at.
 *
 * Rule: missing, malformed, another level, another batch, in this order.
 */
export function openBody(proof: string | Uint8Array, expected: Header): Uint8Array | InvalidProof {
  if (proof.length === 0) return invalid('missing')
  const bytes = typeof proof === 'string' ? parseHex(proof) : proof
  if (bytes === undefined || bytes.length < HEADER_BYTES) return invalid('malformed')
  const header = headerBytes(expected)
  if (bytes[0] !== header[0]) return invalid('malformed')
  if (bytes[1] !== header[1]) return invalid('another-level')
  const isOfBatch = equalBytes(bytes.subarray(2, HEADER_BYTES), header.subarray(2))
  return isOfBatch ? bytes.subarray(HEADER_BYTES) : invalid('another-batch')
}

/** Copies rows and the hashes of their tasks, each in order, to placed rows. */
export function placedRows(rows: Uint8Array, taskHashes: Uint8Array, count: number): Uint8Array {
  const placed = new Uint8Array(count * PLACED_ROW_BYTES)
  for (let i = 0; i < count; i++) {
    const at = i * PLACED_ROW_BYTES
    placed.set(rows.subarray(i * ROW_BYTES, (i + 1) * ROW_BYTES), at)
    placed.set(taskHashes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES), at + ROW_BYTES)
  }
  return placed
}
