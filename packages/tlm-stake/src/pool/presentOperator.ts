import { claimOf, tell, type ClaimDraft, type CommandContext, type Tell } from '@tlmkit/core'
import { laStakeKinds } from '../claims.js'
import { operatorWorks, type OperatorState } from '../operators/OperatorState.js'
import { joinWorks, type JoinState } from './JoinState.js'
import { sharesFor, VIRTUAL_SHARES, VIRTUAL_UNITS } from './shares.js'

/** An operator at a height, and what a command that changes it must carry along. */
export interface PresentOperator {
  readonly id: string
  readonly state: OperatorState
  /** The move of what joins its pool, which settles before other claims. */
  readonly claims: readonly ClaimDraft[]
  readonly tells: readonly Tell[]
  /** Base units that join with this command. */
  readonly joined: bigint
  /** The join that this makes, and its work. */
  readonly join: { readonly work: string; readonly state: JoinState } | undefined
}

/**
 * An operator as it stands at the command's height.
 *
 * Rule: what was delegated in an earlier epoch joins the pool, at the price before any other effect
 * of the command. Nothing but commands that look here first changes that price, so that it is the
 * one that the first command after the epoch met.
 */
export function presentOperator(context: CommandContext, id: string): PresentOperator | undefined {
  const state = context.peek(operatorWorks, id)
  return state === undefined ? undefined : joinPending(context, id, state)
}

function joinPending(
  { height }: CommandContext,
  id: string,
  state: OperatorState,
): PresentOperator {
  const { pending: amount, joinsAt, scale, shares, pool } = state
  if (amount === 0n || height < joinsAt) {
    return { id, state, claims: [], tells: [], joined: 0n, join: undefined }
  }
  const minted = sharesFor(amount, state)
  const step = state.steps + 1n
  const work = joinId(id, joinsAt)
  const join = {
    ...{ priceShares: shares + VIRTUAL_SHARES, priceUnits: pool + VIRTUAL_UNITS, scale },
    ...{ unitsLeft: amount, sharesLeft: minted },
  }
  const moved = { pool: pool + amount, shares: shares + minted, pending: 0n, joinsAt: 0n }
  return {
    id,
    state: { ...state, ...moved, steps: step },
    claims: [claimOf(laStakeKinds['pool-joins'], { operator: id, step, height, amount })],
    tells: [tell(joinWorks, work, () => join)],
    joined: amount,
    join: { work, state: join },
  }
}

/** The work that keeps the price of a join. */
export function joinId(operator: string, joinsAt: bigint): string {
  return `${operator}/${joinsAt}`
}
