import { defineLifecycle } from '@tlmkit/core'

/** What the lifecycle keeps of an application. */
export type BudgetState = {
  /** Height of the last settlement in which one of its claims settled. */
  readonly sharedOutAt: bigint
}

/**
 * When the budget of an application was last shared out.
 *
 * Rule: all claims of a session share one budget, so they settle together: a claim that was due at
 * that height, and comes later, is too late. Otherwise few claims that were held back would share
 * the budget of a session again.
 * Units: block heights.
 * Source: spec/pocket.md sections 1.1 and 4.
 */
export const budgetLifecycle = defineLifecycle<BudgetState>()({
  name: 'application-budgets',
  tally: {
    kind: 'application',
    bucket: 'settlements',
    apply: (_state, { height }) => ({ state: { sharedOutAt: height } }),
  },
})
