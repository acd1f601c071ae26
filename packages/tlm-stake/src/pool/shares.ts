import { divide, mulDiv } from '@tlmkit/core'

/** Shares and units that a pool has from the start and nobody owns. */
export const VIRTUAL_SHARES = 1_000_000n
export const VIRTUAL_UNITS = 1n

/** So many shares become one when shares are consolidated. */
const CONSOLIDATION = 1_000n
/** More consolidations than this leave nothing of any number of shares there may be. */
const CONSOLIDATIONS_MAX = 32n

interface Pool {
  /** Base units. */
  readonly pool: bigint
  readonly shares: bigint
}

/** Shares that an amount buys. Units: base units to shares. Rounding: down. */
export function sharesFor(units: bigint, { pool, shares }: Pool): bigint {
  return mulDiv(units, shares + VIRTUAL_SHARES, pool + VIRTUAL_UNITS, 'floor')
}

/** What shares are worth. Units: shares to base units. Rounding: down. */
export function unitsFor(held: bigint, { pool, shares }: Pool): bigint {
  return mulDiv(held, pool + VIRTUAL_UNITS, shares + VIRTUAL_SHARES, 'floor')
}

/** Shares after some consolidations. Rounding: down. */
export function consolidate(shares: bigint, times: bigint): bigint {
  if (times === 0n) return shares
  return times > CONSOLIDATIONS_MAX ? 0n : divide(shares, CONSOLIDATION ** times, 'floor')
}

/**
 * A pool whose shares have become next to worthless, with a thousand of them made one.
 *
 * Rule: while a share is worth less than a thousandth of what it was worth in an empty pool. It
 * keeps numbers of shares within what a command can name, however often a pool is slashed.
 */
export function consolidated<P extends Pool & { readonly scale: bigint }>(pool: P): P {
  let next = pool
  while (isWorthless(next)) {
    const shares = divide(next.shares, CONSOLIDATION, 'floor')
    next = { ...next, shares, scale: next.scale + 1n }
  }
  return next
}

function isWorthless({ pool, shares }: Pool): boolean {
  const most = CONSOLIDATION * VIRTUAL_SHARES * (pool + VIRTUAL_UNITS)
  return shares + VIRTUAL_SHARES > most
}
