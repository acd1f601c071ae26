import { account, amount, defineTlm, id, list, units } from '@tlmkit/core'

/** Pays the shareholders' part by percent; the first takes the remainder. */
export const jobShare = defineTlm({
  name: 'job-share',
  version: '1.0.0',
  phase: 'settle',
  reads: {
    shared: amount(),
    application: id('application'),
    shareholders: list({ to: account(), percent: units() }),
  },
  reasons: ['shareholder'],
  rule({ shared, application, shareholders }, _params, claim) {
    claim.splitAmong(shared, {
      list: shareholders,
      to: 'to',
      weight: 'percent',
      dust: 'first',
      from: application.bucket('stake'),
      reason: 'shareholder',
    })
  },
})
