import { defineCommand, id, opaque, reject, units, type CommandShape } from '@tlmkit/core'
import { billParamsOf } from '../billParamsOf.js'
import type { BillEnvironment } from '../bills/BillEnvironment.js'
import type { BillState } from '../bills/BillState.js'

/**
 * A node submits its result: `submit(node, resultHash, cu, responseMs)`.
 *
 * Rule: nothing moves; without a verdict in time the bill settles at these figures.
 * Errors, in this order: `unknown-bill`, `not-dispatched`, `not-the-node`, `too-late`,
 * `cu-above-max`.
 * Source: spec/inference.md, Bill.
 */
export function submitResult({ stake }: BillEnvironment): CommandShape<BillState> {
  return defineCommand<BillState>()({
    columns: { node: id('operator'), resultHash: opaque(), cu: units(), responseMs: units() },
    codes: ['unknown-bill', 'not-dispatched', 'not-the-node', 'too-late', 'cu-above-max'],
    reduce(bill, { node, resultHash, cu, responseMs }, context) {
      const { height, params } = context
      if (bill === undefined) return reject('unknown-bill')
      if (bill.status !== 'dispatched') return reject('not-dispatched')
      if (bill.node !== node) return reject('not-the-node')
      if (height > bill.dispatchedAt + billParamsOf(params).settleWindow) return reject('too-late')
      if (cu > bill.cuMax) return reject('cu-above-max')
      const ownStake = stake.ownAndPool(context, node).own
      return {
        state: {
          ...{ ...bill, status: 'submitted', resultHash, cu, responseMs },
          ...{ submittedAt: height, ownStake },
        },
      }
    },
  })
}
