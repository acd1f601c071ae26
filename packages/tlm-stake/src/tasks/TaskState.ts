import { defineLifecycle } from '@tlmkit/core'

/** What a task was offered with. */
export type TaskTerms = {
  readonly requester: string
  readonly type: string
  /** Base units. */
  readonly fee: bigint
  /** Last height, in blocks, at which a result can be submitted. */
  readonly deadline: bigint
  readonly verifier: string
}

/** An operator's part in a task. */
type Accepted = TaskTerms & {
  readonly operator: string
  /** Base units bound for it. */
  readonly bind: bigint
}

/** A task whose result waits for the end of its challenge window. */
export type SubmittedTask = Accepted & {
  readonly status: 'submitted' | 'verified'
  /** Keccak-256 of the result's bytes, hex. */
  readonly hash: string
  readonly submittedAt: bigint
  /** Height from which it is verified; while `submitted`, when it will count as such. */
  readonly verifiedAt: bigint
  readonly demandedAt: bigint | null
  readonly isRevealed: boolean
}

/** A task that an operator has accepted and not answered. */
export type ActiveTask = Accepted & { readonly status: 'accepted' | 'started' }

/** A task. One that has ended keeps nothing but how. */
export type TaskState =
  | (TaskTerms & { readonly status: 'offered' })
  | ActiveTask
  | SubmittedTask
  | { readonly status: 'released' | 'withdrawn' | 'cancelled' | 'missed' | 'faulted' }

/** Names the lifecycle of tasks, for those that read its works. */
export const taskWorks = defineLifecycle<TaskState>()({ name: 'stake-tasks', commands: {} })

/** Whether an operator has accepted a task and not answered it. */
export function isActive(task: TaskState): task is ActiveTask {
  return task.status === 'accepted' || task.status === 'started'
}

/** Whether a result waits for the end of its challenge window. */
export function isSubmitted(task: TaskState): task is SubmittedTask {
  return task.status === 'submitted' || task.status === 'verified'
}

/** Whether a result is verified at a height: by a verdict, or for want of one in time. */
export function isVerified(task: TaskState, height: bigint): task is SubmittedTask {
  return isSubmitted(task) && (task.status === 'verified' || height >= task.verifiedAt)
}
