import { describeTlmLaws } from '@tlmkit/testing'
import {
  adaptorBond,
  adaptorThaw,
  adaptorWithdrawal,
  billBind,
  fakeResult,
  feeDistribution,
  forfeitBind,
  fromBill,
  inferenceCost,
  inferenceEscrow,
  payNode,
  plainWork,
  refundUnpaid,
  returnEscrow,
  toAdaptor,
  toNode,
} from './index.js'

const runs = 12
const literal = { latencyMode: 'literal', latencyFactorMax: '1/3' } as const

describeTlmLaws(inferenceEscrow, { runs, params: { latencyFactorMax: '1/3' } })
describeTlmLaws(billBind, { runs })
describeTlmLaws(billBind, { runs, params: literal })
describeTlmLaws(inferenceCost, { runs })
describeTlmLaws(inferenceCost, { runs, params: literal })
describeTlmLaws(fromBill, { runs })
describeTlmLaws(toAdaptor, { runs })
describeTlmLaws(toNode, { runs })
describeTlmLaws(plainWork, { runs })
describeTlmLaws(feeDistribution, { runs })
describeTlmLaws(feeDistribution, { runs, params: { latencyMode: 'literal' } })
describeTlmLaws(refundUnpaid, { runs })
describeTlmLaws(payNode, { runs })
describeTlmLaws(returnEscrow, { runs })
describeTlmLaws(fakeResult, { runs })
describeTlmLaws(forfeitBind, { runs })
describeTlmLaws(adaptorBond, { runs })
describeTlmLaws(adaptorThaw, { runs })
describeTlmLaws(adaptorWithdrawal, { runs })
