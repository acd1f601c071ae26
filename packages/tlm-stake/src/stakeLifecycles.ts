import type { Lifecycle } from '@tlmkit/core'
import { operatorsLifecycle } from './operators/operatorsLifecycle.js'
import { delegationWorks } from './pool/DelegationState.js'
import { joinWorks } from './pool/JoinState.js'
import { tasksLifecycle, type TaskOptions } from './tasks/tasksLifecycle.js'
import { thawWorks } from './thaws/ThawState.js'

/**
 * The lifecycles of stake, all of which a network takes.
 *
 * Rule: without `isFault`, no evidence counts but the verifier's no; without `isWatchlisted`, nobody
 * is listed.
 * @example defineNetwork({ lifecycles: stakeLifecycles({ denomination: 'LA' }), ... })
 */
export function stakeLifecycles(options: Partial<TaskOptions> = {}): readonly Lifecycle[] {
  const { denomination = 'LA', isWatchlisted = () => false, isFault = () => false } = options
  return [
    tasksLifecycle({ denomination, isWatchlisted, isFault }),
    operatorsLifecycle(denomination),
    delegationWorks,
    thawWorks,
    joinWorks,
  ]
}
