import { isTlmkitError } from '@tlmkit/core'
import { CommandLineError } from './CommandLineError.js'

/** Reads a value of the command line: that it cannot be read is a fault of the command line. */
export function asUsage<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!isTlmkitError(error)) throw error
    const { message, details } = error
    throw new CommandLineError({ code: error.code, message, details, cause: error })
  }
}
