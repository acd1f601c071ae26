import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { quoteBill } from './index.js'

const natural = z.string().transform((digits) => BigInt(digits))
const figures = z.strictObject({
  ...{ cuMax: natural, cu: natural, responseMs: natural, targetMs: natural },
  isRouted: z.boolean(),
})
const params = z.strictObject({
  ...{ basePrice: z.string(), latencyFactorMax: z.string(), networkFee: z.string() },
  ...{ governanceShare: z.string(), adaptorShare: z.string(), treasuryShare: z.string() },
  ...{ nodeBindRatio: z.string(), latencyMode: z.enum(['penalty', 'literal']) },
})
const vectors = z.strictObject({
  description: z.string(),
  bills: z.array(
    z.strictObject({
      ...{ name: z.string(), params, bill: figures },
      quote: z.record(z.string(), natural),
    }),
  ),
})

const file = new URL('../../../vectors/inference-bills.json', import.meta.url)
const { bills } = vectors.parse(JSON.parse(readFileSync(file, 'utf8')))

test.each(bills)('$name', (vector) => {
  expect(quoteBill({ params: vector.params, ...vector.bill })).toEqual(vector.quote)
})
