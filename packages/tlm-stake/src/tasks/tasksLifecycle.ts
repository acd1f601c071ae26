import { defineLifecycle, type CommandContext, type Lifecycle } from '@tlmkit/core'
import { acceptCommand } from './acceptCommand.js'
import { cancelCommand } from './cancelCommand.js'
import { challengeCommand, type FaultCheck } from './challengeCommand.js'
import { demandResultCommand } from './demandResultCommand.js'
import { failTask } from './failTask.js'
import { failUnrevealedCommand } from './failUnrevealedCommand.js'
import { missCommand } from './missCommand.js'
import { offerCommand } from './offerCommand.js'
import { releaseCommand } from './releaseCommand.js'
import { revealResultCommand } from './revealResultCommand.js'
import { startCommand } from './startCommand.js'
import { submitCommand } from './submitCommand.js'
import { taskWorks, type TaskState } from './TaskState.js'
import { verifyCommand } from './verifyCommand.js'
import { withdrawOfferCommand } from './withdrawOfferCommand.js'

/** What a network may have its own say in. */
export interface TaskOptions {
  readonly denomination: string
  /** Who may not accept tasks besides those in jail. */
  readonly isWatchlisted: (context: CommandContext, operator: string) => boolean
  /** Judges evidence of anybody but the verifier. */
  readonly isFault: FaultCheck
}

/** The lifecycle of tasks: work = task id. Source: spec/stake.md, "Tasks". */
export function tasksLifecycle(options: TaskOptions): Lifecycle<'stake-tasks', TaskState> {
  const fail = failTask(options.denomination)
  return defineLifecycle<TaskState>()({
    name: taskWorks.name,
    commands: {
      offer: offerCommand,
      withdrawOffer: withdrawOfferCommand,
      accept: acceptCommand(options.isWatchlisted),
      start: startCommand,
      cancel: cancelCommand,
      submit: submitCommand,
      verify: verifyCommand,
      demandResult: demandResultCommand,
      revealResult: revealResultCommand,
      failUnrevealed: failUnrevealedCommand(fail),
      challenge: challengeCommand(options.isFault, fail),
      release: releaseCommand,
      miss: missCommand(fail),
    },
  })
}
