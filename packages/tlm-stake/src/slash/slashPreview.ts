import {
  accountOf,
  type CommandContext,
  type Lifecycle,
  type LifecycleState,
  type State,
} from '@tlmkit/core'
import { operatorWorks } from '../operators/OperatorState.js'
import { thawWorks } from '../thaws/ThawState.js'
import { slashPlanOf } from './slashStake.js'

/** What a preview looks at: a command's context, or a state by `stakeViewOf`. */
export type StakeView = Pick<CommandContext, 'peek' | 'balance'>

interface PreviewOptions {
  readonly denomination?: string
  readonly operator: string
  /** Base units. */
  readonly amount: bigint
  /** Height of the fault, in blocks; without one no thawing entry bears any of it. */
  readonly faultHeight?: bigint
  readonly delegatorsShareLoss?: boolean
}

/** Who would lose what, in base units. */
export interface SlashPreview {
  readonly own: bigint
  readonly ownThawing: bigint
  readonly pool: bigint
  /** What each delegator would lose of stake that thaws, oldest entry first. */
  readonly thawing: readonly { readonly delegator: string; readonly amount: bigint }[]
  /** What could not be taken, and would be a node debt. */
  readonly debt: bigint
}

/**
 * Who would lose what in a slash, without effect.
 *
 * Rule: as much of the amount as the operator has bound is taken from what it bound for the work at
 * fault, the rest from free stake. An operator without stake state loses nothing.
 * Units: base units.
 * Source: spec/stake.md, "Money".
 */
export function slashPreview(view: StakeView, options: PreviewOptions): SlashPreview {
  const { operator: id, amount, denomination = 'LA', delegatorsShareLoss = true } = options
  const state = view.peek(operatorWorks, id)
  if (state === undefined) return { own: 0n, ownThawing: 0n, pool: 0n, thawing: [], debt: 0n }
  const held = (bucket: string): bigint =>
    view.balance(accountOf('operator', id, bucket), denomination)
  const bound = held('bound')
  const bond = amount < bound ? amount : bound
  const faultHeight = options.faultHeight ?? 1n << 128n
  const activeMax = bond + held('free')
  const plan = slashPlanOf(
    view,
    { id, state },
    { amount, faultHeight, activeMax, delegatorsShareLoss },
  )
  return {
    own: plan.own,
    ownThawing: plan.ownThaws.reduce((sum, entry) => sum + entry.amount, 0n),
    pool: plan.pool,
    thawing: plan.delegatedThaws.map((entry) => ({
      delegator: view.peek(thawWorks, `${id}/${entry.number}`)?.party ?? '',
      amount: entry.amount,
    })),
    debt: plan.short,
  }
}

/** A view of a state, for previews outside of commands. */
export function stakeViewOf(state: State): StakeView {
  return {
    peek: <S extends LifecycleState>(lifecycle: Lifecycle<string, S>, work: string) =>
      state.lifecycles.get(lifecycle.name)?.get(work)?.state as S | undefined,
    balance: (account, denomination) => state.balances.get(denomination)?.get(account) ?? 0n,
  }
}
