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
import { slashStake } from './slash/slashStake.js'

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

/** The most that an operator may have bound with its own stake. */
function boundMax({ paramsNow }: CommandContext, { own }: OperatorState): bigint {
  const { ownShareMin, delegatorsShareLoss } = stakeParamsOf(paramsNow)
  return delegatorsShareLoss ? mulDiv(own, ownShareMin.den, ownShareMin.num, 'floor') : own
}

/** The book of stake in LA. */
export const stakeBook: StakeBook = createStakeBook({ denomination: 'LA' })
