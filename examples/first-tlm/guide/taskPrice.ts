import { amount, defineTlm, units } from '@tlmkit/core'
import { unitsParam } from '@tlmkit/params'
import { z } from 'zod'

export const taskPrice = defineTlm({
  name: 'task-price',
  version: '1.0.0',
  phase: 'price',
  reads: { tasks: units(), price: amount() },
  writes: { claimed: amount() },
  params: z.object({
    multiplier: unitsParam(1n, { min: 1n, unit: 'times', effect: 'Price of a task.' }),
  }),
  rule: ({ tasks, price }, { multiplier }) => ({
    claimed: price.forUnits(tasks).forUnits(multiplier),
  }),
})
