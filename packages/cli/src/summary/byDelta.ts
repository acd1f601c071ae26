import { compareBytes } from '@tlmkit/core'
import type { AccountImpact } from '@tlmkit/governance'

/** Accounts that differ, who gains most first and who loses most last; equals by their bytes. */
export function byDelta(accounts: readonly AccountImpact[]): readonly AccountImpact[] {
  return accounts
    .filter(({ delta }) => delta !== 0n)
    .sort((a, b) => {
      if (a.denomination !== b.denomination) return compareBytes(a.denomination, b.denomination)
      if (a.delta !== b.delta) return a.delta < b.delta ? 1 : -1
      return compareBytes(a.account, b.account)
    })
}
