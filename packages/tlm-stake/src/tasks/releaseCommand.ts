import { accountOf, claimOf, defineCommand, reject, tell } from '@tlmkit/core'
import { laStakeKinds } from '../claims.js'
import { operatorWorks } from '../operators/OperatorState.js'
import { stakeParamsOf } from '../params.js'
import { operatorOf } from './operatorOf.js'
import { isVerified, type TaskState } from './TaskState.js'

/**
 * Anybody releases a task once it can no longer be challenged: the fee goes to the operator as a
 * reward, the bind is freed.
 *
 * Errors: `unknown-task`, `not-verified`, `too-early`.
 */
export const releaseCommand = defineCommand<TaskState>()({
  columns: {},
  codes: ['unknown-task', 'not-verified', 'too-early'],
  reduce(task, _command, context) {
    if (task === undefined) return reject('unknown-task')
    const { height, work } = context
    if (!isVerified(task, height)) return reject('not-verified')
    const { taskChallengeWindow } = stakeParamsOf(context.params)
    if (height < task.verifiedAt + taskChallengeWindow) return reject('too-early')
    const { operator, fee, bind } = task
    const present = operatorOf(context, task)
    const { own, pool, debt, shares } = present.state
    const reward = claimOf(laStakeKinds['task-rewards'], {
      ...{ task: work, height, operator, fee, release: bind, own, pool, debt },
      hasShares: shares > 0n,
      penaltyFrom: accountOf('penalty', work, 'locked'),
    })
    const state: TaskState = { status: 'released' }
    return {
      state,
      claims: [...present.claims, reward],
      tells: present.tells,
      settled: (outcomes) => {
        const { ownPart = 0n, poolPart = 0n, penalty = 0n } = outcomes.at(-1)?.returned ?? {}
        const rewarded = { own: own + ownPart, pool: pool + poolPart, debt: debt - penalty }
        return {
          state,
          tells: [tell(operatorWorks, operator, () => ({ ...present.state, ...rewarded }))],
        }
      },
    }
  },
})
