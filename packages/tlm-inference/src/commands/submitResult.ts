import { defineCommand, id, opaque, reject, units, type CommandShape } from '@tlmkit/core'
import { billParamsOf } from '../billParamsOf.js'
import type { BillEnvironment } from '../bills/BillEnvironment.js'
import type { BillState } from '../bills/BillState.js'

/** Hex digits of the longest hash in use, of 64 bytes. */
const HASH_DIGITS_MAX = 128

/**
 * A node submits its result: `submit(node, resultHash, cu, responseMs)`.
 *
 * Rule: nothing moves; without a verdict in time the bill settles at these figures.
 * Errors, in this order: `unknown-bill`, `not-dispatched`, `not-the-node`, `too-late`,
 * `cu-above-max`, `result-hash-invalid` (not 1 to 64 bytes).
 * Source: spec/inference.md, Bill.
 */
export function submitResult({ stake }: BillEnvironment): CommandShape<BillState> {
  return defineCommand<BillState>()({
    columns: { node: id('operator'), resultHash: opaque(), cu: units(), responseMs: units() },
    codes: [
      ...['unknown-bill', 'not-dispatched', 'not-the-node', 'too-late', 'cu-above-max'],
      'result-hash-invalid',
    ],
    reduce(bill, { node, resultHash, cu, responseMs }, context) {
      const { height, params } = context
      if (bill === undefined) return reject('unknown-bill')
      if (bill.status !== 'dispatched') return reject('not-dispatched')
      if (bill.node !== node) return reject('not-the-node')
      if (height > bill.dispatchedAt + billParamsOf(params).settleWindow) return reject('too-late')
      if (cu > bill.cuMax) return reject('cu-above-max')
      if (resultHash.length === 0 || resultHash.length > HASH_DIGITS_MAX) {
        return reject('result-hash-invalid')
      }
      const { own } = stake.ownAndPool(context, node)
      const ownStake = own > bill.ownStake ? own : bill.ownStake
      return {
        state: {
          ...{ ...bill, status: 'submitted', resultHash, cu, responseMs },
          ...{ submittedAt: height, ownStake },
        },
      }
    },
  })
}
