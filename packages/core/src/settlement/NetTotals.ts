import { isSupply, type AccountPath } from '../accounts/Account.js'
import type { Posting } from '../journal/JournalEntry.js'

/** Denomination -> account -> change in base units. Supply accounts count up. */
export type NetChanges = ReadonlyMap<string, ReadonlyMap<AccountPath, bigint>>

/** Adds up postings. */
export class NetTotals {
  readonly #changes = new Map<string, Map<AccountPath, bigint>>()

  get changes(): NetChanges {
    return this.#changes
  }

  add(denomination: string, account: AccountPath, change: bigint): void {
    let accounts = this.#changes.get(denomination)
    if (accounts === undefined) {
      accounts = new Map()
      this.#changes.set(denomination, accounts)
    }
    accounts.set(account, (accounts.get(account) ?? 0n) + change)
  }

  addPostings(postings: readonly Posting[]): void {
    for (const { debit, credit, denomination, amount } of postings) {
      this.add(denomination, debit, isSupply(debit) ? amount : -amount)
      this.add(denomination, credit, amount)
    }
  }
}
