import { defineNetwork, definePipeline, shared, use, type Network } from '@tlmkit/core'
import { createGovernance, type SwitchSignatures } from '@tlmkit/governance'
import { clawback, compensate, compensateTreasury, penaltySplit } from '@tlmkit/tlm-insurance'
import {
  acceptedPay,
  aggregatorBond,
  aggregatorBonus,
  batchAmounts,
  batchEscrow,
  batchLifecycles,
  executorBond,
  expiredBonds,
  failureLoss,
  isWatchlisted,
  lapsedBond,
  microtaskKinds,
  refundBatch,
  returnBonds,
  traceJudge,
  segmentPay,
  streamPay,
  upFrontBurn,
  type RowCheck,
} from '@tlmkit/tlm-microtask'
import { bindStake, createStakeBook, stakeLifecycles, stakePipelines } from '@tlmkit/tlm-stake'
import { ed25519SwitchSignatures } from './ed25519SwitchSignatures.js'
import {
  lagrangeMicrotaskParams,
  type LagrangeMicrotaskParamsInput,
} from './lagrangeMicrotaskParams.js'

export interface LagrangeMicrotaskOptions {
  readonly name?: string
  /** Defaults of the network's parameters, over those of the schema; states may say otherwise. */
  readonly params?: Partial<LagrangeMicrotaskParamsInput>
  /** Checks of rows that `rowChecks` of the params may name. */
  readonly rowChecks?: readonly RowCheck[]
  /** How orders to the emergency switch are signed; Ed25519, with signers called by their keys. */
  readonly switchSignatures?: SwitchSignatures
}

/**
 * A network of micro-task batches with stake and insurance, in LA.
 *
 * Rule: batches are paid segment by segment; nodes bind stake for what they are paid; what bad work
 * loses is split between burn and insurance, which makes its caller whole. Operators stake, and
 * prove tasks with deadlines, on the same stake.
 * Units: base units of LA, which has 18 decimals.
 * Errors: those of `defineNetwork`; `row-check-unknown`.
 * Source: spec/microtask.md, spec/stake.md, spec/governance.md.
 * @example
 * const network = lagrangeMicrotask({ params: { aggregatorSource: 'surcharge' } })
 */
export function lagrangeMicrotask(options: LagrangeMicrotaskOptions = {}): Network {
  const { name = 'lagrange-microtask', params = {}, rowChecks = [] } = options
  const denomination = 'LA'
  const kinds = microtaskKinds(denomination)
  const judge = traceJudge({ rowChecks })
  const stake = createStakeBook({ denomination })
  const { switchSignatures = ed25519SwitchSignatures() } = options
  const governance = createGovernance({
    ...{ denomination, network: () => network, signatures: switchSignatures },
    ...{ pausable: PAUSABLE, switches: { 'new-work': PAUSABLE } },
  })
  const network: Network = defineNetwork({
    name,
    denominations: { LA: { decimals: 18, symbol: 'LA' } },
    params: lagrangeMicrotaskParams,
    paramDefaults: params,
    kinds: {
      ...batchPipelines(kinds),
      ...stakePipelines({ denomination, penaltySplit: [split('task-fault')] }),
      ...governance.kinds,
    },
    lifecycles: [
      ...batchLifecycles({ denomination, kinds, judge, stake }),
      ...stakeLifecycles({ denomination, isWatchlisted }),
      ...governance.lifecycles,
    ],
    isPaused: governance.isPaused,
  })
  return network
}

/** Lifecycles that open work, which may be paused. */
const PAUSABLE = ['batches', 'stake-tasks'] as const

const multiplier = { deductionMultiplier: shared('deductionMultiplier') }
const source = { aggregatorSource: shared('aggregatorSource') }
const treasury = { treasury: shared('treasury') }
const fee = { burnRate: shared('burnRate'), aggregatorRate: shared('aggregatorRate') }

/** Burns a share of a penalty and insures with the rest; the pool's figures name the cause. */
const split = (cause: string) =>
  use(penaltySplit, {
    params: { failureBurnRate: shared('failureBurnRate'), cause },
    writes: { burned: 'penaltyBurned' },
  })
const compensateCaller = { loss: 'loss', compensateTo: 'callerAccount' } as const
const bindNode = () => use(bindStake, { reads: { operator: 'node' } })

// long: the chains of all claim kinds of batches, as the network is read.
function batchPipelines(kinds: ReturnType<typeof microtaskKinds<'LA'>>) {
  return {
    submissions: definePipeline(kinds.submissions, [
      use(batchAmounts, { params: { ...fee, ...source } }),
      use(batchEscrow, {
        params: { ...source, ...treasury, treasuryPerEpochMax: shared('treasuryPerEpochMax') },
      }),
      use(upFrontBurn),
    ]),
    acceptances: definePipeline(kinds.acceptances, [
      use(acceptedPay),
      use(executorBond, { params: multiplier }),
      bindNode(),
    ]),
    commits: definePipeline(kinds.commits, [
      use(segmentPay),
      use(streamPay),
      use(executorBond, { params: multiplier }),
      bindNode(),
    ]),
    lapses: definePipeline(kinds.lapses, [
      use(segmentPay, { writes: { claimed: 'lapsedPay' } }),
      use(lapsedBond, { params: multiplier }),
      split('segment-lapsed'),
    ]),
    aggregations: definePipeline(kinds.aggregations, [
      use(aggregatorBond, { params: multiplier }),
      bindNode(),
    ]),
    takeovers: definePipeline(kinds.takeovers, [use(clawback), split('aggregator-replaced')]),
    finalizations: definePipeline(kinds.finalizations, [use(aggregatorBonus)]),
    failures: definePipeline(kinds.failures, [
      use(clawback),
      split('batch-failed'),
      use(failureLoss, { params: source }),
      use(refundBatch, { params: { ...source, ...treasury } }),
      use(compensateTreasury, {
        params: { ...treasury, cause: 'batch-failed' },
        reads: { loss: 'treasuryLoss' },
        writes: { compensation: 'treasuryCompensation', left: 'pooledForCaller' },
      }),
      use(compensate, {
        params: { cause: 'batch-failed' },
        reads: { ...compensateCaller, pooled: 'pooledForCaller' },
      }),
    ]),
    expiries: definePipeline(kinds.expiries, [
      use(expiredBonds, { params: multiplier }),
      split('batch-expired'),
      use(refundBatch, { params: { ...source, ...treasury } }),
      use(compensate, { params: { cause: 'batch-expired' }, reads: compensateCaller }),
    ]),
    releases: definePipeline(kinds.releases, [use(returnBonds)]),
  }
}

/** The network of micro-task batches with the parameter values of its specification. */
export const lagrangeMicrotaskNetwork: Network = lagrangeMicrotask()
