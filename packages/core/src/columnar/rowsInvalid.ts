import { InputError } from '../errors/InputError.js'
import {
  READ_ENDS_EARLY,
  READ_TEXT_INVALID,
  READ_TOO_MANY_ITEMS,
  READ_TRUTH_INVALID,
  READ_VALUE_UNKNOWN,
} from './rowLayout.js'

/** The error for row bytes that a kernel could not read. `fault`: why, READ_. */
export function rowsInvalid(fault: number, where: string, column: string): InputError {
  const why = FAULTS[fault] ?? 'it cannot be read'
  return new InputError({
    code: 'rows-invalid',
    message: `${where}, column ${column}: ${why}.`,
    details: { where, column },
  })
}

const FAULTS: Readonly<Record<number, string>> = {
  [READ_ENDS_EARLY]: 'its bytes end early',
  [READ_TEXT_INVALID]: 'its text is not what the column takes',
  [READ_TRUTH_INVALID]: 'a flag is 0 or 1',
  [READ_VALUE_UNKNOWN]: 'it is not one of the values of the column',
  [READ_TOO_MANY_ITEMS]: 'its list is longer than the column allows',
}
