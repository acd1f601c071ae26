export { blocks, recordedHash, type BlockState } from './blockHashes.js'
export {
  dgrid,
  dgridDirectNetwork,
  dgridNetwork,
  type DgridOptions,
  type DgridProfile,
} from './dgrid.js'
export { dgridParams, type DgridParamsInput } from './dgridParams.js'
export { ed25519Signatures, type Ed25519Options } from './ed25519Signatures.js'
export { ed25519SwitchSignatures, switchMessageHex } from './ed25519SwitchSignatures.js'
export { POCKET_MAINNET_PARAMS } from './POCKET_MAINNET_PARAMS.js'
export {
  lagrangeMemory,
  lagrangeMemoryNetwork,
  type LagrangeMemoryOptions,
} from './lagrangeMemory.js'
export { lagrangeMemoryParams, type LagrangeMemoryParamsInput } from './lagrangeMemoryParams.js'
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
