export { hashDigests, hashMessages, hashNodes, sortDigests } from './keccak'
export { codedBytes, codeFault, codeFaultColumn, codeRows, touchedCodes } from './coder'
export { addCodes, resetCodes } from './codes'
export { kernel } from './kernel'
export {
  forgetKeys,
  keptAbove,
  newestHeight,
  noteKeys,
  refuseBehind,
  refuseRow,
  refuseSameKeys,
  setFinishedKept,
  setKeySlots,
} from './intake'
export { tables } from './machine'
export {
  readFault,
  readFaultColumn,
  readIsFull,
  readRows,
  rememberRow,
  startKind,
  touchedTexts,
} from './decode'
export { countEntries, encodeRows, setFinishedEntries } from './journal'
export { applyRows } from './apply'
export { postColumns } from './postings'
export { runColumns } from './rows'
export { openBlock, resumeRows, setFinishedHeads, startBlock } from './state'
export { intern, rehash, resetTexts, textBytes, textCount } from './texts'
export { setRatioTable } from './ratio'

/** First byte of the memory that the kernels do not use themselves. */
export function heapBase(): u32 {
  return u32(__heap_base)
}
