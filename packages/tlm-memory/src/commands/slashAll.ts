import type { CommandContext, LifecycleState, Transition } from '@tlmkit/core'
import type { LeaseEnvironment } from '../leases/LeaseEnvironment.js'
import type { Slash } from '../leases/StakeBook.js'

interface Slashes<S> {
  readonly state: S
  readonly slashes: readonly Slash[]
  /** What could not be taken, in base units. */
  readonly debt?: { readonly operator: string; readonly amount: bigint }
}

/** Tells the book of stakes of every slash, one after the other, and then of the debt. */
export function slashAll<S extends LifecycleState>(
  { stake }: Pick<LeaseEnvironment, 'stake'>,
  context: CommandContext,
  { state, slashes, debt }: Slashes<S>,
): Transition<S> {
  const [first, ...rest] = slashes
  if (first !== undefined) {
    const { claims, tells } = stake.slashed(context, first)
    const next = { state, slashes: rest, ...(debt === undefined ? {} : { debt }) }
    return { state, claims, tells, settled: () => slashAll({ stake }, context, next) }
  }
  const isOwed = debt !== undefined && debt.amount > 0n
  const owed = isOwed ? stake.indebted?.(context, debt.operator, debt.amount) : undefined
  return { state, claims: owed?.claims ?? [], tells: owed?.tells ?? [] }
}
