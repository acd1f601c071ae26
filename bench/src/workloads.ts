import { FIVE_STAGE, PRICE_18, type JobsShape } from './jobs/JobsShape.ts'
import { jobsWorkload } from './jobs/jobsWorkload.ts'
import { pocketWorkload } from './pocket/pocketWorkload.ts'
import { POCKET } from './pocket/PocketShape.ts'
import type { Workload } from './Workload.ts'

const EIGHTEEN: JobsShape = { ...FIVE_STAGE, decimals: 18, pricePerUnit: PRICE_18 }
const MANY = { applications: 20_000, suppliers: 480_000, holders: 500_000 }

/** Everything that is settled here. */
export const WORKLOADS: readonly Workload[] = [
  jobsWorkload('five-stage', 'five stages, 6 decimals', FIVE_STAGE),
  jobsWorkload('five-stage-18', 'five stages, 18 decimals', EIGHTEEN),
  pocketWorkload(POCKET),
  jobsWorkload('hot', 'one hot application', { ...FIVE_STAGE, applications: 1 }),
  jobsWorkload('capped', 'all capped', { ...FIVE_STAGE, cappedPermille: 1000 }),
  jobsWorkload('tight', 'tight balances', { ...FIVE_STAGE, stakes: 'tight' }),
  jobsWorkload('accounts-1m', '1 M accounts', { ...FIVE_STAGE, ...MANY }),
  jobsWorkload('amounts-2-100', 'amounts about 2^100', {
    ...FIVE_STAGE,
    decimals: 18,
    pricePerUnit: 1n << 80n,
  }),
  jobsWorkload('per-claim', 'perClaim price, 6 decimals', { ...FIVE_STAGE, price: 'perClaim' }),
  jobsWorkload('per-claim-18', 'perClaim price, 18 decimals', { ...EIGHTEEN, price: 'perClaim' }),
]
