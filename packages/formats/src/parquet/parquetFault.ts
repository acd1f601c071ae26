import { InputError, isTlmkitError } from '@tlmkit/core/rows'

/** The error of a file that is no Parquet, or was damaged. */
export function parquetInvalid(where: string, why: string): InputError {
  return new InputError({
    code: 'parquet-invalid',
    message: `${where}: ${why}: copy the file again whole, or write it again as Parquet.`,
    details: { where },
  })
}

export function parquetUnsupported(where: string, why: string): InputError {
  return new InputError({
    code: 'parquet-unsupported',
    message: `${where}: ${why}.`,
    details: { where },
  })
}

/** Runs a reader of untrusted bytes: whatever it trips over becomes `parquet-invalid`. */
export function guardParquet<T>(where: string, what: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (isTlmkitError(error)) throw error
    const why = error instanceof Error ? error.message : String(error)
    throw parquetInvalid(where, `the ${what} cannot be read (${why})`)
  }
}
