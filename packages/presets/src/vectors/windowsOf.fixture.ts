/**
 * Params under which claims of a session are due so late that as many sessions as said are pending.
 *
 * Units: blocks.
 */
export function windowsOf(blocksPerSession: bigint, pendingSessions: bigint) {
  const tail = blocksPerSession * pendingSessions - (blocksPerSession > 1n ? 1n : 0n)
  return {
    numBlocksPerSession: blocksPerSession,
    gracePeriodEndOffsetBlocks: 0n,
    claimWindowOpenOffsetBlocks: 0n,
    claimWindowCloseOffsetBlocks: 0n,
    proofWindowOpenOffsetBlocks: 0n,
    proofWindowCloseOffsetBlocks: tail,
    supplierUnbondingPeriodSessions: pendingSessions,
    applicationUnbondingPeriodSessions: pendingSessions,
  }
}

/** Height at which claims of the first session of a grid are due under `windowsOf`. */
export function dueHeight(blocksPerSession: bigint, pendingSessions: bigint): bigint {
  const windows = windowsOf(blocksPerSession, pendingSessions)
  return blocksPerSession + windows.proofWindowCloseOffsetBlocks + 1n
}
