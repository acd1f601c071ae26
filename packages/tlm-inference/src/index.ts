export { billParams } from './params.js'
export { slashBurn } from './slashing/slashBurn.js'
export { slashedNodes, type SlashedNode } from './slashing/slashedNodes.js'
export { slashEvidence, type EvidenceState } from './slashing/slashEvidence.js'
export { slashKinds, type SlashKinds } from './slashing/slashKinds.js'
export {
  slashNode,
  type NodeSlash,
  type Offence,
  type SlashEnvironment,
} from './slashing/slashNode.js'
export { checkSlashParams, slashParams, type SlashParams } from './slashing/slashParams.js'
export { slashPipelines, type SlashPipelineOptions } from './slashing/slashPipelines.js'
export {
  plainSlashBook,
  type OwnSlash,
  type SlashableStake,
  type SlashStakeBook,
} from './slashing/SlashStakeBook.js'
export { takeOwnStake } from './slashing/takeOwnStake.js'
