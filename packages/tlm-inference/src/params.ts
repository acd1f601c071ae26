import type { Ratio } from '@tlmkit/core'
import {
  accountParam,
  amountParam,
  choiceParam,
  idsParam,
  quantitiesParam,
  ratioParam,
  unitsParam,
} from '@tlmkit/params'
import { z } from 'zod'

/** Who bears the cost of lateness: the node, or the user for the treasury. */
export const LATENCY_MODES = ['penalty', 'literal'] as const

/** Base units of a token of 18 decimals. */
const TOKEN = 10n ** 18n

/** The price of work, and who gets which part of it. */
export const billMoneyParams = z.strictObject({
  basePrice: amountParam(50_000_000_000_000_000n, {
    min: 1n,
    unit: 'base units per CU',
    effect: 'Price of a compute unit that is delivered in time.',
  }),
  latencyFactorMax: ratioParam('0.3', {
    max: '1',
    unit: 'of the price',
    effect: 'What the greatest lateness counts for.',
  }),
  latencyMode: choiceParam(LATENCY_MODES, {
    unit: 'mode',
    effect: 'Lateness costs the node (penalty), or the user for the treasury (literal).',
  }),
  networkFee: ratioParam('0.02', {
    max: '1',
    unit: 'of the gross',
    effect: 'What operations get of every payment, rounded up.',
  }),
  governanceShare: ratioParam('0.05', {
    max: '1',
    unit: 'of the gross',
    effect: 'What the governance pool gets of every payment, rounded down.',
  }),
  adaptorShare: ratioParam('0.10', {
    max: '1',
    unit: 'of the gross',
    effect: 'What the adaptor that routed a bill gets of it, rounded down; else the node has it.',
  }),
  treasuryShare: ratioParam('0.05', {
    max: '1',
    unit: 'of the gross',
    effect: 'What the treasury gets of every payment, rounded down.',
  }),
  nodeBindRatio: ratioParam('1', {
    max: '10',
    unit: 'of the gross of cuMax',
    effect: 'What a node binds for a bill it takes, rounded up.',
  }),
  operations: accountParam('module/operations', {
    fixed: true,
    effect: 'Gets the network fee.',
  }),
  governance: accountParam('module/governance', {
    fixed: true,
    effect: 'Gets the governance share.',
  }),
  treasury: accountParam('module/treasury', {
    fixed: true,
    effect: 'Gets the treasury share.',
  }),
})

/** What may be asked and answered, and until when. Windows in blocks. */
export const billWindowParams = z.strictObject({
  models: quantitiesParam(
    {},
    {
      of: 'models',
      min: 1n,
      max: 1_000_000_000n,
      unit: 'ms',
      effect: 'Models that are served, each with the time in which an answer is not late.',
    },
  ),
  routers: idsParam([], {
    unit: 'routers',
    effect: 'Who may name the node of a bill besides its user.',
  }),
  cuMaxPerRequest: unitsParam(1_000_000n, {
    min: 1n,
    unit: 'CU',
    effect: 'Most compute units that one bill may be opened for.',
  }),
  minNodeStake: amountParam(1000n * TOKEN, {
    unit: 'base units',
    effect: 'Own stake that a node needs to take a bill.',
  }),
  dispatchWindow: unitsParam(600n, {
    min: 1n,
    unit: 'blocks',
    effect: 'How long after its opening a bill may be taken.',
  }),
  settleWindow: unitsParam(7200n, {
    min: 1n,
    unit: 'blocks',
    effect: 'How long after its dispatch a result may be submitted.',
  }),
  verdictWindow: unitsParam(600n, {
    min: 1n,
    unit: 'blocks',
    effect: 'How long the verifier has; then a bill counts as settled as submitted.',
  }),
  challengeWindow: unitsParam(600n, {
    min: 1n,
    unit: 'blocks',
    effect: 'How long a settled bill may be challenged, and the part of its node waits.',
  }),
})

/** What is read at the height of a command, whatever version a bill opened with. */
export const billLiveParams = z.strictObject({
  minAdaptorStake: amountParam(1000n * TOKEN, {
    unit: 'base units',
    effect: 'What an adaptor binds to be registered.',
  }),
  adaptorThaw: unitsParam(100_800n, {
    min: 1n,
    unit: 'blocks',
    effect: 'How long the stake of an adaptor thaws when it leaves.',
  }),
  missesToJail: unitsParam(3n, {
    min: 1n,
    max: 100n,
    unit: 'bills',
    effect: 'Bills that a node misses within the window until it is jailed.',
  }),
  missWindow: unitsParam(7200n, {
    min: 1n,
    unit: 'blocks',
    effect: 'Window in which missed bills of a node count together.',
  }),
  missJailPeriod: unitsParam(7200n, {
    min: 1n,
    unit: 'blocks',
    effect: 'How long a jailed node takes no bills.',
  }),
})

/**
 * All parameters of bills, in one schema; a network spreads its shape into its own and calls
 * `checkBillParams` on them.
 *
 * Units: as `listParams` tells of each.
 * Source: spec/inference.md, Parameters.
 */
export const billParams = z
  .strictObject({
    ...billMoneyParams.shape,
    ...billWindowParams.shape,
    ...billLiveParams.shape,
  })
  .superRefine(checkBillParams)

/** Values of the parameters of bills. */
export type BillParams = z.output<typeof billMoneyParams> &
  z.output<typeof billWindowParams> &
  z.output<typeof billLiveParams>

/**
 * Checks what single bounds cannot: that the shares leave a part for the node, and that what a node
 * binds covers what a false result would cost others.
 *
 * Source: spec/inference.md, Parameters.
 */
export function checkBillParams(params: BillParams, context: z.RefinementCtx): void {
  for (const [key, message] of complaintsOf(params)) {
    context.addIssue({ code: 'custom', path: [key], message })
  }
}

function* complaintsOf(
  params: BillParams,
): Generator<readonly [key: keyof BillParams, message: string]> {
  const { networkFee, governanceShare, adaptorShare, treasuryShare } = params
  const shares = sumOf([networkFee, governanceShare, adaptorShare, treasuryShare])
  if (shares.num >= shares.den) {
    const all = 'networkFee + governanceShare + adaptorShare + treasuryShare'
    yield ['networkFee', `${all} must be below 1: the node gets what they leave`]
  }
  const { num, den } = sumOf([shares, params.latencyFactorMax])
  if (params.nodeBindRatio.num * den < num * params.nodeBindRatio.den) {
    const least = 'the four shares and latencyFactorMax together'
    const why = 'it bears what the user paid to others for a false result'
    yield ['nodeBindRatio', `it must be at least ${least}, 1 - node share + the factor: ${why}`]
  }
}

/** An exact sum, whose terms may be wider than those of a ratio. */
function sumOf(ratios: readonly Ratio[]): Ratio {
  return ratios.reduce(
    (sum, { num, den }) => ({ num: sum.num * den + num * sum.den, den: sum.den * den }),
    { num: 0n, den: 1n },
  )
}
