export { readArrow } from './arrow/readArrow.js'
export { writeClaimsArrow } from './arrow/writeClaimsArrow.js'
export type { JournalTableName } from './journal/JournalTable.js'
export { writeJournalArrow } from './journal/writeJournalArrow.js'
export { writeJournalParquet } from './journal/writeJournalParquet.js'
export type { ParquetSource } from './parquet/readFooter.js'
export { readParquet } from './parquet/readParquet.js'
export { writeClaimsParquet } from './parquet/writeClaimsParquet.js'
export { parseJson } from './json/parseJson.js'
export { readNdjson, type NdjsonOptions } from './ndjson/readNdjson.js'
export type { RowBlock, RowBlocks } from './rows/RowBlock.js'
export { RowReader } from './rows/RowReader.js'
export { decodeRow } from './rows/decodeRow.js'
export {
  openRowsFile,
  readRowsFile,
  type ReadRowsOptions,
  type RowsFile,
} from './rows/readRowsFile.js'
export { rowsOf, type RowNames } from './rows/rowsOf.js'
export { writeRowsFile, type WriteRowsOptions } from './rows/writeRowsFile.js'
export type { RowOrder } from './sort/RowOrder.js'
export type { RunFile, RunStore } from './sort/RunStore.js'
export { checkOrder } from './sort/checkOrder.js'
export { fileRuns } from './sort/fileRuns.js'
export { SORT_MEMORY_BYTES, sortRows, type SortOptions } from './sort/sortRows.js'
