import {
  accountParam,
  amountParam,
  choiceParam,
  idsParam,
  ratioParam,
  unitsParam,
} from '@tlmkit/params'
import { z } from 'zod'

/** Orders in which the pool gives up warm segments. */
const EVICTION_ORDERS = ['lru'] as const

/** What a lease costs and puts at stake; pinned when it is reserved. */
export const leaseParams = z.strictObject({
  sigma: ratioParam('1', {
    min: '0.5',
    max: '1.5',
    unit: 'times the prepay',
    effect:
      'Collateral that a node binds for a lease, rounded up; below 1 a failure is not covered.',
  }),
  protocolCut: ratioParam('0.01', {
    min: '0.01',
    max: '0.5',
    unit: 'of the fee',
    effect:
      'What the treasury gets of every fee, rounded down: leasing to oneself costs something.',
  }),
  treasury: accountParam('module/treasury', {
    fixed: true,
    effect: 'Takes the cut of fees.',
  }),
  failureBurnRate: ratioParam('0.30', {
    max: '1',
    unit: 'of a penalty',
    effect: 'What is burned of a penalty, rounded down; a tenth of it goes to an auditor.',
  }),
  maxLeaseBlocks: unitsParam(100_800n, {
    min: 1n,
    max: 1_000_000n,
    unit: 'blocks',
    effect: 'Longest lease.',
  }),
  releaseGrace: unitsParam(5n, {
    unit: 'blocks',
    effect: 'How long after the end of a lease its node may release it.',
  }),
  extraSlashRate: ratioParam('0.05', {
    max: '1',
    unit: 'of own and pool stake',
    effect: 'What a node loses beside its collateral when an audit fails, rounded up.',
  }),
  auditWindow: unitsParam(50n, {
    min: 2n,
    unit: 'blocks',
    effect: 'How long an audit may be answered.',
  }),
  auditBondRate: ratioParam('0.01', {
    max: '1',
    unit: 'of the prepay',
    effect: 'What an auditor puts at stake, rounded up; the node gets it when it answers.',
  }),
})

/** What is read at the height of a command: the fee oracle, the switch, the pool's reuse. */
export const memoryLiveParams = z.strictObject({
  rhoGenesis: amountParam(7n, {
    min: 1n,
    unit: 'base units per KiB and block',
    effect: 'The fee rate of the epoch of the first command.',
  }),
  rhoMin: amountParam(1n, {
    min: 1n,
    unit: 'base units per KiB and block',
    effect: 'Least fee rate.',
  }),
  rhoMax: amountParam(2n ** 96n, {
    min: 1n,
    max: 2n ** 96n,
    unit: 'base units per KiB and block',
    effect: 'Greatest fee rate.',
  }),
  target: ratioParam('0.5', {
    min: '0.05',
    max: '0.95',
    unit: 'of the capacity',
    effect: 'Share of the capacity at which the fee rate stays.',
  }),
  epochLengthBlocks: unitsParam(512n, {
    min: 1n,
    unit: 'blocks',
    fixed: true,
    effect: 'Length of an epoch; fixed at genesis.',
  }),
  armAfter: unitsParam(3n, {
    min: 1n,
    unit: 'audits',
    effect: 'Failed audits of one epoch that arm the emergency switch.',
  }),
  armedEpochs: unitsParam(1n, {
    unit: 'epochs',
    effect: 'Whole epochs for which the switch stays armed after that one.',
  }),
  switchSigners: idsParam([], {
    unit: 'signers',
    effect: 'Who may sign for the emergency switch.',
  }),
  switchSignersMin: unitsParam(3n, {
    min: 1n,
    unit: 'signers',
    effect: 'How many of them suspend and resume.',
  }),
  warmBytesMax: ratioParam('0.25', {
    max: '1',
    unit: 'of the arena',
    effect: 'What released segments may occupy while they stay warm.',
  }),
  warmTtlBlocks: unitsParam(4096n, {
    unit: 'blocks',
    effect: 'How long a released segment stays warm.',
  }),
  evictionOrder: choiceParam(EVICTION_ORDERS, {
    unit: 'order',
    effect: 'Which warm segment is given up first.',
  }),
})

/**
 * All parameters of memory leases, in one schema; a network spreads its shape into its own and
 * calls `checkMemoryParams` on them.
 *
 * Units: as `listParams` tells of each.
 * Source: spec/memory.md, Parameters.
 */
export const memoryParams = z
  .strictObject({ ...leaseParams.shape, ...memoryLiveParams.shape })
  .superRefine(checkMemoryParams)

/** Values of the parameters of memory leases. */
export type MemoryParams = z.output<typeof leaseParams> & z.output<typeof memoryLiveParams>

/**
 * Checks what single bounds cannot: that the fee rate starts within its bounds, and that the switch
 * has as many signers as it needs, or none at all.
 *
 * Source: spec/memory.md, Parameters.
 */
export function checkMemoryParams(params: MemoryParams, context: z.RefinementCtx): void {
  const { rhoMin, rhoMax, rhoGenesis, switchSigners, switchSignersMin } = params
  const complain = (key: keyof MemoryParams, message: string): void =>
    context.addIssue({ code: 'custom', path: [key], message })
  if (rhoMin > rhoMax) complain('rhoMin', `it must be at most rhoMax, ${rhoMax}`)
  else if (rhoGenesis < rhoMin || rhoGenesis > rhoMax) {
    complain('rhoGenesis', `it must lie within rhoMin and rhoMax, ${rhoMin} to ${rhoMax}`)
  }
  const signers = BigInt(new Set(switchSigners).size)
  if (signers > 0n && signers < switchSignersMin) {
    complain(
      'switchSigners',
      `name at least switchSignersMin of them, ${switchSignersMin}, or none`,
    )
  }
}
