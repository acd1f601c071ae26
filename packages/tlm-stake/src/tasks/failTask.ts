import {
  accountOf,
  claimOf,
  tell,
  type CommandContext,
  type LifecycleEvent,
  type Transition,
} from '@tlmkit/core'
import { laStakeKinds } from '../claims.js'
import { operatorWorks, type OperatorState } from '../operators/OperatorState.js'
import { stakeParamsOf } from '../params.js'
import { sumOf } from '../slash/planSlash.js'
import { slashStake, type SlashedStake } from '../slash/slashStake.js'
import { use } from './acceptCommand.js'
import { operatorOf } from './operatorOf.js'
import type { ActiveTask, SubmittedTask, TaskState } from './TaskState.js'
import { withMiss } from './withMiss.js'

interface Failure {
  readonly status: 'missed' | 'faulted'
  /** Base units. */
  readonly penalty: bigint
  /** Height in blocks. */
  readonly faultHeight: bigint
}

/** How tasks fail, for a denomination. */
export type FailTask = (
  context: CommandContext,
  task: ActiveTask | SubmittedTask,
  failure: Failure,
) => Transition<TaskState>

/**
 * Ends a task by its operator's fault: the fee goes back to the requester and the penalty to its
 * split; what is not taken of the bind is freed.
 *
 * Rule: the penalty is taken from the bind and, beyond it, from free stake; never from what other
 * work binds. What cannot be taken is a debt.
 * Units: base units.
 * Source: spec/stake.md, "Money".
 */
export function failTask(denomination: string): FailTask {
  return (context, task, failure) => {
    const { height, work, balance } = context
    const { operator: id, bind, requester, fee } = task
    const present = operatorOf(context, task)
    const { delegatorsShareLoss } = stakeParamsOf(context.params)
    const free = balance(accountOf('operator', id, 'free'), denomination) + present.joined
    const slashed = slashStake(context, present, {
      amount: failure.penalty,
      faultHeight: failure.faultHeight,
      activeMax: bind + free,
      delegatorsShareLoss,
    })
    const { taken } = slashed.plan
    const bond = taken < bind ? taken : bind
    const penaltyFrom = accountOf('penalty', work, 'locked')
    const row = { bond, extra: taken - bond, release: bind - bond, penaltyFrom }
    const after = afterFailure(context, { task, failure, operator: slashed.operator })
    return {
      state: { status: failure.status },
      claims: [
        ...present.claims,
        ...slashed.claims,
        claimOf(laStakeKinds['stake-penalties'], { task: work, height, operator: id, ...row }),
        claimOf(laStakeKinds['fee-refunds'], { task: work, height, requester, fee }),
      ],
      tells: [...present.tells, ...slashed.tells, tell(operatorWorks, id, () => after)],
      events: eventsOf(context, { task, slashed, after }),
    }
  }
}

interface After {
  readonly task: ActiveTask | SubmittedTask
  readonly failure: Failure
  readonly operator: OperatorState
}

/** A miss frees the place of the task, and may jail. */
function afterFailure(context: CommandContext, { task, failure, operator }: After): OperatorState {
  if (failure.status === 'faulted') return operator
  const missed = withMiss(operator, context.height, stakeParamsOf(context.paramsNow))
  return use(missed, task.type, -1n)
}

interface Told {
  readonly task: ActiveTask | SubmittedTask
  readonly slashed: SlashedStake
  readonly after: OperatorState
}

function eventsOf(
  { work, height }: CommandContext,
  { task, slashed, after }: Told,
): readonly LifecycleEvent[] {
  const { operator } = task
  const { plan } = slashed
  const fields = {
    ...{ operator, task: work, own: plan.own, ownThawing: sumOf(plan.ownThaws) },
    ...{ pool: plan.pool, thawing: sumOf(plan.delegatedThaws), debt: plan.short },
  }
  const until = after.jailedUntil
  const isJailed = until !== null && until !== slashed.operator.jailedUntil && until > height
  return [
    { event: 'operator-slashed', fields },
    ...(isJailed ? [{ event: 'operator-jailed', fields: { operator, until } }] : []),
  ]
}
