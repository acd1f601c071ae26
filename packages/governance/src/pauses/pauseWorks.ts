import { defineLifecycle, type CommandContext } from '@tlmkit/core'

/** The last pause of a lifecycle. */
export type PauseState = {
  /** First second of it, and the first after it. */
  readonly from: bigint
  readonly until: bigint
}

/** Pauses, by lifecycle, to look at; `pausesLifecycle` has their commands. */
export const pauseWorks = defineLifecycle<PauseState>()({ name: 'pauses', commands: {} })

/** Whether a guardian has paused new work of a lifecycle: a pause ends by itself. */
export function isPausedByGuardian(
  { peek, time }: Pick<CommandContext, 'peek' | 'time'>,
  lifecycle: string,
): boolean {
  const pause = peek(pauseWorks, lifecycle)
  return pause !== undefined && time < pause.until
}
