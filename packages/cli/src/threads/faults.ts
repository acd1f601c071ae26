import { BaseError, isTlmkitError } from '@tlmkit/core/rows'
import type { Fault } from './messages.js'

/** An error as data that another thread can be told. */
export function toFault(error: unknown): Fault {
  const message = error instanceof Error ? error.message : String(error)
  if (!isTlmkitError(error)) return { coded: undefined, message, cause: error }
  const { kind, code, details, cause } = error
  return { coded: { kind, code, details }, message, cause }
}

/** The error that a thread told of. */
export function fromFault({ coded, message, cause }: Fault): Error {
  if (coded !== undefined) return new BaseError({ ...coded, message, cause })
  return cause instanceof Error ? cause : new Error(message, { cause })
}
