import { describeTlmLaws } from '@tlmkit/testing'
import {
  acceptedPay,
  aggregatorBond,
  aggregatorBonus,
  AGGREGATOR_SOURCES,
  batchAmounts,
  batchEscrow,
  executorBond,
  expiredBonds,
  failureLoss,
  lapsedBond,
  refundBatch,
  returnBonds,
  segmentPay,
  streamPay,
  upFrontBurn,
} from './index.js'

const runs = { runs: 20 }
describeTlmLaws(acceptedPay, runs)
describeTlmLaws(aggregatorBond, runs)
describeTlmLaws(aggregatorBonus, runs)
describeTlmLaws(executorBond, { ...runs, params: { deductionMultiplier: '10/7' } })
describeTlmLaws(expiredBonds, runs)
describeTlmLaws(lapsedBond, runs)
describeTlmLaws(returnBonds, runs)
describeTlmLaws(segmentPay, runs)
describeTlmLaws(streamPay, runs)
describeTlmLaws(upFrontBurn, runs)
for (const aggregatorSource of AGGREGATOR_SOURCES) {
  const sourced = { ...runs, params: { aggregatorSource } }
  describeTlmLaws(batchAmounts, sourced)
  describeTlmLaws(batchEscrow, sourced)
  describeTlmLaws(failureLoss, sourced)
  describeTlmLaws(refundBatch, sourced)
}
