import { definePipeline, use, type Pipeline } from '@tlmkit/core'
import { adaptorReward } from './adaptorReward.js'
import { closeReward } from './closeReward.js'
import { nodeReward } from './nodeReward.js'
import { openReward } from './openReward.js'
import { rewardKinds } from './rewardKinds.js'
import { streamWeek } from './streamWeek.js'
import { voterPayout } from './voterPayout.js'

/**
 * The pipelines of the claim kinds of streams and rewards, by kind.
 *
 * @example defineNetwork({ kinds: rewardPipelines('DGAI'), ... })
 */
export function rewardPipelines(denomination: string): Readonly<Record<string, Pipeline>> {
  const kinds = rewardKinds(denomination)
  return {
    'stream-weeks': definePipeline(kinds['stream-weeks'], [use(streamWeek)]),
    'voter-payouts': definePipeline(kinds['voter-payouts'], [use(voterPayout)]),
    'reward-openings': definePipeline(kinds['reward-openings'], [use(openReward)]),
    'node-rewards': definePipeline(kinds['node-rewards'], [use(nodeReward)]),
    'adaptor-rewards': definePipeline(kinds['adaptor-rewards'], [use(adaptorReward)]),
    'reward-closings': definePipeline(kinds['reward-closings'], [use(closeReward)]),
  }
}
