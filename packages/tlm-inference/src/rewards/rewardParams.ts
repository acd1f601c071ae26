import { addRatios, compareRatios, type Ratio } from '@tlmkit/core'
import { accountParam, amountParam, ratioParam, unitsParam } from '@tlmkit/params'
import { z } from 'zod'
import { billMoneyParams } from '../params.js'

/**
 * What streams to voters, and what nodes and adaptors earn by the week.
 *
 * Units: as `listParams` tells of each. Source: spec/inference.md, Streams and rewards.
 */
export const rewardParams = z.strictObject({
  genesisTime: unitsParam(0n, {
    unit: 'seconds',
    fixed: true,
    effect: 'When week 0 of year 0 begins; fixed at genesis.',
  }),
  treasuryStreamRate: ratioParam('0.10', {
    max: '1',
    unit: 'of the treasury a year',
    effect: 'What of the treasury at the start of a year goes to the governance pool in it.',
  }),
  rewardBound: ratioParam('0.05', {
    max: '1',
    unit: 'of the gross',
    effect: 'Most that a week pays in rewards, of what its bills were settled for.',
  }),
  weeklyEmission: amountParam(100_000n * 10n ** 18n, {
    unit: 'base units',
    effect: 'Most that a week pays in rewards, whatever was settled.',
  }),
  adaptorRewardShare: ratioParam('0.2', {
    max: '1',
    unit: 'of the rewards',
    effect: 'What adaptors have of the rewards of a week; nodes have the rest.',
  }),
  rewardClaimWeeks: unitsParam(4n, {
    min: 1n,
    max: 520n,
    unit: 'weeks',
    effect: 'How long after its end rewards of a week may be claimed; then they stay.',
  }),
  emission: accountParam('module/emission', {
    fixed: true,
    effect: 'What rewards are paid out of.',
  }),
  ...billMoneyParams.pick({ governance: true, treasury: true }).shape,
})

/** Values of the parameters of streams and rewards. */
export type RewardParams = z.output<typeof rewardParams>

/** What of a payment nobody gets back who is user, node, adaptor and all voters at once. */
export interface LostShares {
  readonly networkFee: Ratio
  readonly treasuryShare: Ratio
}

/**
 * Checks that work done for oneself costs more than the rewards it earns.
 *
 * Rule: rewardBound < networkFee + treasuryShare; the terms of adaptorRewardShare fit into 64 bits,
 * so that no part of a week is too fine to be computed.
 * Source: spec/inference.md, Parameters and Weekly rewards.
 */
export function checkRewardParams(
  params: RewardParams & LostShares,
  context: z.RefinementCtx,
): void {
  const { rewardBound, networkFee, treasuryShare, adaptorRewardShare } = params
  if (compareRatios(rewardBound, addRatios(networkFee, treasuryShare)) >= 0) {
    const why = 'else work for oneself earns more than it costs'
    const message = `it must be below networkFee + treasuryShare: ${why}`
    context.addIssue({ code: 'custom', path: ['rewardBound'], message })
  }
  if (adaptorRewardShare.den >= SHARE_DENOMINATOR_MAX) {
    const message = 'write it with at most 18 decimals'
    context.addIssue({ code: 'custom', path: ['adaptorRewardShare'], message })
  }
}

const SHARE_DENOMINATOR_MAX = 2n ** 64n
