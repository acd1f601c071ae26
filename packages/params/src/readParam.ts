import { InputError } from '@tlmkit/core'
import type { ParamMeta } from './ParamMeta.js'
import { namedParts, textParts } from './textParts.js'

/**
 * Reads the value of a parameter from text, as a command or a command line has it.
 *
 * Rule: numbers, words, names and accounts stand as they are; a flag is `true` or `false`; lists are
 * separated by commas: `a, b`, and shares and quantities by member: `supplier 0.7, dao 0.3`. A comma
 * within a name is written `\,`, a backslash `\\`. The value comes as a params file would have it:
 * its schema says whether it is in bounds. `showParam` writes it back.
 * Errors: `param-text-invalid`.
 * @example readParam({ kind: 'shares', ... }, 'supplier 0.7, dao 0.3') // { supplier: '0.7', ... }
 */
export function readParam(meta: Pick<ParamMeta, 'kind'>, text: string, where = 'value'): unknown {
  return readers[meta.kind](text, where)
}

type Reader = (text: string, where: string) => unknown

const asWritten: Reader = (text) => text

const readers: Readonly<Record<ParamMeta['kind'], Reader>> = {
  ratio: asWritten,
  units: asWritten,
  amount: asWritten,
  account: asWritten,
  id: asWritten,
  choice: asWritten,
  flag: readFlag,
  ids: (text) => textParts(text),
  shares: readNamed,
  quantities: readNamed,
}

function readFlag(text: string, where: string): boolean {
  if (text === 'true' || text === 'false') return text === 'true'
  throw refuse(where, `"${text}" is neither true nor false`, 'write true or false')
}

function readNamed(text: string, where: string): Readonly<Record<string, string>> {
  const parts = namedParts(text)
  const names = parts.map(([name]) => name)
  for (const [index, [name, number]] of parts.entries()) {
    if (name === '') {
      throw refuse(where, `"${number}" has no name`, 'write a name and a number: supplier 0.7')
    }
    if (names.indexOf(name) !== index) {
      throw refuse(where, `"${name}" stands twice`, 'give each name once')
    }
  }
  return Object.fromEntries(parts)
}

function refuse(where: string, found: string, right: string): InputError {
  return new InputError({
    code: 'param-text-invalid',
    message: `${where}: ${found}: ${right}.`,
    details: { where, found },
  })
}
