export { POCKET_MAINNET_PARAMS } from './POCKET_MAINNET_PARAMS.js'
export {
  pocket,
  pocketMainnet,
  pocketNetwork,
  type PocketOptions,
  type PocketSettleTlm,
  type PocketSlashes,
} from './pocket.js'
export { pocketParams, type PocketParamsInput } from './pocketParams.js'
