import { Utf8, Vector, makeData, type Data, type Dictionary, type Int32 } from 'apache-arrow'

const UTF8 = new TextEncoder()

/** Collects the texts of one column of a batch. */
export class TextColumn {
  #bytes = new Uint8Array(4096)
  #length = 0
  readonly #offsets: number[] = [0]

  get rows(): number {
    return this.#offsets.length - 1
  }

  add(text: string): void {
    // A unit of UTF-16 takes at most 3 bytes of UTF-8.
    this.#room(text.length * 3)
    this.#length += UTF8.encodeInto(text, this.#bytes.subarray(this.#length)).written
    this.#offsets.push(this.#length)
  }

  addBytes(bytes: Uint8Array): void {
    this.#room(bytes.length)
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.length
    this.#offsets.push(this.#length)
  }

  toData(nulls?: Nulls): Data<Utf8> {
    return makeData({
      type: new Utf8(),
      length: this.rows,
      nullCount: nulls?.count ?? 0,
      nullBitmap: nulls?.bitmap ?? null,
      valueOffsets: Int32Array.from(this.#offsets),
      data: this.#bytes.slice(0, this.#length),
    })
  }

  #room(length: number): void {
    if (this.#length + length <= this.#bytes.length) return
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + length))
    grown.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = grown
  }
}

/** Which rows of a column are null. */
export interface Nulls {
  readonly count: number
  /** A bit per row, least significant first: 1 is a value. */
  readonly bitmap: Uint8Array
}

/** Collects the texts of one column of a batch, each different one once. */
export class DictionaryColumn {
  readonly #entries = new TextColumn()
  readonly #known = new Map<string, number>()
  readonly #indices: number[] = []

  add(text: string): void {
    let index = this.#known.get(text)
    if (index === undefined) {
      index = this.#known.size
      this.#known.set(text, index)
      this.#entries.add(text)
    }
    this.#indices.push(index)
  }

  toData(type: Dictionary<Utf8, Int32>): Data<Dictionary<Utf8, Int32>> {
    return makeData({
      type,
      length: this.#indices.length,
      nullCount: 0,
      data: Int32Array.from(this.#indices),
      dictionary: new Vector([this.#entries.toData()]),
    })
  }
}
