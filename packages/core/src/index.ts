export {
  SUPPLY_BURN,
  SUPPLY_MINT,
  accountOf,
  isSupply,
  parseAccount,
  type AccountPath,
} from './accounts/Account.js'
export { ID_BYTES_MAX, parseId } from './accounts/parseId.js'
export { AMOUNT_MAX, parseAmount, toAmount, type Amount } from './amounts/Amount.js'
export { NumberText } from './amounts/NumberText.js'
export {
  ONE_RATIO,
  RATIO_BITS,
  ZERO_RATIO,
  addRatios,
  compareRatios,
  formatRatio,
  isRatio,
  parseRatio,
  ratioOf,
  timesRatio,
  type Ratio,
} from './amounts/Ratio.js'
export {
  allocate,
  type AllocateOptions,
  type Allocation,
  type DustRule,
} from './amounts/allocate.js'
export { compareBigints } from './amounts/compareBigints.js'
export { divide, gcd, mulDiv, remainderOf, type Rounding } from './amounts/division.js'
export { formatTokens, type Denomination } from './amounts/formatTokens.js'
export { parseNatural } from './amounts/parseNatural.js'
export { ByteWriter } from './bytes/ByteWriter.js'
export { compareByteArrays } from './bytes/compareByteArrays.js'
export { compareBytes } from './bytes/compareBytes.js'
export {
  LIST_ELEMENTS_MAX,
  account,
  amount,
  flag,
  id,
  list,
  oneOf,
  opaque,
  rate,
  ratio,
  text,
  units,
  type AccountColumn,
  type AmountColumn,
  type Cell,
  type Column,
  type Columns,
  type FlagColumn,
  type IdColumn,
  type ItemColumn,
  type ItemColumns,
  type ListColumn,
  type OneOfColumn,
  type OpaqueColumn,
  type RateColumn,
  type RatioColumn,
  type Row,
  type RowOf,
  type TextColumn,
  type UnitsColumn,
} from './claims/columns.js'
export {
  createRowCoder,
  type CodedRows,
  type NewTexts,
  type RowCoder,
  type RowCoding,
} from './columnar/RowCoder.js'
export {
  defer,
  defineClaimKind,
  type ClaimKind,
  type CollectContext,
  type Collected,
  type Deferral,
} from './claims/defineClaimKind.js'
export { defineTable, type Table } from './claims/defineTable.js'
export { encodeRow } from './claims/encodeRow.js'
export { compareKeys, keyOf, keyText } from './claims/keyOf.js'
export { parseCell, parseRow } from './claims/parseRow.js'
export { toRowOrder, type RowOrder, type RowOrderFacts } from './claims/rowOrder.js'
export {
  defineClose,
  useClose,
  type CloseContext,
  type CloseModule,
  type CloseMoves,
  type CloseUse,
  type Taker,
} from './close/defineClose.js'
export type { CommandClaim, CommandResult } from './commands/CommandResult.js'
export { createCommandRun, type CommandRun } from './commands/createCommandRun.js'
export { JournalReader } from './codec/JournalReader.js'
export { canonicalJson, jsonLine, type Json } from './codec/canonicalJson.js'
export {
  JournalFileReader,
  journalFileBlock,
  journalFileEnd,
  journalFileStart,
} from './codec/journalFile.js'
export { entryToJson, journalBlockToLines, parseEntry } from './codec/journalJson.js'
export { parseState } from './codec/parseState.js'
export { parseReceipt, receiptToJson } from './codec/receiptJson.js'
export { STATE_FORMAT, stateToJson } from './codec/stateToJson.js'
export { fromTaggedJson, toTaggedJson } from './codec/taggedJson.js'
export {
  describePipeline,
  type AccountPower,
  type PipelineDescription,
  type RemainderPower,
} from './describe/describePipeline.js'
export { formulaOf } from './describe/formula.js'
export type { PlannedMove } from './describe/movesOf.js'
export type { Dust } from './engine/Effects.js'
export type { Balances } from './engine/Ledger.js'
export {
  BaseError,
  isTlmkitError,
  type BaseErrorOptions,
  type ErrorDetails,
  type ErrorKind,
} from './errors/BaseError.js'
export { InputError } from './errors/InputError.js'
export { InvariantViolation } from './errors/InvariantViolation.js'
export { UsageError } from './errors/UsageError.js'
export { closest, didYouMean } from './errors/closest.js'
export {
  createCommandExplainer,
  createExplainer,
  type Explainer,
} from './explain/createExplainer.js'
export type {
  CheckStep,
  ExplainStep,
  Explanation,
  GroupStep,
  MoveStep,
  ValueStep,
} from './explain/Explanation.js'
export { explainPayee, type PayeeExplanation, type PayeeLine } from './explain/explainPayee.js'
export { Hasher, builtInSha256, type HashStream, type Sha256 } from './hashing/Sha256.js'
export type { PhaseName } from './hashing/Timings.js'
export { keccak256 } from './hashing/keccak256.js'
export {
  BLOCK_CLAIMS,
  FIRST_PREVIOUS,
  Journal,
  type JournalBlock,
  type SealedBlock,
} from './journal/Journal.js'
export type {
  EventValue,
  JournalEntry,
  JournalEvent,
  OutcomeStatus,
  Posting,
  TallyEntry,
} from './journal/JournalEntry.js'
export { RECEIPT_FORMAT, hashReceipt, type Receipt } from './journal/Receipt.js'
export { payoutProof, payoutRoot, type Payout } from './journal/payoutTree.js'
export {
  claimOf,
  defineCommand,
  defineLifecycle,
  tell,
  type ClaimDraft,
  type ClaimOutcome,
  type CommandContext,
  type CommandShape,
  type Lifecycle,
  type LifecycleEvent,
  type LifecycleState,
  type ParamsFault,
  type Tallied,
  type TalliedResult,
  type Tell,
  type Transition,
  type WorkName,
} from './lifecycle/defineLifecycle.js'
export {
  NETWORK_PARAMS,
  compileNetwork,
  type CompiledNetwork,
  type CompiledPipeline,
  type ParamSet,
} from './network/compileNetwork.js'
export {
  defineFollowUp,
  defineNetwork,
  floorOf,
  pipelinesOf,
  type FollowUp,
  type IsPaused,
  type Network,
  type NetworkDenomination,
  type PoolOptions,
} from './network/defineNetwork.js'
export { paramOwners, type ParamOwner } from './network/paramOwners.js'
export { route, type Route } from './network/route.js'
export type { SchemaInput, SchemaOutput, StandardSchema } from './params/StandardSchema.js'
export { parseParams, type ParamValues } from './params/parseParams.js'
export { SharedParam, shared } from './params/shared.js'
export { definePipeline, type Pipeline } from './pipeline/definePipeline.js'
export type { EventShapes, PureScope, SettleScope } from './rules/ClaimScope.js'
export type { Condition } from './rules/Condition.js'
export { PLAN_VERSION, type Plan, type PlanNode, type Stage, type Statement } from './rules/Plan.js'
export type { SymbolicAccount, SymbolicId, SymbolicOneOf } from './rules/SymbolicAccount.js'
export type { AnySymbolicAmount, SymbolicAmount } from './rules/SymbolicAmount.js'
export type { SymbolicList } from './rules/SymbolicList.js'
export type { SymbolicRate } from './rules/SymbolicRate.js'
export type { SymbolicRatio } from './rules/SymbolicRatio.js'
export { ratioOfUnits, type SymbolicUnits } from './rules/SymbolicUnits.js'
export {
  accountConstant,
  amountLike,
  amountOf,
  module,
  pool,
  ratioConstant,
  supply,
  unitsConstant,
  zero,
} from './rules/literals.js'
export { select, when } from './rules/select.js'
export type { SymbolicOf, SymbolicRow } from './rules/wrapColumn.js'
export {
  settle,
  type SettleInput,
  type SettleOptions,
  type SettleResult,
} from './settlement/settle.js'
export {
  createSettlementRun,
  type PushedRows,
  type RunOptions,
  type SettlementRun,
} from './settlement/createSettlementRun.js'
export { rowOrderFactsOf, rowOrderOf } from './settlement/rowOrderOf.js'
export type { Deferred, EngineName } from './settlement/Settlement.js'
export type { Presented } from './settlement/Tables.js'
export {
  initialState,
  type ParamsVersion,
  type SettledIds,
  type State,
  type Work,
} from './state/State.js'
export type { Phase } from './tlm/Phase.js'
export { API_VERSION, defineTlm, reject, type Rejection, type Tlm } from './tlm/defineTlm.js'
export { use, type Use } from './tlm/use.js'
