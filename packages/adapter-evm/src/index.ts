export { evmSwitchSignatures } from './switches/evmSwitchSignatures.js'
export {
  hashSwitchOrder,
  SWITCH_ORDER_TYPES,
  switchOrderData,
  type SwitchDomain,
} from './switches/switchOrder.js'
