export { POCKET_MAINNET_PARAMS } from './POCKET_MAINNET_PARAMS.js'
export {
  lagrangeMicrotask,
  lagrangeMicrotaskNetwork,
  type LagrangeMicrotaskOptions,
} from './lagrangeMicrotask.js'
export {
  lagrangeMicrotaskParams,
  type LagrangeMicrotaskParamsInput,
} from './lagrangeMicrotaskParams.js'
export {
  pocket,
  pocketMainnet,
  pocketNetwork,
  type PocketOptions,
  type PocketSettleTlm,
  type PocketSlashes,
} from './pocket.js'
export { pocketParams, type PocketParamsInput } from './pocketParams.js'
