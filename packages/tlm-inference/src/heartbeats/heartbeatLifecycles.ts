import { defineLifecycle, type Lifecycle } from '@tlmkit/core'
import { slashedNodes } from '../slashing/slashedNodes.js'
import { slashEvidence } from '../slashing/slashEvidence.js'
import { slashKinds } from '../slashing/slashKinds.js'
import { plainSlashBook, type SlashStakeBook } from '../slashing/SlashStakeBook.js'
import { heartbeat } from './heartbeat.js'
import { heartbeatWeeks } from './heartbeatWeeks.js'
import { nodeWatches, type NodeWatch } from './nodeWatches.js'
import { reportDowntime } from './reportDowntime.js'
import { retire } from './retire.js'

export interface HeartbeatOptions {
  readonly denomination: string
  /** The network's stake; without one, all stake is a node's own. */
  readonly stake?: SlashStakeBook
}

/**
 * The lifecycles of heartbeats and slashes, all of which a network takes.
 *
 * @example defineNetwork({ lifecycles: heartbeatLifecycles({ denomination: 'DGAI' }), ... })
 */
export function heartbeatLifecycles({
  denomination,
  stake = plainSlashBook(denomination),
}: HeartbeatOptions): readonly Lifecycle[] {
  const environment = { kinds: slashKinds(denomination), stake }
  const watches = defineLifecycle<NodeWatch>()({
    name: nodeWatches.name,
    commands: {
      heartbeat: heartbeat(environment),
      reportDowntime: reportDowntime(environment),
      retire: retire(environment),
    },
  })
  return [watches, heartbeatWeeks, slashEvidence, slashedNodes]
}
