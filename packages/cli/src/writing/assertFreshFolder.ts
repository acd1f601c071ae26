import { InputError } from '@tlmkit/core'
import { existsSync, readdirSync } from 'node:fs'
import { toFileError } from '../reading/toFileError.js'

/** Refuses a folder that has something in it. Errors: `out-exists`. */
export function assertFreshFolder(path: string, shown: string): void {
  if (!existsSync(path)) return
  let names: readonly string[]
  try {
    names = readdirSync(path)
  } catch (error) {
    throw toFileError(error, 'write to', shown)
  }
  if (names.length === 0) return
  throw new InputError({
    code: 'out-exists',
    message: `${shown} has files in it already: name a folder that is new or empty.`,
    details: { path: shown },
  })
}
