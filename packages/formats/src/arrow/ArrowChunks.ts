import {
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  makeData,
  type Data,
  type Field,
} from 'apache-arrow'

/** An Arrow IPC stream whose bytes are taken batch by batch. */
export class ArrowChunks extends RecordBatchStreamWriter {
  readonly #schema: Schema
  readonly #type: Struct
  #waiting: Uint8Array[] = []

  constructor(fields: readonly Field[]) {
    super()
    this.#schema = new Schema([...fields])
    this.#type = new Struct([...fields])
    this.reset(undefined, this.#schema)
  }

  /** The bytes of a batch, with what has to come before it. */
  encode(columns: readonly Data[], rows: number): Uint8Array {
    const span = { type: this.#type, length: rows, nullCount: 0 }
    const data = makeData({ ...span, children: [...columns] })
    this.write(new RecordBatch(this.#schema, data))
    return this.#take()
  }

  /** The bytes that end the stream. */
  end(): Uint8Array {
    this.finish()
    return this.#take()
  }

  protected override _write(chunk: ArrayBufferView): this {
    const { buffer, byteOffset, byteLength } = chunk
    if (byteLength > 0) this.#waiting.push(new Uint8Array(buffer, byteOffset, byteLength))
    this._position += byteLength
    return this
  }

  #take(): Uint8Array {
    const bytes = new Uint8Array(this.#waiting.reduce((sum, { length }) => sum + length, 0))
    let at = 0
    for (const chunk of this.#waiting) {
      bytes.set(chunk, at)
      at += chunk.length
    }
    this.#waiting = []
    return bytes
  }
}
