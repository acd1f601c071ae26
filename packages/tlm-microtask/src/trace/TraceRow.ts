import { UsageError } from '@tlmkit/core'
import { HASH_BYTES } from '../tasks/TaggedHash.js'

/** Bytes of a row: three hashes, then its cost as u128 big-endian. */
export const ROW_BYTES = 112
const INPUT_AT = HASH_BYTES
const OUTPUT_AT = 2 * HASH_BYTES
const COST_AT = 3 * HASH_BYTES
const COST_MAX = (1n << 128n) - 1n

/** One executed task as the trace keeps it. */
export interface TraceRow {
  readonly taskHash: Uint8Array
  readonly inputHash: Uint8Array
  readonly outputHash: Uint8Array
  /** In the unit that the batch's row check counts in: 0 to 2^128 - 1. */
  readonly cost: bigint
}

/**
 * Writes a row's 112 bytes: task hash, input hash, output hash, cost u128 big-endian.
 *
 * Errors: `trace-row-invalid` for a hash that is not 32 bytes or a cost out of range.
 * Source: spec/microtask.md, tasks, filter, trace.
 */
export function writeRow(row: TraceRow, out: Uint8Array, at = 0): void {
  assertRow(row)
  out.set(row.taskHash, at)
  out.set(row.inputHash, at + INPUT_AT)
  out.set(row.outputHash, at + OUTPUT_AT)
  const view = new DataView(out.buffer, out.byteOffset + at + COST_AT)
  view.setBigUint64(0, row.cost >> 64n)
  view.setBigUint64(8, row.cost & 0xffff_ffff_ffff_ffffn)
}

/** The row whose 112 bytes stand at byte `at`. Its hashes are views of those bytes. */
export function readRow(bytes: Uint8Array, at = 0): TraceRow {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at + COST_AT)
  return {
    taskHash: bytes.subarray(at, at + INPUT_AT),
    inputHash: bytes.subarray(at + INPUT_AT, at + OUTPUT_AT),
    outputHash: bytes.subarray(at + OUTPUT_AT, at + COST_AT),
    cost: (view.getBigUint64(0) << 64n) | view.getBigUint64(8),
  }
}

function assertRow({ taskHash, inputHash, outputHash, cost }: TraceRow): void {
  const areHashes = [taskHash, inputHash, outputHash].every((hash) => hash.length === HASH_BYTES)
  if (areHashes && cost >= 0n && cost <= COST_MAX) return
  throw new UsageError({
    code: 'trace-row-invalid',
    message: 'A row has three hashes of 32 bytes and a cost from 0 to 2^128 - 1.',
    details: { cost },
  })
}
