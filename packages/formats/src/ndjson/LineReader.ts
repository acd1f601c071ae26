import type { ClaimKind } from '@tlmkit/core'
import { decodeUtf8 } from '../json/decodeUtf8.js'
import { parseJson } from '../json/parseJson.js'
import { BlockBuilder } from '../rows/BlockBuilder.js'
import type { RowBlock } from '../rows/RowBlock.js'
import { toRowBytes } from '../rows/rowsOf.js'
import { NEWLINE, SPACE } from './byteClasses.js'
import { CellWriter } from './CellWriter.js'
import { RowScanner } from './RowScanner.js'

/**
 * Reads lines of JSON into blocks of row bytes: ordinary lines by a scanner, others by the strict
 * reader.
 */
export class LineReader {
  readonly #kind: ClaimKind
  readonly #name: string
  readonly #builder = new BlockBuilder()
  readonly #writer = new CellWriter()
  readonly #scanner: RowScanner | undefined
  #line = 0
  #hasContent = false

  constructor(kind: ClaimKind, name: string) {
    this.#kind = kind
    this.#name = name
    const { columns } = kind
    if (RowScanner.canScan(columns)) this.#scanner = new RowScanner(columns, this.#writer)
  }

  /** Whether there was anything but white space. */
  get hasContent(): boolean {
    return this.#hasContent
  }

  /** Lines read so far. */
  get lines(): number {
    return this.#line
  }

  /**
   * Reads whole lines, each with its newline, and gives the blocks that fill up.
   *
   * Errors: those of `parseJson` and `parseRow`, `file-not-utf8`; they name the line.
   */
  *read(source: Uint8Array, start: number, end: number): Generator<RowBlock> {
    this.#writer.readFrom(source)
    let pos = start
    while (pos < end) {
      pos = this.#fill(source, pos, end)
      if (this.#builder.isFull) yield this.#take()
    }
  }

  /** The rows that are left. */
  *rest(): Generator<RowBlock> {
    if (this.#builder.rows > 0) yield this.#take()
  }

  #take(): RowBlock {
    this.#hasContent = true
    return this.#builder.take()
  }

  /** Reads until the block is full; gives where the first line starts that was not read. */
  #fill(source: Uint8Array, start: number, end: number): number {
    const builder = this.#builder
    const writer = this.#writer
    let pos = start
    while (pos < end && !builder.isFull) {
      builder.reserve(builder.end)
      writer.bytes = builder.bytes
      writer.view = builder.view
      writer.at = builder.end
      const next = this.#scanner?.scanLine(pos) ?? -1
      if (next < 0) {
        const newline = source.indexOf(NEWLINE, pos)
        this.#readStrictly(source.subarray(pos, newline))
        pos = newline + 1
      } else if (writer.at > builder.bytes.length) {
        builder.reserve(writer.at)
        continue
      } else {
        builder.commit(writer.at)
        pos = next
      }
      this.#line += 1
    }
    return pos
  }

  #readStrictly(line: Uint8Array): void {
    if (line.every((byte) => byte <= SPACE)) {
      this.#hasContent ||= line.some((byte) => byte !== SPACE && !(byte >= 0x09 && byte <= 0x0d))
      return
    }
    const where = `${this.#name} line ${this.#line + 1}`
    const value = parseJson(decodeUtf8(line, where), where)
    this.#builder.append(toRowBytes(this.#kind, value, where))
  }
}
