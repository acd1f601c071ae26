import { definePipeline, shared, use, type Pipeline, type Use } from '@tlmkit/core'
import { inferenceKinds } from './claims.js'
import { adaptorBond } from './tlms/adaptorBond.js'
import { adaptorThaw } from './tlms/adaptorThaw.js'
import { adaptorWithdrawal } from './tlms/adaptorWithdrawal.js'
import { billBind } from './tlms/billBind.js'
import { fakeResult } from './tlms/fakeResult.js'
import { feeDistribution } from './tlms/feeDistribution.js'
import { forfeitBind } from './tlms/forfeitBind.js'
import { fromBill } from './tlms/fromBill.js'
import { inferenceCost } from './tlms/inferenceCost.js'
import { inferenceEscrow } from './tlms/inferenceEscrow.js'
import { payNode } from './tlms/payNode.js'
import { refundUnpaid } from './tlms/refundUnpaid.js'
import { returnEscrow } from './tlms/returnEscrow.js'
import { toAdaptor } from './tlms/toAdaptor.js'
import { toNode } from './tlms/toNode.js'

export interface BillPipelineOptions {
  readonly denomination: string
  /** TLMs that bind `bind` of the operator `node`: `bindStake` of tlm-stake. */
  readonly bindStake: readonly Use[]
  /** TLMs that free `release` of the operator `node`: `freeStake` of tlm-stake. */
  readonly freeStake: readonly Use[]
  /** TLMs that take `penalty` out of the account `penaltyFrom`, to the last unit. */
  readonly penaltySplit: readonly Use[]
}

const latency = {
  latencyFactorMax: shared('latencyFactorMax'),
  latencyMode: shared('latencyMode'),
} as const
const shares = {
  networkFee: shared('networkFee'),
  governanceShare: shared('governanceShare'),
  adaptorShare: shared('adaptorShare'),
  treasuryShare: shared('treasuryShare'),
} as const
const operations = { operations: shared('operations') } as const
const takers = {
  ...operations,
  governance: shared('governance'),
  treasury: shared('treasury'),
} as const

/** Prices a bill, pays all parts but the node's, and gives back what is not paid. */
const distribution = (): Use[] => [
  use(inferenceCost, { params: latency }),
  use(fromBill),
  use(toAdaptor),
  use(feeDistribution, {
    params: { ...shares, ...takers, latencyMode: shared('latencyMode') },
  }),
  use(refundUnpaid),
]

/**
 * The pipelines of all claim kinds of bills, by kind, with the network's bill params shared.
 *
 * @example
 * const stake = { bindStake: [use(bindStake, node)], freeStake: [use(freeStake, node)] }
 * defineNetwork({ kinds: billPipelines({ denomination, ...stake, penaltySplit }), ... })
 */
export function billPipelines(options: BillPipelineOptions): Readonly<Record<string, Pipeline>> {
  const { denomination, bindStake, freeStake, penaltySplit } = options
  const kinds = inferenceKinds(denomination)
  const pay: Use[] = [use(toNode), use(payNode), ...freeStake]
  const bound: Use[] = [
    use(billBind, { params: { ...shares, ...latency, nodeBindRatio: shared('nodeBindRatio') } }),
    ...bindStake,
  ]
  const lost: Use[] = [use(returnEscrow), use(forfeitBind), ...penaltySplit]
  const fake: Use[] = [
    use(returnEscrow),
    use(fakeResult, { params: { ...operations, networkFee: shared('networkFee') } }),
    ...penaltySplit,
  ]
  return {
    'bill-openings': definePipeline(kinds['bill-openings'], [
      use(inferenceEscrow, { params: { latencyFactorMax: shared('latencyFactorMax') } }),
    ]),
    'bill-dispatches': definePipeline(kinds['bill-dispatches'], bound),
    'bill-settlements': definePipeline(kinds['bill-settlements'], distribution()),
    'bill-closings': definePipeline(kinds['bill-closings'], [use(fromBill), ...pay]),
    'bill-defaults': definePipeline(kinds['bill-defaults'], [...distribution(), ...pay]),
    'bill-challenges': definePipeline(kinds['bill-challenges'], fake),
    'bill-refunds': definePipeline(kinds['bill-refunds'], [use(returnEscrow)]),
    'bill-forfeits': definePipeline(kinds['bill-forfeits'], lost),
    'adaptor-bonds': definePipeline(kinds['adaptor-bonds'], [use(adaptorBond)]),
    'adaptor-thaws': definePipeline(kinds['adaptor-thaws'], [use(adaptorThaw)]),
    'adaptor-withdrawals': definePipeline(kinds['adaptor-withdrawals'], [use(adaptorWithdrawal)]),
  }
}
