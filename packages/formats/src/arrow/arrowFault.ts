import { InputError, isTlmkitError } from '@tlmkit/core/rows'

/** The error of a file that is no Arrow IPC, or was damaged. */
export function arrowInvalid(where: string, why: string): InputError {
  return new InputError({
    code: 'arrow-invalid',
    message: `${where}: ${why}: write the file again as an Arrow IPC stream or file.`,
    details: { where },
  })
}

export function arrowTruncated(where: string, why: string): InputError {
  return new InputError({
    code: 'arrow-truncated',
    message: `${where}: the file ends ${why}: copy or write it again whole.`,
    details: { where },
  })
}

export function arrowUnsupported(where: string, why: string): InputError {
  return new InputError({
    code: 'arrow-unsupported',
    message: `${where}: ${why}.`,
    details: { where },
  })
}

/** Runs a reader of untrusted bytes: whatever it trips over becomes `arrow-invalid`. */
export function guardArrow<T>(where: string, what: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (isTlmkitError(error)) throw error
    const why = error instanceof Error ? error.message : String(error)
    throw arrowInvalid(where, `the ${what} cannot be read (${why})`)
  }
}
