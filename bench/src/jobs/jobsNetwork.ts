import { defineNetwork, definePipeline, use, type Network } from '@tlmkit/core'
import { jobBurn } from './jobBurn.ts'
import { jobCap } from './jobCap.ts'
import { jobPrice, jobPricePerClaim } from './jobPrice.ts'
import { jobs } from './jobs.ts'
import { jobShare } from './jobShare.ts'
import type { JobsShape } from './JobsShape.ts'
import { jobSplit } from './jobSplit.ts'

/** Lowest stake of an application, in base units. */
export const STAKE_FLOOR = 1_000n

/** The network of five stages: price, cap, burn, split, and the shareholders' part. */
export function jobsNetwork({ pricePerUnit, decimals, price }: JobsShape): Network {
  const params = { pricePerUnit }
  const paid = [use(jobCap), use(jobBurn), use(jobSplit), use(jobShare)] as const
  return defineNetwork({
    name: 'five-stage',
    denominations: { tok: { decimals, symbol: 'TOK' } },
    kinds: {
      jobs:
        price === 'rule'
          ? definePipeline(jobs, [use(jobPrice, { params }), ...paid])
          : definePipeline(jobs, [use(jobPricePerClaim, { params }), ...paid]),
    },
    floors: { 'application/stake': STAKE_FLOOR },
  })
}
