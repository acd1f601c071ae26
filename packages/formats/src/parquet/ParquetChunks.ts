import { ByteWriter, ParquetWriter, type ColumnSource, type SchemaElement } from 'hyparquet-writer'

/** A Parquet file whose bytes are taken row group by row group. */
export class ParquetChunks {
  readonly #bytes = new ByteWriter()
  readonly #file: ParquetWriter

  constructor(schema: readonly SchemaElement[]) {
    this.#file = new ParquetWriter({
      writer: this.#bytes,
      schema: [...schema],
      codec: 'SNAPPY',
      createdBy: 'tlmkit',
    })
  }

  /** The bytes of one row group. */
  encode(columns: readonly Pick<ColumnSource, 'name' | 'data'>[], rows: number): Uint8Array {
    // Offset indexes of all row groups would be held until the end.
    const columnData = columns.map((column) => ({ ...column, offsetIndex: false }))
    const waiting = this.#file.write({ columnData, rowGroupSize: Math.max(1, rows) })
    if (waiting !== undefined) throw new TypeError('the writer waits for nothing')
    return this.#take()
  }

  /** The bytes that end the file. */
  end(): Uint8Array {
    const waiting = this.#file.finish()
    if (waiting !== undefined) throw new TypeError('the writer waits for nothing')
    return this.#take()
  }

  #take(): Uint8Array {
    const bytes = this.#bytes.getBytes().slice()
    this.#bytes.index = 0
    return bytes
  }
}
