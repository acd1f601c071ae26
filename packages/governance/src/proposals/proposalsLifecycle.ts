import { defineLifecycle, type Lifecycle } from '@tlmkit/core'
import { cancel } from './cancel.js'
import { execute } from './execute.js'
import { fail } from './fail.js'
import type { GovernanceEnvironment } from './GovernanceEnvironment.js'
import type { ProposalState } from './ProposalState.js'
import { propose } from './propose.js'
import { queue } from './queue.js'
import { vote } from './vote.js'

/**
 * The lifecycle `proposals`.
 *
 * Source: spec/governance.md, Proposal and Votes.
 */
export function proposalsLifecycle(
  environment: GovernanceEnvironment,
): Lifecycle<'proposals', ProposalState> {
  return defineLifecycle<ProposalState>()({
    name: 'proposals',
    commands: {
      propose: propose(environment),
      cancel: cancel(environment),
      vote,
      queue: queue(environment),
      execute: execute(environment),
      fail: fail(environment),
    },
  })
}
