import { mulDiv, tell, type CommandContext, type Tell } from '@tlmkit/core'
import type { OperatorState } from '../operators/OperatorState.js'
import { delegationWorks, NO_DELEGATION, type DelegationState } from './DelegationState.js'
import { joinWorks } from './JoinState.js'
import { joinId, type PresentOperator } from './presentOperator.js'
import { consolidate } from './shares.js'
import { workMissing } from './workMissing.js'

/** A delegation at a height, and the operator after it took its shares. */
export interface PresentDelegation {
  readonly id: string
  readonly state: DelegationState
  readonly operator: OperatorState
  readonly tells: readonly Tell[]
}

/**
 * A delegation as it stands at the command's height.
 *
 * Rule: what it had pending has become floor(pending x shares / units) shares at the price of its
 * join. When the last delegator of a join has taken its shares, those that rounding left are
 * withdrawn.
 */
export function presentDelegation(
  context: CommandContext,
  present: PresentOperator,
  delegator: string,
): PresentDelegation {
  const { state: operator } = present
  const id = `${present.id}/${delegator}`
  const found = context.peek(delegationWorks, id) ?? NO_DELEGATION
  const shares = consolidate(found.shares, operator.scale - found.scale)
  const state = { ...found, shares, scale: operator.scale }
  const { pending, joinsAt } = state
  if (pending === 0n || context.height < joinsAt) return { id, state, operator, tells: [] }
  const joinWork = joinId(present.id, joinsAt)
  const made = present.join?.work === joinWork ? present.join.state : undefined
  const join = made ?? context.peek(joinWorks, joinWork)
  if (join === undefined) throw workMissing(joinWorks.name, joinWork)
  const taken = mulDiv(pending, join.priceShares, join.priceUnits, 'floor')
  const sharesLeft = join.sharesLeft - taken
  const unitsLeft = join.unitsLeft - pending
  const isLast = unitsLeft === 0n
  const times = operator.scale - join.scale
  const dust = isLast ? consolidate(sharesLeft, times) : 0n
  return {
    id,
    state: { ...state, shares: shares + consolidate(taken, times), pending: 0n, joinsAt: 0n },
    operator: { ...operator, shares: operator.shares - dust },
    tells: [
      tell(joinWorks, joinWork, () => (isLast ? undefined : { ...join, sharesLeft, unitsLeft })),
    ],
  }
}

/** The tell that keeps a delegation, or forgets one of nothing. */
export function keepDelegation({ id }: PresentDelegation, state: DelegationState): Tell {
  const isEmpty = state.shares === 0n && state.pending === 0n && state.firstThaw === 0n
  return tell(delegationWorks, id, () => (isEmpty ? undefined : state))
}
