export type { ParamMeta } from './ParamMeta.js'
export { accountParam, type AccountParamOptions } from './accountParam.js'
export { amountParam, type AmountParamOptions } from './amountParam.js'
export { boundsText } from './boundsText.js'
export { choiceParam, type ChoiceParamOptions } from './choiceParam.js'
export { flagParam, type FlagParamOptions } from './flagParam.js'
export { idParam, type IdParamOptions } from './idParam.js'
export { idsParam, type IdsParamOptions } from './idsParam.js'
export { listParams, type ParamRow } from './listParams.js'
export type { NaturalInput } from './naturalParam.js'
export type { Param } from './paramSchema.js'
export {
  quantitiesParam,
  type Quantities,
  type QuantitiesInput,
  type QuantitiesParamOptions,
} from './quantitiesParam.js'
export { readParam } from './readParam.js'
export { showParam } from './showParam.js'
export { ratioParam, type RatioInput, type RatioParamOptions } from './ratioParam.js'
export {
  sharesParam,
  type Shares,
  type SharesInput,
  type SharesParamOptions,
} from './sharesParam.js'
export { unitsParam, type UnitsParamOptions } from './unitsParam.js'
