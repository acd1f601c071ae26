import type { CommandContext } from '@tlmkit/core'
import type { AnsweredBill } from './BillState.js'
import type { SideEffects } from './StakeBook.js'

/** Judges evidence against a result: hex bytes, and the bill with its id. Pure. */
export type FakeCheck = (
  evidence: string,
  bill: AnsweredBill & { readonly bill: string },
) => boolean

/** A false result, as a slash of its node's stake sees it. */
export interface FakeOffence {
  readonly node: string
  readonly bill: string
  /** Base units that were the node's own when it submitted. */
  readonly ownStake: bigint
  /** Height at which it submitted. */
  readonly faultHeight: bigint
}

/** Slashes a node for a false result, beyond what it had bound for the bill. */
export type FakeSlash = (context: CommandContext, offence: FakeOffence) => SideEffects
