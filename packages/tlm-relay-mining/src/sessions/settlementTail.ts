import type { WindowOffsets } from './SessionParams.js'

/**
 * Blocks from the end of a session to the last block before its claims are due.
 *
 * Rule: the sum of the four window offsets.
 * Units: blocks.
 * Source: spec/pocket.md section 1.1.
 * @example settlementTail(offsets) // 9n for the offsets 1, 4, 0, 4
 */
export function settlementTail(offsets: WindowOffsets): bigint {
  return (
    offsets.claimWindowOpenOffsetBlocks +
    offsets.claimWindowCloseOffsetBlocks +
    offsets.proofWindowOpenOffsetBlocks +
    offsets.proofWindowCloseOffsetBlocks
  )
}
