import { definePipeline, use, type Pipeline, type Use } from '@tlmkit/core'
import { slashKinds } from './slashKinds.js'
import { takeOwnStake } from './takeOwnStake.js'

export interface SlashPipelineOptions {
  readonly denomination: string
  /** TLMs that split `penalty` out of the account `penaltyFrom`, to the last unit. */
  readonly penaltySplit: readonly Use[]
}

/**
 * The pipelines of the claim kinds of slashes, by kind.
 *
 * @example slashPipelines({ denomination: 'DGAI', penaltySplit: [use(slashBurn)] })
 */
export function slashPipelines({
  denomination,
  penaltySplit,
}: SlashPipelineOptions): Readonly<Record<string, Pipeline>> {
  const kinds = slashKinds(denomination)
  const chain: Use[] = [use(takeOwnStake), ...penaltySplit]
  return { 'node-slashes': definePipeline(kinds['node-slashes'], chain) }
}
