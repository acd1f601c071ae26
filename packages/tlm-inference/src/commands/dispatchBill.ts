import {
  claimOf,
  defineCommand,
  id,
  opaque,
  reject,
  text,
  type CommandContext,
  type CommandShape,
} from '@tlmkit/core'
import { adaptorWorks } from '../adaptors/AdaptorState.js'
import { billParamsOf } from '../billParamsOf.js'
import type { BillEnvironment } from '../bills/BillEnvironment.js'
import type { BillState, DispatchedBill, OpenBill } from '../bills/BillState.js'
import { dispatchMessage } from '../bills/dispatchMessage.js'
import { returnedBy } from '../bills/returnedBy.js'
import { NO_EFFECTS } from '../bills/StakeBook.js'
import { isJailed } from '../nodes/isJailed.js'

/**
 * A node takes a bill: `dispatch(node, adaptor, signer, signature)`, by the node, with the signature
 * of the bill's user or of a router.
 *
 * Rule: the node binds stake for it; an empty `adaptor` names none.
 * Errors, in this order: `unknown-bill`, `not-opened`, `too-late`, `unknown-node` (without any
 * stake), `node-stake-short`, `jailed`, `debt-outstanding`, `unknown-adaptor`,
 * `signature-invalid`, `free-stake-short`.
 * Source: spec/inference.md, Bill.
 */
// long: a flat ladder and what follows from it.
export function dispatchBill(environment: BillEnvironment): CommandShape<BillState> {
  const { kinds, stake } = environment
  return defineCommand<BillState>()({
    columns: { node: id('operator'), adaptor: text(), signer: id('party'), signature: opaque() },
    codes: [
      ...['unknown-bill', 'not-opened', 'too-late', 'unknown-node', 'node-stake-short'],
      ...['jailed', 'debt-outstanding', 'unknown-adaptor', 'signature-invalid'],
    ],
    reduce(bill, command, context) {
      const { node, adaptor } = command
      const { work, height } = context
      if (bill === undefined) return reject('unknown-bill')
      if (bill.status !== 'opened') return reject('not-opened')
      const { dispatchWindow, minNodeStake, basePrice } = billParamsOf(context.params)
      if (height > bill.openedAt + dispatchWindow) return reject('too-late')
      const { own, pool } = stake.ownAndPool(context, node)
      if (own + pool === 0n) return reject('unknown-node')
      if (own < minNodeStake) return reject('node-stake-short')
      if (isJailed(context, node)) return reject('jailed')
      if (stake.hasDebt?.(context, node) === true) return reject('debt-outstanding')
      if (adaptor !== '' && context.peek(adaptorWorks, adaptor)?.status !== 'registered') {
        return reject('unknown-adaptor')
      }
      if (!isSigned(environment, context, { bill, command })) return reject('signature-invalid')
      const dispatched: DispatchedBill = {
        ...{ ...bill, status: 'dispatched', node, adaptor },
        ...{ bind: 0n, dispatchedAt: height, ownStake: own },
      }
      const bindable = stake.bindable(context, node)
      const row = { bill: work, node, cuMax: bill.cuMax, basePrice, bindable, height }
      const { claims, tells } = stake.joins?.(context, node) ?? NO_EFFECTS
      return {
        state: dispatched,
        claims: [...claims, claimOf(kinds['bill-dispatches'], row)],
        tells,
        settled: (outcomes) => {
          return { state: { ...dispatched, bind: returnedBy(outcomes.at(-1), 'bind') } }
        },
      }
    },
  })
}

interface Signed {
  readonly bill: OpenBill
  readonly command: {
    readonly node: string
    readonly adaptor: string
    readonly signer: string
    readonly signature: string
  }
}

/** Whether the bill's user, or a router, named this node and adaptor for it. */
function isSigned(
  { domain, signatures }: BillEnvironment,
  { work, params }: CommandContext,
  { bill, command }: Signed,
): boolean {
  const { node, adaptor, signer, signature } = command
  if (signer !== bill.user && !billParamsOf(params).routers.includes(signer)) return false
  const message = dispatchMessage({ domain, bill: work, node, adaptor })
  return signatures.verify(signer, message, signature)
}
