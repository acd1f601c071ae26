import { claimOf, defineCommand, id, reject, units, type CommandShape } from '@tlmkit/core'
import { billParamsOf } from '../billParamsOf.js'
import type { BillEnvironment } from '../bills/BillEnvironment.js'
import type { BillState, OpenBill } from '../bills/BillState.js'
import { returnedBy } from '../bills/returnedBy.js'

/**
 * Opens a bill: `open(user, model, cuMax, verifier)`, by its user.
 *
 * Rule: the most it can cost goes into its escrow; the model's target is pinned.
 * Errors, in this order: `paused`, `duplicate-bill`, `unknown-model`, `cu-out-of-range` (0, or above
 * the cap), `balance-short`.
 * Source: spec/inference.md, Bill.
 */
export function openBill({ kinds }: BillEnvironment): CommandShape<BillState> {
  return defineCommand<BillState>()({
    columns: { user: id('user'), model: id('model'), cuMax: units(), verifier: id('verifier') },
    codes: ['paused', 'duplicate-bill', 'unknown-model', 'cu-out-of-range'],
    reduce(state, { user, model, cuMax, verifier }, { work, height, params, isPaused }) {
      if (isPaused) return reject('paused')
      if (state !== undefined) return reject('duplicate-bill')
      const { models, cuMaxPerRequest, basePrice } = billParamsOf(params)
      const targetMs = Object.hasOwn(models, model) ? models[model] : undefined
      if (targetMs === undefined) return reject('unknown-model')
      if (cuMax === 0n || cuMax > cuMaxPerRequest) return reject('cu-out-of-range')
      const opened: OpenBill = {
        ...{ status: 'opened', user, model, cuMax, verifier, targetMs },
        ...{ openedAt: height, escrow: 0n },
      }
      return {
        state: opened,
        claims: [claimOf(kinds['bill-openings'], { bill: work, user, cuMax, basePrice, height })],
        settled: ([opening]) => {
          return { state: { ...opened, escrow: returnedBy(opening, 'escrow') } }
        },
      }
    },
  })
}
