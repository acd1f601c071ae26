import { amount, defer, defineClaimKind, defineTable, id, oneOf, reject, units } from '@tlmkit/core'

export const workers = defineTable('workers', {
  key: ['worker'],
  columns: { worker: id('worker'), price: amount('tok'), weight: units() },
})

export const jobs = defineClaimKind('jobs', {
  key: ['customer', 'job'],
  columns: {
    customer: id('caller'),
    job: id('job'),
    worker: id('worker'),
    service: id('service'),
    tasks: units(),
    proof: oneOf('shown', 'missing'),
    opened: units(),
    done: units(),
  },
  openedAt: 'opened',
  watermark: { column: 'done', keep: 1000n },
  facts: { price: amount('tok'), budget: amount('tok') },
  tables: [workers],
  codes: ['worker-unknown', 'not-due'],
  collect(claim, { find, balance, height }) {
    if (claim.done > height) return defer('not-due')
    const worker = find(workers, claim.worker)
    if (worker === undefined) return reject('worker-unknown')
    return { price: worker.price, budget: balance(`caller/${claim.customer}/funds`, 'tok') }
  },
})

export const penalties = defineClaimKind('penalties', {
  key: ['worker', 'job'],
  columns: { worker: id('worker'), job: id('job'), penalty: amount('tok') },
})
