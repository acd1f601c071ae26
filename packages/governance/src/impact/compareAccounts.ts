import { compareBytes } from '@tlmkit/core'

interface AccountPlace {
  readonly account: string
  readonly denomination: string
}

/** By the bytes of accounts, then of denominations. */
export function compareAccounts(a: AccountPlace, b: AccountPlace): number {
  const byAccount = compareBytes(a.account, b.account)
  return byAccount === 0 ? compareBytes(a.denomination, b.denomination) : byAccount
}
