import type { Balances, JournalBlock, JournalEntry, Posting } from '@tlmkit/core'

/** Balances a reader of the journal keeps: denomination -> account -> base units. */
export type Books = Map<string, Map<string, bigint>>

/** Copies balances into books of one's own. */
export function openBooks(balances: Balances): Books {
  return new Map([...balances].map(([name, accounts]) => [name, new Map(accounts)]))
}

export function holding(books: Balances, denomination: string, account: string): bigint {
  return books.get(denomination)?.get(account) ?? 0n
}

/** Enters one posting: supply accounts count up on whichever side they stand. */
export function enterPosting(books: Books, posting: Posting): void {
  const { denomination, debit, credit, amount } = posting
  const accounts = books.get(denomination) ?? new Map<string, bigint>()
  books.set(denomination, accounts)
  const taken = debit === 'supply/mint' ? amount : -amount
  accounts.set(debit, (accounts.get(debit) ?? 0n) + taken)
  accounts.set(credit, (accounts.get(credit) ?? 0n) + amount)
}

/** Every entry of the journal, in order. */
export function entriesOf(blocks: readonly JournalBlock[]): readonly JournalEntry[] {
  return blocks.flatMap(({ entries }) => entries)
}

/** Base units on all accounts but the supply counters. */
export function circulating(balances: Balances, denomination: string): bigint {
  let sum = 0n
  for (const [account, units] of balances.get(denomination) ?? []) {
    if (account !== 'supply/mint' && account !== 'supply/burn') sum += units
  }
  return sum
}

/** Accounts that differ between two balances, as a sentence each. Absent is zero. */
export function differences(expected: Balances, actual: Balances): readonly string[] {
  const found: string[] = []
  for (const denomination of new Set([...expected.keys(), ...actual.keys()])) {
    const accounts = [expected, actual].flatMap((each) => [
      ...(each.get(denomination)?.keys() ?? []),
    ])
    for (const account of new Set(accounts)) {
      const [want, have] = [expected, actual].map((each) => holding(each, denomination, account))
      if (want !== have) found.push(`${account} holds ${have} ${denomination}, expected ${want}`)
    }
  }
  return found
}
