import { claimOf, type ClaimDraft, type CommandContext, type Tell } from '@tlmkit/core'
import { laStakeKinds } from '../claims.js'
import type { OperatorState } from '../operators/OperatorState.js'
import type { PresentOperator } from '../pool/presentOperator.js'
import { consolidated } from '../pool/shares.js'
import { ThawDraft } from '../thaws/ThawDraft.js'
import { planSlash, sumOf, type SlashPlan, type SlashSources } from './planSlash.js'

interface Slash extends Pick<SlashSources, 'activeMax' | 'delegatorsShareLoss'> {
  readonly amount: bigint
  readonly faultHeight: bigint
}

/** An operator after a loss, and what follows for its thawing entries. */
export interface SlashedStake {
  readonly operator: OperatorState
  readonly plan: SlashPlan
  /** The move of what thawing entries lost, into free stake. */
  readonly claims: readonly ClaimDraft[]
  readonly tells: readonly Tell[]
}

/** Who loses what, for a loss at a height of fault. */
export function slashPlanOf(
  context: Pick<CommandContext, 'peek'>,
  { id, state }: Pick<PresentOperator, 'id' | 'state'>,
  slash: Slash,
): SlashPlan {
  const draft = new ThawDraft(context, id, state)
  return planSlash(slash.amount, {
    ...{ own: state.own, pool: state.pool },
    ownThaws: draft.since('ownThaws', slash.faultHeight),
    delegatedThaws: draft.since('delegatedThaws', slash.faultHeight),
    activeMax: slash.activeMax,
    delegatorsShareLoss: slash.delegatorsShareLoss,
  })
}

/** Books a loss on own stake, pool and thawing entries; what could not be taken is a debt. */
export function slashStake(
  context: CommandContext,
  { id, state }: Pick<PresentOperator, 'id' | 'state'>,
  slash: Slash,
): SlashedStake {
  const plan = slashPlanOf(context, { id, state }, slash)
  const draft = new ThawDraft(context, id, state)
  const entries = [...plan.ownThaws, ...plan.delegatedThaws]
  for (const { number, amount } of entries) if (amount > 0n) draft.reduce(number, amount)
  const amount = sumOf(entries)
  const step = state.steps + 1n
  const row = { operator: id, step, height: context.height, amount }
  return {
    operator: consolidated({
      ...state,
      own: state.own - plan.own,
      pool: state.pool - plan.pool,
      debt: state.debt + plan.short,
      steps: step,
    }),
    plan,
    claims: amount === 0n ? [] : [claimOf(laStakeKinds['thaw-slashes'], row)],
    tells: draft.tells(),
  }
}
