import { defineCommand, id, reject } from '@tlmkit/core'
import { stakeParamsOf } from '../params.js'
import { isSubmitted, type TaskState } from './TaskState.js'

/**
 * The requester or the verifier demands the result, once.
 *
 * Rule: until verifiedAt + challengeWindow - 2 revealWindow, so that a demand can still be failed.
 * Errors: `unknown-task`, `not-a-party`, `already-demanded`, `challenge-over` also for a task that
 * has ended, `too-early` before there is a result.
 */
export const demandResultCommand = defineCommand<TaskState>()({
  columns: { party: id('party') },
  codes: ['unknown-task', 'not-a-party', 'already-demanded', 'challenge-over', 'too-early'],
  reduce(task, { party }, context) {
    if (task === undefined) return reject('unknown-task')
    if (!('verifier' in task)) return reject('challenge-over')
    if (party !== task.requester && party !== task.verifier) return reject('not-a-party')
    if (!isSubmitted(task)) return reject('too-early')
    if (task.demandedAt !== null) return reject('already-demanded')
    const { taskChallengeWindow, taskRevealWindow } = stakeParamsOf(context.params)
    const end = task.verifiedAt + taskChallengeWindow - 2n * taskRevealWindow
    if (context.height >= end) return reject('challenge-over')
    return { state: { ...task, demandedAt: context.height } }
  },
})
