import {
  accountOf,
  mulDiv,
  tell,
  type ClaimDraft,
  type CommandContext,
  type Tell,
} from '@tlmkit/core'
import { operatorWorks, type OperatorState } from './operators/OperatorState.js'
import { stakeParamsOf } from './params.js'
import { presentOperator } from './pool/presentOperator.js'
import { sumOf } from './slash/planSlash.js'
import { slashStake } from './slash/slashStake.js'
import { ThawDraft } from './thaws/ThawDraft.js'

/** Own stake that was taken for a fault at `faultHeight`, in base units. */
export interface OwnSlash {
  readonly operator: string
  /** From `operator/<id>/free`. */
  readonly free: bigint
  /** From `operator/<id>/thawing`. */
  readonly thawing: bigint
  /** What work has bound of it and so could not be taken: it becomes a debt. */
  readonly owed: bigint
  readonly faultHeight: bigint
}

/** What other packages ask of stake; they declare the same shape, and networks hand it to them. */
export interface StakeBook {
  /**
   * Base units of an operator that may still be bound: free stake and what joins it, as far as own
   * share and `delegatorsShareLoss` allow. Of an operator without stake state: all that is free.
   */
  bindable(context: CommandContext, operator: string): bigint
  /** What must settle before stake is bound: delegations of an earlier epoch that join. */
  joins(
    context: CommandContext,
    operator: string,
  ): { readonly claims: readonly ClaimDraft[]; readonly tells: readonly Tell[] }
  /**
   * What follows for own stake, pool and thawing entries when `amount` of its bound stake was taken
   * for a fault at `faultHeight`. Its claims settle after the taking, its tells before the next.
   */
  slashed(
    context: CommandContext,
    slash: { readonly operator: string; readonly amount: bigint; readonly faultHeight: bigint },
  ): { readonly claims: readonly ClaimDraft[]; readonly tells: readonly Tell[] }
  /** Own and pool stake in base units, for figures. */
  ownAndPool(
    context: CommandContext,
    operator: string,
  ): { readonly own: bigint; readonly pool: bigint }
  /** Own stake in base units, bound or not; what thaws does not count. */
  own(context: CommandContext, operator: string): bigint
  /**
   * Own stake in base units that a fault at `faultHeight` may cost: what is free (own stake backs
   * binds first), what began to thaw since, and what work has bound, which is not taken but owed.
   * Of an operator without stake state: all that is free.
   */
  slashableOwn(
    context: CommandContext,
    operator: string,
    faultHeight: bigint,
  ): { readonly free: bigint; readonly thawing: bigint; readonly bound: bigint }
  /** What follows when own stake was taken from free stake and from what thaws, newest first. */
  ownSlashed(
    context: CommandContext,
    slash: OwnSlash,
  ): { readonly claims: readonly ClaimDraft[]; readonly tells: readonly Tell[] }
  hasDebt(context: CommandContext, operator: string): boolean
  /** Books what a slash could not take, in base units: the operator owes it. */
  indebted(
    context: CommandContext,
    operator: string,
    amount: bigint,
  ): { readonly claims: readonly ClaimDraft[]; readonly tells: readonly Tell[] }
}

/** Makes the book of stake in a denomination. */
export function createStakeBook({ denomination }: { readonly denomination: string }): StakeBook {
  const held = ({ balance }: CommandContext, operator: string, bucket: string): bigint =>
    balance(accountOf('operator', operator, bucket), denomination)
  return Object.freeze({
    bindable(context, operator) {
      const free = held(context, operator, 'free')
      const present = presentOperator(context, operator)
      if (present === undefined) return free
      const left = boundMax(context, present.state) - held(context, operator, 'bound')
      const most = free + present.joined
      return left < most ? (left < 0n ? 0n : left) : most
    },
    joins(context, operator) {
      const present = presentOperator(context, operator)
      if (present === undefined || present.claims.length === 0) return { claims: [], tells: [] }
      const { claims, state } = present
      return { claims, tells: [...present.tells, tell(operatorWorks, operator, () => state)] }
    },
    slashed(context, { operator, amount, faultHeight }) {
      const present = presentOperator(context, operator)
      if (present === undefined || amount === 0n) return { claims: [], tells: [] }
      const free = held(context, operator, 'free') + present.joined
      const slashed = slashStake(context, present, {
        ...{ amount, faultHeight, activeMax: amount + free, delegatorsShareLoss: true },
      })
      return {
        claims: [...present.claims, ...slashed.claims],
        tells: [
          ...present.tells,
          ...slashed.tells,
          tell(operatorWorks, operator, () => slashed.operator),
        ],
      }
    },
    ownAndPool(context, operator) {
      const { own, pool } = presentOperator(context, operator)?.state ?? { own: 0n, pool: 0n }
      return { own, pool }
    },
    own(context, operator) {
      const state = context.peek(operatorWorks, operator)
      return state?.own ?? held(context, operator, 'free') + held(context, operator, 'bound')
    },
    slashableOwn(context, operator, faultHeight) {
      const free = held(context, operator, 'free')
      const state = context.peek(operatorWorks, operator)
      if (state === undefined) return { free, thawing: 0n, bound: 0n }
      const entries = new ThawDraft(context, operator, state).since('ownThaws', faultHeight)
      const bound = held(context, operator, 'bound')
      const ownBound = state.own < bound ? state.own : bound
      const unbound = state.own - ownBound
      return { free: unbound < free ? unbound : free, thawing: sumOf(entries), bound: ownBound }
    },
    ownSlashed(context, slash) {
      const state = context.peek(operatorWorks, slash.operator)
      return { claims: [], tells: state === undefined ? [] : ownTells(context, state, slash) }
    },
    hasDebt: (context, operator) => (context.peek(operatorWorks, operator)?.debt ?? 0n) > 0n,
    indebted: (_context, operator, amount) => ({
      claims: [],
      tells: [
        tell(operatorWorks, operator, (state) =>
          state === undefined ? undefined : { ...state, debt: state.debt + amount },
        ),
      ],
    }),
  } satisfies StakeBook)
}

/** Books own stake that was taken from free stake and from what thaws since a fault. */
function ownTells(
  context: CommandContext,
  state: OperatorState,
  { operator, free, thawing, owed, faultHeight }: OwnSlash,
): readonly Tell[] {
  const draft = new ThawDraft(context, operator, state)
  let left = thawing
  for (const { number, amount } of draft.since('ownThaws', faultHeight).toReversed()) {
    const part = amount < left ? amount : left
    if (part > 0n) draft.reduce(number, part)
    left -= part
  }
  const lower = (now: OperatorState | undefined): OperatorState | undefined =>
    now === undefined ? undefined : { ...now, own: now.own - free, debt: now.debt + owed }
  return [...draft.tells(), tell(operatorWorks, operator, lower)]
}

/** The most that an operator may have bound with its own stake. */
function boundMax({ paramsNow }: CommandContext, { own }: OperatorState): bigint {
  const { ownShareMin, delegatorsShareLoss } = stakeParamsOf(paramsNow)
  return delegatorsShareLoss ? mulDiv(own, ownShareMin.den, ownShareMin.num, 'floor') : own
}

/** The book of stake in LA. */
export const stakeBook: StakeBook = createStakeBook({ denomination: 'LA' })
