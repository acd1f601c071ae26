import { amount, defineTlm, id, units } from '@tlmkit/core'

/**
 * Takes the whole fee of a lease in advance.
 *
 * Rule: prepay = maxBlocks x kib x rho, from the caller into the escrow of the lease.
 * Units: base units; rho per KiB and block.
 * Errors: `balance-short`; `overflow`, where the prepay is above 2^128 - 1.
 * Source: spec/memory.md, Reserve.
 */
export const leasePrepay = defineTlm({
  name: 'lease-prepay',
  version: '1.0.0',
  phase: 'settle',
  reads: {
    ...{ lease: id('escrow'), caller: id('caller') },
    ...{ kib: units(), maxBlocks: units(), rho: amount() },
  },
  writes: { prepay: amount() },
  codes: ['balance-short'],
  reasons: ['lease-prepay'],
  rule({ lease, caller, kib, maxBlocks, rho }, _params, claim) {
    const from = caller.bucket('balance')
    const prepay = rho.forUnits(kib.times(maxBlocks)).as('prepay')
    claim.reject(claim.balance(from, prepay).below(prepay), 'balance-short')
    claim.transfer(prepay, { from, to: lease.bucket('locked'), reason: 'lease-prepay' })
    return { prepay }
  },
})
