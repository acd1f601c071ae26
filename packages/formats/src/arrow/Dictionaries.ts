import { InputError } from '@tlmkit/core/rows'
import type { TextVector } from '../vectors/Vector.js'

/** The texts of one dictionary. */
export type DictionaryTexts = Pick<TextVector, 'bytes' | 'starts' | 'ends' | 'rows'>

/** Texts of a dictionary that grows: room is doubled, so that many small additions stay cheap. */
export class GrowingTexts {
  #bytes = new Uint8Array(0)
  #starts = new Int32Array(0)
  #ends = new Int32Array(0)
  #length = 0
  #rows = 0

  get texts(): DictionaryTexts {
    return { bytes: this.#bytes, starts: this.#starts, ends: this.#ends, rows: this.#rows }
  }

  append({ bytes, starts, ends, rows }: DictionaryTexts): void {
    if (this.#length + bytes.length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + bytes.length))
      grown.set(this.#bytes.subarray(0, this.#length))
      this.#bytes = grown
    }
    if (this.#rows + rows > this.#starts.length) {
      const room = Math.max(this.#starts.length * 2, this.#rows + rows)
      this.#starts = growInts(this.#starts, room)
      this.#ends = growInts(this.#ends, room)
    }
    this.#bytes.set(bytes, this.#length)
    for (let row = 0; row < rows; row++) {
      this.#starts[this.#rows + row] = this.#length + (starts[row] ?? 0)
      this.#ends[this.#rows + row] = this.#length + (ends[row] ?? 0)
    }
    this.#length += bytes.length
    this.#rows += rows
    if (this.#length > 0x7fff_ffff) throw new RangeError('a dictionary is longer than 2 GiB')
  }
}

function growInts(values: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(length)
  grown.set(values)
  return grown
}

/** The dictionaries of a file by their ids, as its batches define them. */
export class Dictionaries {
  readonly #where: string
  readonly #known: ReadonlySet<bigint>
  readonly #texts = new Map<bigint, GrowingTexts>()

  /** `known`: the ids that the schema names. */
  constructor(known: ReadonlySet<bigint>, where: string) {
    this.#known = known
    this.#where = where
  }

  /** Sets a dictionary, or adds to it. Errors: `arrow-invalid`. */
  define(id: bigint, texts: DictionaryTexts, isDelta: boolean): void {
    if (!this.#known.has(id)) throw new RangeError(`no column uses dictionary ${id}`)
    const before = isDelta ? this.#texts.get(id) : new GrowingTexts()
    if (before === undefined) throw new RangeError(`dictionary ${id} is added to before it is set`)
    before.append(texts)
    this.#texts.set(id, before)
  }

  /** Errors: `arrow-invalid`. */
  of(id: bigint): DictionaryTexts {
    const found = this.#texts.get(id)
    if (found !== undefined) return found.texts
    throw new InputError({
      code: 'arrow-invalid',
      message: `${this.#where}: dictionary ${id} is used before it is set: write the file again.`,
      details: { where: this.#where },
    })
  }
}
