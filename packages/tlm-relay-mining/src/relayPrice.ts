import { amount, amountLike, defineTlm, ratio, units } from '@tlmkit/core'

/**
 * Prices a relay claim by the difficulty at which its relays were mined.
 *
 * Rule: claimed = computeUnits x multiplier x tokensPerComputeUnit.
 * Units: base units of the denomination of the application's stake.
 * Rounding: floor, once; nobody has what is cut, it is never created.
 * Source: spec/pocket.md section 2.
 * @example 10 compute units at 2.5 times, 42 upokt each: 1050 upokt
 */
export const relayPrice = defineTlm({
  name: 'relay-price',
  version: '1.0.0',
  phase: 'price',
  reads: {
    computeUnits: units(),
    multiplier: ratio(),
    tokensPerComputeUnit: ratio(),
    stake: amount(),
  },
  writes: { claimed: amount() },
  rule({ computeUnits, multiplier, tokensPerComputeUnit, stake }) {
    const price = multiplier.times(tokensPerComputeUnit).as('price')
    return { claimed: amountLike(1n, stake).forUnits(computeUnits.timesRatio(price, 'floor')) }
  },
})
