import { definePipeline, shared, use, type Pipeline, type Use } from '@tlmkit/core'
import { bindOfFee } from './binding/bindOfFee.js'
import { bindStake } from './binding/bindStake.js'
import { freeStake } from './binding/freeStake.js'
import { ownShare } from './binding/ownShare.js'
import { stakeKinds } from './claims.js'
import { lockFee } from './fees/lockFee.js'
import { payReward } from './fees/payReward.js'
import { refundFee } from './fees/refundFee.js'
import { payDebt } from './penalties/payDebt.js'
import { slashThawing } from './penalties/slashThawing.js'
import { takePenalty } from './penalties/takePenalty.js'
import { beginThaw } from './staking/beginThaw.js'
import { delegateStake } from './staking/delegateStake.js'
import { depositOwn } from './staking/depositOwn.js'
import { joinPool } from './staking/joinPool.js'
import { takeBackStake } from './staking/takeBackStake.js'
import { withdrawDelegated } from './staking/withdrawDelegated.js'
import { withdrawOwn } from './staking/withdrawOwn.js'

interface PipelineOptions {
  readonly denomination?: string
  /** TLMs that split `penalty` out of the account `penaltyFrom`, to the last unit. */
  readonly penaltySplit: readonly Use[]
}

/**
 * The pipelines of all claim kinds of stake, by kind, with the network's stake params shared.
 *
 * @example defineNetwork({ kinds: stakePipelines({ penaltySplit: [use(penaltySplit)] }), ... })
 */
export function stakePipelines({
  denomination = 'LA',
  penaltySplit,
}: PipelineOptions): Readonly<Record<string, Pipeline>> {
  const kinds = stakeKinds(denomination)
  const rewards: Use[] = [payRewardUse(), use(freeStake), ...penaltySplit]
  const penalties: Use[] = [use(freeStake), use(takePenalty), ...penaltySplit]
  const debts: Use[] = [use(payDebt), ...penaltySplit]
  return {
    'fee-locks': definePipeline(kinds['fee-locks'], [use(lockFee)]),
    'pool-joins': definePipeline(kinds['pool-joins'], [use(joinPool)]),
    'task-binds': definePipeline(kinds['task-binds'], [
      use(bindOfFee, { params: { bindRatio: shared('bindRatio') } }),
      use(ownShare, {
        params: {
          ownShareMin: shared('ownShareMin'),
          delegatorsShareLoss: shared('delegatorsShareLoss'),
        },
      }),
      use(bindStake),
    ]),
    'task-frees': definePipeline(kinds['task-frees'], [use(freeStake)]),
    'task-rewards': definePipeline(kinds['task-rewards'], rewards),
    'thaw-slashes': definePipeline(kinds['thaw-slashes'], [use(slashThawing)]),
    'stake-penalties': definePipeline(kinds['stake-penalties'], penalties),
    'fee-refunds': definePipeline(kinds['fee-refunds'], [use(refundFee)]),
    'own-deposits': definePipeline(kinds['own-deposits'], [use(depositOwn)]),
    delegations: definePipeline(kinds.delegations, [use(delegateStake)]),
    'take-backs': definePipeline(kinds['take-backs'], [use(takeBackStake)]),
    thaws: definePipeline(kinds.thaws, [use(beginThaw)]),
    'own-withdrawals': definePipeline(kinds['own-withdrawals'], [use(withdrawOwn)]),
    withdrawals: definePipeline(kinds.withdrawals, [use(withdrawDelegated)]),
    'debt-payments': definePipeline(kinds['debt-payments'], debts),
  }
}

const payRewardUse = (): Use =>
  use(payReward, { params: { commissionRate: shared('commissionRate') } })
