export { clawback } from './clawback.js'
export { compensate } from './compensate.js'
export { compensateTreasury } from './compensateTreasury.js'
export {
  insuranceFigures,
  type CauseFigures,
  type FiguresOptions,
  type InsuranceFigures,
} from './insuranceFigures.js'
export { payInsuranceSurplus } from './payInsuranceSurplus.js'
export { insuranceParams, payoutParams, surplusParams, treasuryPayoutParams } from './params.js'
export { penaltySplit } from './penaltySplit.js'
