import type { WindowOffsets } from './SessionParams.js'

/** When a session's claims and proofs may come, as block heights. */
export interface SessionWindows {
  readonly claimOpen: bigint
  readonly claimClose: bigint
  readonly proofOpen: bigint
  /** Also the block in which the claims of the session are due. */
  readonly proofClose: bigint
}

/**
 * The claim window and the proof window of a session.
 *
 * Rule: the claim window opens at end + claimOpen + 1; each later height adds its own offset.
 * Units: block heights.
 * Source: spec/pocket.md section 1.1.
 * @example
 * // Offsets 1, 4, 0, 4:
 * sessionWindows(10n, offsets)
 * // { claimOpen: 12n, claimClose: 16n, proofOpen: 16n, proofClose: 20n }
 */
export function sessionWindows(sessionEnd: bigint, offsets: WindowOffsets): SessionWindows {
  const claimOpen = sessionEnd + offsets.claimWindowOpenOffsetBlocks + 1n
  const claimClose = claimOpen + offsets.claimWindowCloseOffsetBlocks
  const proofOpen = claimClose + offsets.proofWindowOpenOffsetBlocks
  const proofClose = proofOpen + offsets.proofWindowCloseOffsetBlocks
  return { claimOpen, claimClose, proofOpen, proofClose }
}
