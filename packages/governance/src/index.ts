export {
  createImpactRecorder,
  type ImpactRecorder,
  type ImpactRecorderOptions,
  type RecordedSettlement,
} from './impact/createImpactRecorder.js'
export { impactOf, type ImpactOptions } from './impact/impactOf.js'
export type {
  AccountImpact,
  Change,
  DenominationImpact,
  Impact,
  PoolImpact,
  RatioChange,
} from './impact/Impact.js'
export type { ImpactRun, PoolCourse } from './impact/ImpactRun.js'
export { giniOf, topShareOf } from './impact/inequality.js'
export {
  impactReport,
  type ImpactRange,
  type ImpactReportOptions,
  type PastSettlement,
} from './impact/impactReport.js'
