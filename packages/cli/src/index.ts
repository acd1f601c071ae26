export type { CliIo, CliStream } from './io/CliIo.js'
export type { ExitCode } from './arguments/Command.js'
export { holdYoungMemory } from './io/holdYoungMemory.js'
export { runCli } from './runCli.js'
export { openClaims, type ClaimBlocks, type ClaimFormat } from './reading/openClaims.js'
export type { OnBytes } from './reading/fileChunks.js'
export type { FileName } from './reading/readBytes.js'
export type { ClaimSource, OnRows, SortPlace } from './streaming/orderedBlocks.js'
export {
  settleStreamed,
  type StreamedResult,
  type StreamedSettlement,
} from './streaming/settleStreamed.js'
export type { PhaseTimes, StreamPhase } from './streaming/Stopwatch.js'
export type { FileTarget } from './writing/StagedFiles.js'
