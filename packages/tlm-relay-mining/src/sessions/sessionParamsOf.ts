import { UsageError, type ParamValues } from '@tlmkit/core'
import type { SessionGridParams } from './sessionGrid.js'
import type { SessionParams } from './SessionParams.js'

/**
 * The session grid and windows of a network's params.
 *
 * Units: blocks.
 * Errors: `network-param-missing`.
 */
export function sessionParamsOf(params: ParamValues): SessionParams & SessionGridParams {
  return {
    blocksPerSession: unitsOf(params, 'numBlocksPerSession'),
    anchorHeight: unitsOf(params, 'sessionGridAnchorHeight'),
    sessionNumberAtAnchor: unitsOf(params, 'sessionNumberAtAnchor'),
    claimWindowOpenOffsetBlocks: unitsOf(params, 'claimWindowOpenOffsetBlocks'),
    claimWindowCloseOffsetBlocks: unitsOf(params, 'claimWindowCloseOffsetBlocks'),
    proofWindowOpenOffsetBlocks: unitsOf(params, 'proofWindowOpenOffsetBlocks'),
    proofWindowCloseOffsetBlocks: unitsOf(params, 'proofWindowCloseOffsetBlocks'),
  }
}

/** One whole number of a network's params. Errors: `network-param-missing`. */
export function unitsOf(params: ParamValues, key: string): bigint {
  const value = params[key]
  if (typeof value === 'bigint') return value
  throw new UsageError({
    code: 'network-param-missing',
    message:
      `Relay claims need the network parameter "${key}": ` +
      "put sharedParams and serviceParams into the network's params.",
    details: { key },
  })
}
