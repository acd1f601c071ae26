import { LeafValues } from './LeafValues.js'
import type { ParquetLeaf } from './bindParquet.js'
import type { Page, PageReader } from './PageReader.js'
import { readHybrid, widthOf } from './readHybrid.js'

/** The values of one column chunk, and the levels that say where they belong. */
export interface ChunkContent {
  readonly values: LeafValues
  /** One number per value or gap; undefined where all are there and none repeats. */
  readonly definitions: Uint8Array | undefined
  readonly repetitions: Uint8Array | undefined
  readonly count: number
}

/** Values of one column chunk: more than any writer puts into a row group. */
export const VALUES_MAX = 2 ** 24

interface ChunkShape {
  readonly leaf: ParquetLeaf
  readonly count: number
  readonly isList: boolean
}

/** Reads all pages of a column chunk. Throws a RangeError on what does not fit. */
export function readColumn(pages: PageReader, { leaf, count, isList }: ChunkShape): ChunkContent {
  const values = new LeafValues(leaf.element)
  const definitions = leaf.defined > 0 ? new Uint8Array(count) : undefined
  const repetitions = isList ? new Uint8Array(count) : undefined
  let read = 0
  while (read < count) {
    const page = pages.next()
    if (page.type === 'dictionary') {
      values.addDictionary(page.bytes, page.values, page.encoding)
      continue
    }
    if (page.values > count - read) throw new RangeError('a column has more values than it says')
    const levels = new PageLevels(page)
    if (repetitions !== undefined) repetitions.set(levels.read('repetition', 1), read)
    let present = page.values
    if (definitions !== undefined) {
      const level = levels.read('definition', leaf.defined)
      definitions.set(level, read)
      present = countOf(level, leaf.defined)
    }
    values.add(levels.rest(), present, page.encoding)
    read += page.values
  }
  return { values, definitions, repetitions, count }
}

/** The levels at the start of a data page, read one after another. */
class PageLevels {
  readonly #page: Extract<Page, { type: 'data' }>
  #at = 0

  constructor(page: Extract<Page, { type: 'data' }>) {
    this.#page = page
  }

  read(kind: 'repetition' | 'definition', max: number): Int32Array {
    const span = this.#page.levels === 'inside' ? this.#inside() : this.#page.levels[kind]
    const whole = { bytes: span, start: 0, end: span.length }
    const levels = readHybrid(whole, widthOf(max), this.#page.values)
    for (const level of levels) if (level > max) throw new RangeError(`there is no level ${level}`)
    return levels
  }

  /** The values behind the levels. */
  rest(): Uint8Array {
    return this.#page.bytes.subarray(this.#at)
  }

  #inside(): Uint8Array {
    const { bytes } = this.#page
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const length = view.getUint32(this.#at, true)
    const start = this.#at + 4
    if (length > bytes.length - start) throw new RangeError('levels are cut off')
    this.#at = start + length
    return bytes.subarray(start, this.#at)
  }
}

function countOf(levels: Int32Array, wanted: number): number {
  let count = 0
  for (const level of levels) if (level === wanted) count += 1
  return count
}
