import {
  AMOUNT_MAX,
  claimOf,
  createCommandRun,
  defineCommand,
  defineLifecycle,
  defineNetwork,
  initialState,
  reject,
  units,
  UsageError,
  type ClaimOutcome,
} from '@tlmkit/core'
import type { z } from 'zod'
import { billParamsOf } from '../billParamsOf.js'
import { billPipelines } from '../billPipelines.js'
import { returnedBy } from '../bills/returnedBy.js'
import { inferenceKinds } from '../claims.js'
import { billParams } from '../params.js'

export interface QuoteOptions {
  /** Values of bill parameters, as written or as parsed; defaults else. Others are left out. */
  readonly params?: Partial<z.input<typeof billParams>>
  /** Compute units that the bill is opened for. */
  readonly cuMax: bigint
  /** Compute units that are settled; `cuMax` when absent. */
  readonly cu?: bigint
  /** How long the answer takes, in milliseconds; in time when absent. */
  readonly responseMs?: bigint
  /** The model's target in milliseconds; 1000 when absent. */
  readonly targetMs?: bigint
  /** Whether an adaptor routes it; so it is when absent. */
  readonly isRouted?: boolean
}

/** What a bill comes to, in base units. */
export type BillQuote = {
  /** What its user pays into the escrow, and what its node binds. */
  readonly escrow: bigint
  readonly bind: bigint
  /** Compute units times the base price. */
  readonly gross: bigint
  readonly networkFee: bigint
  readonly governancePart: bigint
  readonly adaptorPart: bigint
  readonly treasuryPart: bigint
  /** What the treasury gets for lateness in mode `literal`. */
  readonly surcharge: bigint
  /** What the user keeps for lateness in mode `penalty`. */
  readonly cut: bigint
  readonly nodePart: bigint
  /** What the user pays in all, and what it gets back of the escrow. */
  readonly paid: bigint
  readonly refund: bigint
}

const DENOMINATION = 'QUOTED'
const kinds = inferenceKinds(DENOMINATION)
const [bill, user, node] = ['bill', 'user', 'node'] as const

const NOTHING: BillQuote = {
  ...{ escrow: 0n, bind: 0n, gross: 0n, networkFee: 0n, governancePart: 0n, adaptorPart: 0n },
  ...{ treasuryPart: 0n, surcharge: 0n, cut: 0n, nodePart: 0n, paid: 0n, refund: 0n },
}

/**
 * Says what a bill comes to, without effect.
 *
 * Rule: a bill is opened, taken and settled by the pipelines of bills on a state made for it.
 * Units: base units; milliseconds.
 * Errors: `quote-invalid`, where a bill of these figures would be refused; those of params.
 * Source: spec/inference.md, Settle.
 * @example quoteBill({ cuMax: 130n, cu: 100n, responseMs: 1500n }).nodePart // 3315000000000000000n
 */
export function quoteBill(options: QuoteOptions): BillQuote {
  const { cuMax, cu = cuMax, responseMs = 0n, targetMs = 1000n, isRouted = true } = options
  const network = quoteNetwork(options.params ?? {}, isRouted)
  const balances = new Map([[DENOMINATION, new Map([['user/user/balance', AMOUNT_MAX]])]])
  const run = createCommandRun(network, initialState(network, { balances }), {
    ...{ id: 'quote', height: 0n },
  })
  const envelope = { lifecycle: 'quotes', work: 'bill', command: 'quote', height: 0 }
  const result = run.apply({ ...envelope, cuMax, cu, responseMs, targetMs })
  if (result.status === 'rejected') throw refused(options, result.code)
  const quote = run.finish().state.lifecycles.get('quotes')?.get('bill')?.state
  return quote as BillQuote
}

function quoteNetwork(params: Readonly<Record<string, unknown>>, isRouted: boolean) {
  const known = Object.keys(params).filter((key) => Object.hasOwn(billParams.shape, key))
  return defineNetwork({
    name: 'quote',
    denominations: { [DENOMINATION]: { decimals: 0, symbol: DENOMINATION } },
    params: billParams,
    paramDefaults: Object.fromEntries(known.map((key) => [key, params[key]])),
    kinds: billPipelines({
      ...{ denomination: DENOMINATION, bindStake: [], freeStake: [], penaltySplit: [] },
    }),
    lifecycles: [quotes(isRouted)],
  })
}

/** One command that opens, takes and settles a bill, and keeps what it came to. */
function quotes(isRouted: boolean) {
  return defineLifecycle<BillQuote>()({
    name: 'quotes',
    commands: {
      quote: defineCommand<BillQuote>()({
        columns: { cuMax: units(), cu: units(), responseMs: units(), targetMs: units() },
        codes: ['cu-out-of-range', 'cu-above-max'],
        reduce(_state, { cuMax, ...figures }, { params, height }) {
          if (cuMax === 0n || cuMax > billParamsOf(params).cuMaxPerRequest) {
            return reject('cu-out-of-range')
          }
          if (figures.cu > cuMax) return reject('cu-above-max')
          const { basePrice } = billParamsOf(params)
          const common = { bill, basePrice, cuMax, height }
          const settles = (escrow: bigint) =>
            claimOf(kinds['bill-settlements'], {
              ...{ bill, user, node, basePrice, ...figures, escrowed: escrow, height },
              ...{ adaptor: 'adaptor', isRouted },
            })
          const state = NOTHING
          return {
            state,
            claims: [
              claimOf(kinds['bill-openings'], { ...common, user }),
              claimOf(kinds['bill-dispatches'], { ...common, node, bindable: AMOUNT_MAX }),
            ],
            settled: ([opening, dispatch]) => ({
              state,
              claims: [settles(returnedBy(opening, 'escrow'))],
              settled: ([settlement]) => ({ state: quoteOf(opening, dispatch, settlement) }),
            }),
          }
        },
      }),
    },
  })
}

type Outcome = ClaimOutcome | undefined

function quoteOf(opening: Outcome, dispatch: Outcome, settlement: Outcome): BillQuote {
  const settled = (column: keyof BillQuote): bigint => returnedBy(settlement, column)
  return {
    escrow: returnedBy(opening, 'escrow'),
    bind: returnedBy(dispatch, 'bind'),
    gross: settled('gross'),
    networkFee: settled('networkFee'),
    governancePart: settled('governancePart'),
    adaptorPart: settled('adaptorPart'),
    treasuryPart: settled('treasuryPart'),
    surcharge: settled('surcharge'),
    cut: settled('cut'),
    nodePart: settled('nodePart'),
    paid: settled('paid'),
    refund: settled('refund'),
  }
}

function refused(options: QuoteOptions, code: string): UsageError {
  const { cuMax, cu = cuMax, targetMs = 1000n } = options
  return new UsageError({
    code: 'quote-invalid',
    message: `A bill of ${cu} of at most ${cuMax} CU at a target of ${targetMs} ms would end with "${code}": give cu up to cuMax, and a target above 0.`,
    details: { code, cu, cuMax, targetMs },
  })
}
