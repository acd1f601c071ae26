import { claimOf, defineCommand, id, reject, tell, type CommandContext } from '@tlmkit/core'
import { laStakeKinds } from '../claims.js'
import { operatorWorks, type OperatorState } from '../operators/OperatorState.js'
import { presentOperator } from '../pool/presentOperator.js'
import type { TaskState } from './TaskState.js'

/**
 * An operator accepts a task; ceil(fee x bindRatio) is bound.
 *
 * Rule: `isWatchlisted` says who may not accept besides those in jail.
 * Errors: `unknown-operator`, `unknown-task`, `not-offered`, `jailed-or-watchlisted`,
 * `deadline-past`, `capacity-reached`, `debt-outstanding`, `own-stake-short`, `free-stake-short`.
 */
export function acceptCommand(
  isWatchlisted: (context: CommandContext, operator: string) => boolean,
) {
  return defineCommand<TaskState>()({
    columns: { operator: id('operator') },
    codes: [
      ...['unknown-operator', 'unknown-task', 'not-offered', 'jailed-or-watchlisted'],
      ...['deadline-past', 'capacity-reached', 'debt-outstanding', 'own-stake-short'],
      'free-stake-short',
    ],
    reduce(task, { operator }, context) {
      const present = presentOperator(context, operator)
      if (present === undefined) return reject('unknown-operator')
      if (task === undefined) return reject('unknown-task')
      if (task.status !== 'offered') return reject('not-offered')
      const { state } = present
      const { height, work } = context
      if (state.jailedUntil !== null || isWatchlisted(context, operator)) {
        return reject('jailed-or-watchlisted')
      }
      if (height > task.deadline) return reject('deadline-past')
      if (!hasRoom(state, task.type)) return reject('capacity-reached')
      if (state.debt > 0n) return reject('debt-outstanding')
      const row = { task: work, height, operator, fee: task.fee, own: state.own }
      return {
        state: task,
        claims: [...present.claims, claimOf(laStakeKinds['task-binds'], row)],
        tells: [...present.tells, tell(operatorWorks, operator, () => use(state, task.type, 1n))],
        settled: (outcomes) => {
          const bind = outcomes.at(-1)?.returned['bind'] ?? 0n
          return { state: { ...task, status: 'accepted', operator, bind } }
        },
      }
    },
  })
}

function hasRoom({ capacity }: OperatorState, type: string): boolean {
  const found = capacity.find((each) => each.type === type)
  return found !== undefined && found.used < found.max
}

/** An operator with one task more, or less, of a prover type. */
export function use(state: OperatorState, type: string, change: 1n | -1n): OperatorState {
  const capacity = state.capacity
    .map((each) => (each.type === type ? { ...each, used: each.used + change } : each))
    .filter(({ used, max }) => used > 0n || max > 0n)
  return { ...state, capacity }
}
