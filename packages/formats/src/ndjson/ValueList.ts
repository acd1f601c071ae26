import { ByteWriter, type OneOfColumn } from '@tlmkit/core/rows'
import { viewOf } from '../rows/RowsFile.js'
import { isOrdinaryText } from './byteClasses.js'
import { startsWith } from './words.js'

/** A value as a file writes it, in quotes, and as row bytes. */
export interface OneOfValue {
  readonly quoted: DataView
  readonly encoded: Uint8Array
}

/** Values shorter than this are left to the strict reader: they are no four bytes with quotes. */
const LENGTH_MIN = 2

/** The ordinary values of a oneOf column; the last one met is tried first. */
export class ValueList {
  readonly #values: readonly OneOfValue[]
  #last: OneOfValue | undefined

  constructor({ values }: OneOfColumn) {
    this.#values = values
      .filter((value) => value.length >= LENGTH_MIN && isOrdinaryText(value))
      .map((value) => ({
        quoted: viewOf(new TextEncoder().encode(`"${value}"`)),
        encoded: new ByteWriter().text(value).toBytes(),
      }))
    this.#last = this.#values[0]
  }

  /** The value that stands at a place, or undefined. */
  find(source: DataView, pos: number): OneOfValue | undefined {
    const last = this.#last
    if (last !== undefined && startsWith(last.quoted, source, pos)) return last
    const found = this.#values.find(({ quoted }) => startsWith(quoted, source, pos))
    if (found !== undefined) this.#last = found
    return found
  }
}
