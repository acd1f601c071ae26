import { EMPTY_LEAF, leafInto } from '../tasks/merkleNodes.js'
import { RootBuilder } from '../tasks/RootBuilder.js'
import { HASH_BYTES, tagged } from '../tasks/TaggedHash.js'
import { ROW_BYTES } from './TraceRow.js'

/** What the chain of a segment starts from. */
export interface SegmentPlace {
  /** The batch's 32 bytes, as `batchIdOf` gives them. */
  readonly batchId: Uint8Array
  readonly segment: number
  /** Slots of the ring. */
  readonly segmentSize: number
}

/** The hashes of a sealed segment, 32 bytes each. */
export interface SegmentSeal {
  readonly segmentRoot: Uint8Array
  /** The chain after the last row. */
  readonly chain: Uint8Array
  /** What `commitPartial` commits. */
  readonly traceRoot: Uint8Array
}

/**
 * Seals the leaves of a segment's rows, which lie one after another, 32 bytes each.
 *
 * Rule: the segment root is over all slots of the ring, those behind the last row being empty;
 * the chain runs over the rows only: h(0) = keccak256(0x04 || batch id || segment u32 big-endian),
 * h(k+1) = keccak256(0x03 || h(k) || leaf(k)); traceRoot = keccak256(0x05 || root || h(last)).
 * Source: spec/microtask.md, tasks, filter, trace.
 */
export function sealLeaves(place: SegmentPlace, leaves: Uint8Array): SegmentSeal {
  const { batchId, segment, segmentSize } = place
  const builder = new RootBuilder()
  const chain = tagged.begin(0x04).bytes(batchId, 0, HASH_BYTES).u32(segment).digest()
  for (let at = 0; at < leaves.length; at += HASH_BYTES) {
    builder.add(leaves, at)
    tagged
      .begin(0x03)
      .bytes(chain, 0, HASH_BYTES)
      .bytes(leaves, at, HASH_BYTES)
      .digestInto(chain, 0)
  }
  while (builder.count < segmentSize) builder.add(EMPTY_LEAF)
  const segmentRoot = builder.root()
  const traceRoot = tagged
    .begin(0x05)
    .bytes(segmentRoot, 0, HASH_BYTES)
    .bytes(chain, 0, HASH_BYTES)
    .digest()
  return { segmentRoot, chain, traceRoot }
}

/** Rows in a larger buffer: `count` of them, `stride` bytes apart, from byte `at` on. */
export interface RowRange {
  readonly bytes: Uint8Array
  readonly at: number
  readonly count: number
  readonly stride: number
}

/** The leaves of a segment's rows; a leaf's index is the position in the segment. */
export function leavesOfRows({ bytes, at, count, stride }: RowRange): Uint8Array {
  const leaves = new Uint8Array(count * HASH_BYTES)
  for (let slot = 0; slot < count; slot++) {
    const row = { source: bytes, at: at + slot * stride, length: ROW_BYTES }
    leafInto(slot, row, leaves, slot * HASH_BYTES)
  }
  return leaves
}

/**
 * Seals the rows of a segment, which lie one after another, 112 bytes each.
 *
 * Rule: the one of the trace ring; see `TraceRing`.
 */
export function sealSegment(place: SegmentPlace, rows: Uint8Array, count: number): SegmentSeal {
  return sealLeaves(place, leavesOfRows({ bytes: rows, at: 0, count, stride: ROW_BYTES }))
}
