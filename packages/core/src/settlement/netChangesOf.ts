import { isSupply, type AccountPath } from '../accounts/Account.js'
import type { JournalBlock } from '../journal/Journal.js'

/** Denomination -> account -> change in base units. Supply accounts count up. */
export type NetChanges = ReadonlyMap<string, ReadonlyMap<AccountPath, bigint>>

/** Adds up the postings of a journal. */
export function netChangesOf(blocks: readonly JournalBlock[]): NetChanges {
  const net = new Map<string, Map<AccountPath, bigint>>()
  const change = (denomination: string, account: AccountPath, amount: bigint): void => {
    let accounts = net.get(denomination)
    if (accounts === undefined) {
      accounts = new Map()
      net.set(denomination, accounts)
    }
    accounts.set(account, (accounts.get(account) ?? 0n) + amount)
  }
  for (const { entries } of blocks) {
    for (const { postings } of entries) {
      for (const { debit, credit, denomination, amount } of postings) {
        change(denomination, debit, isSupply(debit) ? amount : -amount)
        change(denomination, credit, amount)
      }
    }
  }
  return net
}
