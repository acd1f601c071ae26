import { account, defineTlm, id } from '@tlmkit/core'

/**
 * Names the escrow of a bill as what is paid from.
 *
 * Source: spec/inference.md, Settle.
 */
export const fromBill = defineTlm({
  name: 'from-bill',
  version: '1.0.0',
  phase: 'settle',
  reads: { bill: id('escrow') },
  writes: { payFrom: account() },
  rule: ({ bill }) => ({ payFrom: bill.bucket('locked') }),
})
