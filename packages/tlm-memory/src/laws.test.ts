import { describeTlmLaws } from '@tlmkit/testing'
import {
  collateralPenalty,
  extraSlash,
  leaseCollateral,
  leaseFee,
  leasePrepay,
  lockAuditBond,
  payAuditBond,
  payLease,
  refundCleared,
  refundFailed,
  rewardAuditor,
} from './index.js'

const runs = 12

describeTlmLaws(leasePrepay, { runs })
describeTlmLaws(leaseCollateral, { runs, params: { sigma: '1.5' } })
describeTlmLaws(leaseFee, { runs })
describeTlmLaws(payLease, { runs })
describeTlmLaws(collateralPenalty, { runs })
describeTlmLaws(lockAuditBond, { runs })
describeTlmLaws(payAuditBond, { runs })
describeTlmLaws(refundFailed, { runs })
describeTlmLaws(refundCleared, { runs })
describeTlmLaws(extraSlash, { runs })
describeTlmLaws(rewardAuditor, { runs, params: { failureBurnRate: '1/3' } })
