import { InputError, didYouMean, parseRow, type Column, type Columns } from '@tlmkit/core/rows'

/**
 * Finds the columns of a claim kind among those of a file: for each, in the declared order, which
 * one of `given` it is.
 *
 * Errors: `column-missing`, `column-unknown`, `column-twice`.
 */
export function matchColumns(
  columns: Columns,
  given: readonly string[],
  where: string,
): readonly number[] {
  const positions = new Map<string, number>()
  for (const [position, name] of given.entries()) {
    if (positions.has(name)) throw refuse('column-twice', where, `column "${name}" stands twice`)
    positions.set(name, position)
  }
  const matched = Object.entries(columns).map(([name, column]) => {
    const position = positions.get(name)
    if (position !== undefined) return position
    parseRow({ [name]: column }, {}, where)
    throw new TypeError(`a row without ${name} was accepted`)
  })
  for (const name of given) {
    if (Object.hasOwn(columns, name)) continue
    const near = didYouMean(name, Object.keys(columns))
    throw refuse('column-unknown', where, `there is no column "${name.slice(0, 80)}"`, near)
  }
  return matched
}

// What a column's cells can be written as, in the words of both formats.
const TEXT = 'text (Utf8, STRING)'
const WHOLE = `${TEXT} of decimal digits, an integer, a decimal without fraction, or 16 bytes big-endian`
const RIGHT: Readonly<Record<Column['type'], string>> = {
  amount: WHOLE,
  units: WHOLE,
  ratio: `${TEXT} such as "0.975" or "39/40"`,
  rate: `${TEXT} such as "0.975" or "39/40"`,
  flag: 'a boolean',
  oneOf: TEXT,
  id: TEXT,
  account: TEXT,
  opaque: `${TEXT} of lower case hex`,
  text: TEXT,
  list: 'a list of structs',
}

/** The error of a column whose type in the file cannot hold the cells. */
export function columnTypeInvalid(
  { type }: Column,
  called: string,
  where: string,
): InputError {
  return refuse('column-type-invalid', where, `${called} is not read as ${type}: write ${RIGHT[type]}`)
}

function refuse(code: string, where: string, why: string, hint = ''): InputError {
  return new InputError({ code, message: `${where}: ${why}.${hint}`, details: { where } })
}
