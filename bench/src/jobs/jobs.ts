import { account, amount, defineClaimKind, id, list, ratio, units } from '@tlmkit/core'

/** Height of every job, and of the settlement. */
export const EPOCH = 1_000n

/** Metered work that a supplier did for an application in a session. */
export const jobs = defineClaimKind('jobs', {
  key: ['application', 'session', 'supplier'],
  columns: {
    application: id('application'),
    session: id('session'),
    supplier: id('supplier'),
    computeUnits: units(),
    /** What one compute unit stands for. */
    multiplier: ratio(),
    /** The most that may be paid for the claim. */
    cap: amount('tok'),
    epoch: units(),
    shareholders: list({ to: account(), percent: units() }),
  },
  watermark: { column: 'epoch', keep: 0n },
})
