import { pocket, POCKET_MAINNET_PARAMS } from '@tlmkit/presets'

/** Pocket's network with the parameter values of its main network. */
export default pocket({ params: POCKET_MAINNET_PARAMS })
