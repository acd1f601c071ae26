import { InputError } from '@tlmkit/core'
import { existsSync, readdirSync } from 'node:fs'
import { toFileError } from '../reading/toFileError.js'
import { isTemporary } from './leftovers.js'

/**
 * Refuses a folder that has something in it, but for what a killed command left unfinished.
 *
 * Errors: `out-exists`.
 */
export function assertFreshFolder(path: string, shown: string): void {
  if (!existsSync(path)) return
  let names: readonly string[]
  try {
    names = readdirSync(path)
  } catch (error) {
    throw toFileError(error, 'write to', shown)
  }
  if (names.every(isTemporary)) return
  throw new InputError({
    code: 'out-exists',
    message: `${shown} has files in it already: name a folder that is new or empty.`,
    details: { path: shown },
  })
}
