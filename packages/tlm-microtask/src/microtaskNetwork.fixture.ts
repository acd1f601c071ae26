import {
  account,
  accountOf,
  amount,
  createCommandRun,
  defineNetwork,
  definePipeline,
  defineTlm,
  id,
  initialState,
  list,
  module,
  shared,
  supply,
  use,
  type CommandResult,
  type CommandRun,
  type Network,
  type SettleResult,
  type State,
} from '@tlmkit/core'
import { accountParam, ratioParam } from '@tlmkit/params'
import { z } from 'zod'
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
  lapsedBond,
  microtaskKinds,
  microtaskParams,
  refundBatch,
  returnBonds,
  segmentPay,
  streamPay,
  upFrontBurn,
  type TraceJudge,
} from './index.js'

/** Stands for the module that binds stake. */
const bindStake = defineTlm({
  name: 'bind-stake',
  version: '1.0.0',
  phase: 'settle',
  reads: { operator: id('operator'), bind: amount() },
  codes: ['free-stake-short'],
  reasons: ['bind'],
  rule({ operator, bind }, _params, claim) {
    const free = operator.bucket('free')
    claim.reject(claim.balance(free, bind).below(bind), 'free-stake-short')
    claim.transfer(bind, { from: free, to: operator.bucket('bound'), reason: 'bind' })
  },
})

/** Stands for the insurance's modules: collect, split, compensate. */
const clawback = defineTlm({
  name: 'clawback',
  version: '1.0.0',
  phase: 'settle',
  reads: { atFault: list({ operator: id('operator'), loss: amount() }), penaltyFrom: account() },
  writes: { penalty: amount() },
  reasons: ['clawback'],
  rule({ atFault, penaltyFrom }, _params, claim) {
    const losses = atFault.each(({ operator, loss }) => {
      const from = operator.bucket('bound')
      claim.transfer(loss, { from, to: penaltyFrom, reason: 'clawback' })
      return loss
    })
    return { penalty: losses.sum() }
  },
})
const penaltySplit = defineTlm({
  name: 'penalty-split',
  version: '1.0.0',
  phase: 'settle',
  reads: { penalty: amount(), penaltyFrom: account() },
  writes: { pooled: amount() },
  params: z.object({ burned: ratioParam('0.3', { effect: 'Burned share.' }) }),
  reasons: ['penalty'],
  rule({ penalty, penaltyFrom }, { burned }, claim) {
    const cuts = { burned: { to: supply.burn, share: burned, round: 'floor' } } as const
    const rest = module('insurance')
    const parts = claim.split(penalty, { from: penaltyFrom, reason: 'penalty', cuts, rest })
    return { pooled: parts.rest }
  },
})
const compensate = defineTlm({
  name: 'compensate',
  version: '1.0.0',
  phase: 'settle',
  reads: { loss: amount(), pooled: amount(), to: account() },
  writes: { compensation: amount(), left: amount() },
  reasons: ['compensate'],
  rule({ loss, pooled, to }, _params, claim) {
    const compensation = loss.min(pooled)
    claim.transfer(compensation, { from: module('insurance'), to, reason: 'compensate' })
    return { compensation, left: pooled.minus(compensation, 'reject') }
  },
})
const compensateTreasury = defineTlm({
  name: 'compensate-treasury',
  version: '1.0.0',
  phase: 'settle',
  reads: { loss: amount(), pooled: amount() },
  writes: { left: amount() },
  params: z.object({ to: accountParam('module/treasury', { effect: 'Who is paid first.' }) }),
  reasons: ['compensate-treasury'],
  rule({ loss, pooled }, { to }, claim) {
    const part = loss.min(pooled)
    claim.transfer(part, { from: module('insurance'), to, reason: 'compensate-treasury' })
    return { left: pooled.minus(part, 'reject') }
  },
})

const kinds = microtaskKinds('LA')
const multiplier = { deductionMultiplier: shared('deductionMultiplier') }
const source = { aggregatorSource: shared('aggregatorSource') }
const treasury = { treasury: shared('treasury') }
const split = () => use(penaltySplit, { params: { burned: shared('failureBurnRate') } })
const bindNode = () => use(bindStake, { reads: { operator: 'node' } })

/** A judge that takes its verdicts from the bytes: `00` good, `01` bad, others do not open. */
export const plainJudge: TraceJudge = {
  proof: (_batch, proof) => {
    if (proof === '00') return { verdict: 'good' }
    if (!proof.startsWith('01')) return { verdict: 'invalid' }
    const segments = proof.slice(2).match(/../g) ?? []
    return { verdict: 'bad', segments: segments.map((one) => BigInt(`0x${one}`)) }
  },
  rows: (_batch, _segment, rows) => (rows === '00' ? 'good' : rows === '01' ? 'bad' : 'unopened'),
  isShownBad: (_batch, _segment, evidence) => evidence === '01',
}

type Params = z.input<typeof microtaskParams>

/** A network of batches, with its split and compensation written out. */
export function microtaskNetwork(params: Partial<Params> = {}): Network {
  return defineNetwork({
    name: 'microtask-test',
    denominations: { LA: { decimals: 18, symbol: 'LA' } },
    params: microtaskParams,
    paramDefaults: params,
    kinds: {
      submissions: definePipeline(kinds.submissions, [
        use(batchAmounts, {
          params: {
            ...{ burnRate: shared('burnRate'), aggregatorRate: shared('aggregatorRate') },
            ...source,
          },
        }),
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
        split(),
      ]),
      aggregations: definePipeline(kinds.aggregations, [
        use(aggregatorBond, { params: multiplier }),
        bindNode(),
      ]),
      takeovers: definePipeline(kinds.takeovers, [use(clawback), split()]),
      finalizations: definePipeline(kinds.finalizations, [use(aggregatorBonus)]),
      failures: definePipeline(kinds.failures, [
        use(clawback),
        split(),
        use(failureLoss, { params: source }),
        use(refundBatch, { params: { ...source, ...treasury } }),
        use(compensateTreasury, {
          params: { to: shared('treasury') },
          reads: { loss: 'treasuryLoss' },
          writes: { left: 'pooledForCaller' },
        }),
        use(compensate, { reads: { pooled: 'pooledForCaller', to: 'callerAccount' } }),
      ]),
      expiries: definePipeline(kinds.expiries, [
        use(expiredBonds, { params: multiplier }),
        split(),
        use(refundBatch, { params: { ...source, ...treasury } }),
        use(compensate, { reads: { to: 'callerAccount' } }),
      ]),
      releases: definePipeline(kinds.releases, [use(returnBonds)]),
    },
    lifecycles: batchLifecycles({ denomination: 'LA', kinds, judge: plainJudge }),
  })
}

/** Money that a test starts with: account -> base units. */
export type Opening = Readonly<Record<string, bigint>>

const OPENING: Opening = {
  'caller/c1/balance': 10_000_000n,
  'module/treasury': 100_000_000n,
  ...Object.fromEntries(
    ['n1', 'n2', 'n3', 'agg', 'agg2'].map((node) => {
      return [accountOf('operator', node, 'free'), 100_000_000n] as const
    }),
  ),
}

/** Commands of one batch, in a run of their own. */
export class BatchRun {
  readonly #run: CommandRun
  #finished: SettleResult | undefined

  constructor(params: Partial<Params> = {}, { opening = OPENING, state }: RunOptions = {}) {
    const network = microtaskNetwork(params)
    const start = state ?? initialState(network, { balances: balancesOf(opening) })
    this.#run = createCommandRun(network, start, { id: 'run', height: 10n ** 12n })
  }

  /** Carries out a command on batch `b1`, or another; gives its code, or `ok`. */
  apply(command: string, height: number | bigint, fields: object = {}): string {
    const result = this.result(command, height, fields)
    return result.status === 'rejected' ? result.code : 'ok'
  }

  result(command: string, height: number | bigint, fields: object = {}): CommandResult {
    const envelope = { lifecycle: 'batches', work: 'b1', command, height: String(height) }
    return this.#run.apply({ ...envelope, ...fields })
  }

  get state(): State {
    this.#finished ??= this.#run.finish()
    return this.#finished.state
  }

  get receipt(): SettleResult {
    this.#finished ??= this.#run.finish()
    return this.#finished
  }

  balance(path: string): bigint {
    return this.state.balances.get('LA')?.get(path) ?? 0n
  }

  /** What an account gained over its opening. */
  gained(path: string): bigint {
    return this.balance(path) - (OPENING[path] ?? 0n)
  }
}

interface RunOptions {
  readonly opening?: Opening
  readonly state?: State
}

function balancesOf(opening: Opening): State['balances'] {
  return new Map([['LA', new Map(Object.entries(opening))]])
}

/** Fields of a batch of 1,000,000 base units and 100 tasks. */
export const submission = (fee: bigint | number = 1_000_000, tasks = 100) => ({
  ...{ caller: 'c1', fee: String(fee), tasks, tasksRoot: '00'.repeat(32), filters: '' },
})

export const commit = (node: string, segment: number) => ({ node, segment, traceRoot: 'aa' })
