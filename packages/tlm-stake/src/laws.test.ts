import { describeLaws, describeTlmLaws } from '@tlmkit/testing'
import {
  beginThaw,
  bindOfFee,
  bindStake,
  delegateStake,
  depositOwn,
  freeStake,
  joinPool,
  lockFee,
  ownShare,
  payDebt,
  payReward,
  refundFee,
  slashThawing,
  takeBackStake,
  takePenalty,
  withdrawDelegated,
  withdrawOwn,
} from './index.js'
import { StakeBench } from './stakeNetwork.fixture.js'

const runs = { runs: 10 }
describeTlmLaws(beginThaw, runs)
describeTlmLaws(bindOfFee, runs)
describeTlmLaws(bindStake, runs)
describeTlmLaws(delegateStake, runs)
describeTlmLaws(depositOwn, runs)
describeTlmLaws(freeStake, runs)
describeTlmLaws(joinPool, runs)
describeTlmLaws(lockFee, runs)
describeTlmLaws(ownShare, { ...runs, params: { ownShareMin: '1/3' } })
describeTlmLaws(payDebt, runs)
describeTlmLaws(payReward, { ...runs, params: { commissionRate: '1/3' } })
describeTlmLaws(refundFee, runs)
describeTlmLaws(slashThawing, runs)
describeTlmLaws(takeBackStake, runs)
describeTlmLaws(takePenalty, runs)
describeTlmLaws(withdrawDelegated, runs)
describeTlmLaws(withdrawOwn, runs)
describeLaws(new StakeBench().network, { runs: 5, stops: ['balance-overflow'] })
