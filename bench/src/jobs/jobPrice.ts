import { amount, amountLike, defineTlm, ratio, units } from '@tlmkit/core'
import { amountParam } from '@tlmkit/params'
import { z } from 'zod'

const declaration = {
  version: '1.0.0',
  phase: 'price',
  params: z.object({
    pricePerUnit: amountParam(1n, { unit: 'base units', effect: 'Price of a compute unit.' }),
  }),
} as const

/** claimed = floor(computeUnits x pricePerUnit x multiplier). */
export const jobPrice = defineTlm({
  ...declaration,
  name: 'job-price',
  reads: { computeUnits: units(), multiplier: ratio(), cap: amount() },
  writes: { claimed: amount() },
  rule({ computeUnits, multiplier, cap }, { pricePerUnit }) {
    const full = amountLike(pricePerUnit, cap).forUnits(computeUnits)
    return { claimed: full.times(multiplier, 'floor') }
  },
})

/** The same price, as a function over one claim. */
export const jobPricePerClaim = defineTlm({
  ...declaration,
  name: 'job-price-per-claim',
  reads: { computeUnits: units(), multiplier: ratio() },
  writes: { claimed: amount('tok') },
  perClaim({ computeUnits, multiplier }, { pricePerUnit }) {
    return { claimed: (computeUnits * pricePerUnit * multiplier.num) / multiplier.den }
  },
})
