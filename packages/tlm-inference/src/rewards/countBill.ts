import {
  compareRatios,
  tell,
  ZERO_RATIO,
  type CommandContext,
  type Ratio,
  type Tell,
} from '@tlmkit/core'
import { addLateness } from './addLateness.js'
import { rewardParamsOf } from './rewardParamsOf.js'
import { rewardTallies, tallyWork, type RewardRole, type RewardTally } from './rewardTallies.js'
import { rewardWeeks, type RewardWeek } from './rewardWeeks.js'
import { turnWeek, type RewardMoney } from './turnWeek.js'
import { weekOf } from './weekOf.js'

/** A bill that was settled, as rewards count it. */
export interface CountedBill {
  readonly node: string
  /** Who routed it; empty where nobody did. */
  readonly adaptor: string
  /** Compute units served. */
  readonly cu: bigint
  /** Base units, before lateness. */
  readonly gross: bigint
  /** From 0 to 1. */
  readonly lateness: Ratio
}

/**
 * Counts a settled bill for the rewards of the week of its command.
 *
 * Rule: one work for the week, one for the node, one for the adaptor. A compute unit counts at its
 * price, so that shares by work are shares by compute units wherever these have one price. The
 * bill's own params version bounds what it may earn; the least bound of the week's bills holds for
 * all of them. So work for oneself never earns more than its own bound.
 * Units: compute units, base units.
 * Source: spec/inference.md, Weekly rewards.
 * @example
 * tells: countBill({ denomination }, context, { node, adaptor: '', cu, gross, lateness })
 */
export function countBill(
  money: RewardMoney,
  context: CommandContext,
  bill: CountedBill,
): readonly Tell[] {
  const turn = turnWeek(money, context)
  if (bill.gross === 0n) return turn
  const week = weekOf(context)
  const { rewardBound: bound } = rewardParamsOf(context.params)
  const opened = openedWeek(context, bound)
  const counted = (known: RewardWeek = opened): RewardWeek => ({
    ...known,
    cu: known.cu + bill.cu,
    gross: known.gross + bill.gross,
    bound: compareRatios(bound, known.bound) < 0 ? toState(bound) : known.bound,
  })
  const party = (role: RewardRole, name: string): Tell =>
    tell(rewardTallies, tallyWork(week, role, name), (known) => withBill(known, bill))
  return [
    ...turn,
    tell(rewardWeeks, `${week}`, counted),
    party('node', bill.node),
    ...(bill.adaptor === '' ? [] : [party('adaptor', bill.adaptor)]),
  ]
}

function openedWeek({ paramsNow }: CommandContext, bound: Ratio): RewardWeek {
  const { weeklyEmission, adaptorRewardShare, rewardClaimWeeks } = rewardParamsOf(paramsNow)
  return {
    ...{ status: 'counting', cu: 0n, gross: 0n, pot: 0n },
    bound: toState(bound),
    emission: weeklyEmission,
    adaptorShare: toState(adaptorRewardShare),
    claimWeeks: rewardClaimWeeks,
  }
}

const NO_TALLY: RewardTally = { cu: 0n, gross: 0n, late: ZERO_RATIO }

function withBill(known: RewardTally = NO_TALLY, bill: CountedBill): RewardTally {
  return {
    cu: known.cu + bill.cu,
    gross: known.gross + bill.gross,
    late: addLateness(known.late, bill.gross, bill.lateness),
  }
}

const toState = ({ num, den }: Ratio) => ({ num, den })
