/*
 * Adding to and taking from one balance.
 */
import { ACCOUNT_BURN } from '../src/columnar/rowLayout'
import { floorOf } from './accounts'

/** Balance at which a block leaves the columns: with less, no order of its moves can overflow. */
export const NEAR_FULL: u64 = 0x8000000000000000

/** Takes an amount from one balance; false, and nothing taken, where it is not there. */
@inline
export function debit(cell: u32, account: u32, low: u64, high: u64, floors: bool): bool {
  const x = load<u64>(cell)
  const xh = load<u64>(cell + 8)
  if (account <= (ACCOUNT_BURN as u32)) return addTo(cell, low, high)
  if (xh >= NEAR_FULL) return false
  if (xh < high || (xh === high && x < low)) return false
  const less = x - low
  const lessHigh = xh - high - (x < low ? 1 : 0)
  if (floors) {
    const floor = floorOf(account)
    const fh = load<u64>(floor + 8)
    if (lessHigh < fh || (lessHigh === fh && less < load<u64>(floor))) return false
  }
  store<u64>(cell, less)
  store<u64>(cell + 8, lessHigh)
  return true
}

/** Adds an amount to one balance; false, and nothing added, where it would be near 2^128. */
@inline
export function addTo(cell: u32, low: u64, high: u64): bool {
  const x = load<u64>(cell)
  const xh = load<u64>(cell + 8)
  const sum = x + low
  const sumHigh = xh + high + (sum < x ? 1 : 0)
  if (sumHigh >= NEAR_FULL || high >= NEAR_FULL || xh >= NEAR_FULL) return false
  store<u64>(cell, sum)
  store<u64>(cell + 8, sumHigh)
  return true
}

/** Adds an amount without looking: to give back what was taken. */
@inline
export function giveBack(cell: u32, low: u64, high: u64): void {
  const x = load<u64>(cell)
  const sum = x + low
  store<u64>(cell, sum)
  store<u64>(cell + 8, load<u64>(cell + 8) + high + (sum < x ? 1 : 0))
}

@inline
export function takeAway(cell: u32, low: u64, high: u64): void {
  const x = load<u64>(cell)
  store<u64>(cell, x - low)
  store<u64>(cell + 8, load<u64>(cell + 8) - high - (x < low ? 1 : 0))
}
