import { isTlmkitError } from '@tlmkit/core'
import { CommandLineError } from '../arguments/CommandLineError.js'
import type { ExitCode } from '../arguments/Command.js'

const LATER = new Set(['disk-full', 'file-busy'])

/** 2 for a command line that is not understood, 75 for what may work later, else 1. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CommandLineError) return 2
  return isTlmkitError(error) && LATER.has(error.code) ? 75 : 1
}
