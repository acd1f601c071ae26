import { amountParam } from '@tlmkit/params'
import { z } from 'zod'

/** Parameters of bills. */
export const billParams = z.strictObject({
  basePrice: amountParam(50_000_000_000_000_000n, {
    min: 1n,
    unit: 'base units per CU',
    effect: 'Price of one compute unit before lateness.',
  }),
})
