import { amount, defineTlm, reject, units } from '@tlmkit/core'

export const decayPrice = defineTlm({
  name: 'decay-price',
  version: '1.0.0',
  phase: 'price',
  reads: { tasks: units(), price: amount(), opened: units(), done: units() },
  writes: { claimed: amount() },
  codes: ['done-before-opened'],
  perClaim({ tasks, price, opened, done }) {
    if (done < opened) return reject('done-before-opened')
    return { claimed: (tasks * price) >> (done - opened) }
  },
})
