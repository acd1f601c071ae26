/*
 * Accounts. What every posting looks at stands together: the record of an account has its number
 * in the journal + 1, the symbol of its path, and its balance in each denomination. What few look
 * at (floors, tallies, dust) stands apart, so that the records stay small.
 */
import { COLUMN_DATA, COLUMN_STRIDE } from '../src/columnar/layout'
import {
  ACCOUNT_BALANCES,
  ACCOUNT_MOVED,
  ACCOUNT_NUMBER,
  ACCOUNT_TEXT,
  TABLE_ACCOUNT_SIZE,
  TABLE_ACCOUNTS,
  TABLE_DUST,
  TABLE_FLOORS,
  TABLE_TALLIES,
} from '../src/columnar/rowLayout'
import { hostAccountNumber, table } from './machine'

/** Where the record of account 0 has its balance in a denomination. */
@inline
export function balancesOf(denomination: u32): u32 {
  return table(TABLE_ACCOUNTS) + ACCOUNT_BALANCES + (denomination << 4)
}

/** Bytes from one account to the next. */
@inline
export function accountSize(): u32 {
  return table(TABLE_ACCOUNT_SIZE)
}

/** Where the balance of an account lies. */
@inline
export function balanceOf(denomination: u32, account: u32): u32 {
  return balancesOf(denomination) + account * accountSize()
}

/** Whether an account may have a floor above 0. */
@inline
export function hasFloors(): bool {
  return table(TABLE_FLOORS) !== 0
}

@inline
export function floorOf(account: u32): u32 {
  return table(TABLE_FLOORS) + (account << 4)
}

@inline
export function tallyOf(account: u32): u32 {
  return table(TABLE_TALLIES) + (account << 4)
}

@inline
export function dustOf(group: u32, account: u32): u32 {
  return load<u32>(table(TABLE_DUST) + (group << 2)) + (account << 4)
}

/** Symbol of an account's path. */
@inline
export function pathOf(account: u32): u32 {
  return load<u32>(recordOf(account) + ACCOUNT_TEXT)
}

/** Number of an account in the journal. */
@inline
export function journalNumberOf(account: u32): u32 {
  const known = load<u32>(recordOf(account) + ACCOUNT_NUMBER)
  return known === 0 ? hostAccountNumber(account) : known - 1
}

@inline
function recordOf(account: u32): u32 {
  return table(TABLE_ACCOUNTS) + account * accountSize()
}

/** Notes that an entry moved something of an account in a denomination, even if it came back. */
@inline
export function markMoved(denomination: u32, account: u32): void {
  const flags = recordOf(account) + ACCOUNT_MOVED
  store<u32>(flags, load<u32>(flags) | (1 << denomination))
}

/** What was read of balances only to have them near. */
let near: u64 = 0

/**
 * Brings the records of the accounts from..to-1 of a column near, by their balances at `balances`.
 * They lie far apart, and reads that wait for nothing wait at the same time, where additions one
 * after the other would each wait alone. A row that ended may name no account.
 */
export function touch(balances: u32, accounts: u32, from: u32, to: u32): void {
  const stride = load<u32>(accounts + COLUMN_STRIDE)
  if (stride === 0) return
  const size = accountSize()
  const limit = ((memory.size() as u32) << 16) - 8
  const end = load<u32>(accounts + COLUMN_DATA) + to * stride
  let seen: u64 = 0
  for (let at = load<u32>(accounts + COLUMN_DATA) + from * stride; at < end; at += stride) {
    const cell = balances + load<u32>(at) * size
    seen |= load<u64>(select<u32>(cell, balances, cell <= limit))
  }
  near = seen
}
