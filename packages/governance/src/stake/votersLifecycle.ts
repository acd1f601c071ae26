import {
  amount,
  claimOf,
  defineCommand,
  defineLifecycle,
  reject,
  type Lifecycle,
} from '@tlmkit/core'
import type { GovernanceKinds } from '../claims.js'
import { changeStake, stakeOf } from './stakeCourse.js'

/** A voter: how often it changed what it has staked. */
export type VoterState = { readonly steps: bigint }

const NEW_VOTER: VoterState = { steps: 0n }

/**
 * The lifecycle `voters`, whose works are called like the voters: `stake(amount)` and
 * `unstake(amount)`.
 *
 * Rule: stake is moved between `voter/<id>/balance` and `voter/<id>/staked`, at any time; what it
 * weighs in a vote is what it was before voting began. A pause does not stop either.
 * Errors, in this order: `amount-zero`, `balance-short`; `amount-zero`, `stake-short`.
 * Source: spec/governance.md, Votes.
 */
export function votersLifecycle(
  denomination: string,
  kinds: GovernanceKinds,
): Lifecycle<'voters', VoterState> {
  const columns = { amount: amount(denomination) }
  return defineLifecycle<VoterState>()({
    name: 'voters',
    commands: {
      stake: defineCommand<VoterState>()({
        ...{ columns, codes: ['amount-zero'], timed: true },
        reduce({ steps } = NEW_VOTER, { amount: staked }, context) {
          if (staked === 0n) return reject('amount-zero')
          const { work: voter, height } = context
          const row = { voter, step: steps, amount: staked, height }
          return {
            state: { steps: steps + 1n },
            claims: [claimOf(kinds['voter-stakes'], row)],
            tells: changeStake(context, voter, staked),
          }
        },
      }),
      unstake: defineCommand<VoterState>()({
        ...{ columns, codes: ['amount-zero', 'stake-short'], timed: true },
        reduce({ steps } = NEW_VOTER, { amount: taken }, context) {
          if (taken === 0n) return reject('amount-zero')
          const { work: voter, height } = context
          if (taken > stakeOf(context, voter)) return reject('stake-short')
          const row = { voter, step: steps, amount: taken, height }
          return {
            state: { steps: steps + 1n },
            claims: [claimOf(kinds['voter-unstakes'], row)],
            tells: changeStake(context, voter, -taken),
          }
        },
      }),
    },
  })
}
