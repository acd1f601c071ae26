import type { account, amount, SettleScope, SymbolicAccount, SymbolicAmount } from '@tlmkit/core'
import { countedOn } from './countedOn.js'

type Scope = SettleScope<{
  readonly reasons: 'compensation'
  readonly codes: never
  readonly outcomes: never
  readonly events: {
    readonly compensated: {
      readonly to: ReturnType<typeof account>
      readonly loss: ReturnType<typeof amount>
      readonly compensation: ReturnType<typeof amount>
    }
  }
}>

/** What is to be made good, out of what, and to whom. */
export interface Payout<D extends string> {
  readonly loss: SymbolicAmount<D>
  /** What is left of the failure's own intake. */
  readonly pooled: SymbolicAmount<D>
  readonly to: SymbolicAccount
  readonly pool: string
  readonly cause: string
}

/** Pays min(loss, pooled) from the pool; `left` is what remains of `pooled`. */
export function payOfIntake<D extends string>(
  claim: Scope,
  { loss, pooled, to, pool, cause }: Payout<D>,
): { readonly compensation: SymbolicAmount<D>; readonly left: SymbolicAmount<D> } {
  const compensation = loss.min(pooled)
  claim.transfer(compensation, { from: pool, to, reason: 'compensation' })
  claim.tally(compensation, { on: countedOn(cause, 'out') })
  claim.emitWhen(loss.isZero().not(), 'compensated', { to, loss, compensation })
  return { compensation, left: pooled.minus(compensation, 'reject') }
}
