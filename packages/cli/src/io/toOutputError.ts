import { InputError } from '@tlmkit/core'
import { toFileError } from '../reading/toFileError.js'

/** The error for standard output that cannot be written. Files that were written stay. */
export function toOutputError(failure: Error, written: readonly string[]): InputError {
  const error = toFileError(failure, 'write', 'standard output')
  if (written.length === 0) return error
  return new InputError({
    code: 'output-lost',
    message: `What the command came to could not be told (${failure.message}), but it is done: ${written.join(', ')} ${written.length === 1 ? 'is' : 'are'} written.`,
    details: { written },
    cause: error,
  })
}
