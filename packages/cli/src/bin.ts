#!/usr/bin/env node
import { createProcessIo } from './io/createProcessIo.js'
import { holdYoungMemory } from './io/holdYoungMemory.js'
import { toOutputError } from './io/toOutputError.js'
import { errorText } from './rendering/errorText.js'
import { runCli } from './runCli.js'
import { exitCodeOf } from './commands/exitCodeOf.js'

holdYoungMemory()
const io = createProcessIo()
process.exitCode = await runCli(process.argv.slice(2), io)
const failure = await io.flush()
if (failure !== undefined) {
  const error = toOutputError(failure, io.written)
  io.stderr.write(errorText(io, error))
  process.exitCode = exitCodeOf(error)
}
