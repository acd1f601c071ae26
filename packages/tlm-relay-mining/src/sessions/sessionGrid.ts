import { divide, UsageError } from '@tlmkit/core'

export interface SessionGridParams {
  readonly blocksPerSession: bigint
  /** First block of the session that the grid is counted from; unset or 0 means block 1. */
  readonly anchorHeight?: bigint
  /** Number of the session at the anchor. */
  readonly sessionNumberAtAnchor?: bigint
}

/** The session that a block is in: first and last block, and its number. */
export interface Session {
  readonly start: bigint
  readonly end: bigint
  readonly number: bigint
}

/**
 * The session of a block.
 *
 * Rule: start = anchor + floor((height - anchor) / n) x n; number = number at the anchor + the
 * same floor. An anchor that is unset or above the height counts as block 1, session 1. A height
 * of 0 or below is in no session: all zeros.
 * Units: block heights. Rounding: floor.
 * Errors: `blocks-per-session-zero`.
 * Source: spec/pocket.md section 9, session grid.
 * @example sessionGrid(130n, { blocksPerSession: 60n }) // { start: 121n, end: 180n, number: 3n }
 */
export function sessionGrid(height: bigint, params: SessionGridParams): Session {
  const { blocksPerSession } = params
  assertBlocksPerSession(blocksPerSession)
  if (height <= 0n) return { start: 0n, end: 0n, number: 0n }
  const anchor = anchorOf(height, params)
  const index = divide(height - anchor.height, blocksPerSession, 'floor')
  const start = anchor.height + index * blocksPerSession
  return { start, end: start + blocksPerSession - 1n, number: anchor.number + index }
}

/** Refuses a grid without blocks. Errors: `blocks-per-session-zero`. */
export function assertBlocksPerSession(blocksPerSession: bigint): void {
  if (blocksPerSession > 0n) return
  throw new UsageError({
    code: 'blocks-per-session-zero',
    message: `blocksPerSession: ${blocksPerSession} blocks; a session has at least 1 block.`,
    details: { blocksPerSession },
  })
}

function anchorOf(height: bigint, params: SessionGridParams): { height: bigint; number: bigint } {
  const { anchorHeight = 0n, sessionNumberAtAnchor = 1n } = params
  const isUsable = anchorHeight > 0n && anchorHeight <= height
  if (!isUsable) return { height: 1n, number: 1n }
  return { height: anchorHeight, number: sessionNumberAtAnchor }
}
