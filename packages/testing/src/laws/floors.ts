import { AMOUNT_MAX, floorOf, isSupply } from '@tlmkit/core'
import { enterPosting, entriesOf, holding, openBooks } from './bookkeeping.js'
import { hold, type Law } from './LawCase.js'

/** Posting by posting, no debited account is left below its floor and none over 2^128 - 1. */
export const floors: Law = {
  name: 'floors',
  statement: 'no posting takes an account below its floor or above 2^128 - 1',
  check({ given, network, result }) {
    const books = openBooks(given.state.balances)
    let facts = 0
    for (const { kind, key, postings } of entriesOf(result.blocks)) {
      for (const posting of postings) {
        const { debit, credit, denomination, amount, reason } = posting
        enterPosting(books, posting)
        const where = `${reason} of ${kind} ${key.join('/')}`
        hold(amount > 0n, () => `${where} posts ${amount} ${denomination}`)
        for (const account of [debit, credit]) {
          const units = holding(books, denomination, account)
          const low = account === debit && !isSupply(account) && units < floorOf(network, account)
          hold(!low, () => `${account} falls to ${units} ${denomination} by ${where}`)
          hold(
            units <= AMOUNT_MAX,
            () => `${account} rises to ${units} ${denomination} by ${where}`,
          )
        }
        facts += 1
      }
    }
    return facts
  },
}
