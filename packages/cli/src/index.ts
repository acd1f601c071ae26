export type { CliIo, CliStream } from './io/CliIo.js'
export type { ExitCode } from './arguments/Command.js'
export { runCli } from './runCli.js'
