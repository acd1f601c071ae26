import { compareBytes } from '@tlmkit/core'

/** A transfer to an account, in base units. */
export interface Reward {
  readonly recipient: string
  readonly amount: bigint
}

/**
 * What each recipient of a claim got, in base units, in ascending order of recipient.
 *
 * Rule: the sum of the transfers to the recipient, whatever their reason; sums of 0 stay.
 * Units: base units.
 * Source: spec/pocket.md section 9.1, EventClaimSettled.
 */
export function rewardDistribution(transfers: readonly Reward[]): ReadonlyMap<string, bigint> {
  const sums = new Map<string, bigint>()
  for (const { recipient, amount } of transfers) {
    sums.set(recipient, (sums.get(recipient) ?? 0n) + amount)
  }
  return new Map([...sums].sort(([a], [b]) => compareBytes(a, b)))
}
