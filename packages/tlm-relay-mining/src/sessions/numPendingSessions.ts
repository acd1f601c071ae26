import { divide, UsageError } from '@tlmkit/core'
import { assertBlocksPerSession } from './sessionGrid.js'
import type { SessionParams } from './SessionParams.js'
import { settlementTail } from './settlementTail.js'

/**
 * Sessions that wait for settlement at the same time.
 *
 * Rule: ceil(tail / blocksPerSession); at least 1, because stakes are divided by it.
 * Units: sessions. Rounding: ceil.
 * Errors: `no-pending-sessions`, `blocks-per-session-zero`.
 * Source: spec/pocket.md section 4.
 * @example numPendingSessions({ ...offsets, blocksPerSession: 10n }) // 1n for offsets 1, 4, 0, 4
 */
export function numPendingSessions(params: SessionParams): bigint {
  const { blocksPerSession } = params
  assertBlocksPerSession(blocksPerSession)
  const tail = settlementTail(params)
  if (tail > 0n) return divide(tail, blocksPerSession, 'ceil')
  throw new UsageError({
    code: 'no-pending-sessions',
    message: `The window offsets sum to ${tail} blocks; at least one of them must be above 0.`,
    details: { tail },
  })
}
