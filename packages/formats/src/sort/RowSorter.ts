import { compareRows, type KeyedRows } from './KeyedRows.js'
import { PrefixPlan } from './PrefixPlan.js'

/** Groups up to this size are sorted by comparing. */
const SMALL = 8
/** Groups from this size on are worth tables that pack the bits which differ. */
const PACKED = 512
/** Bits of a number that is sorted: those of a prefix, and the row's number. */
const NUMBER_BITS = 64
/** Bits of a prefix, at most: what a double holds exactly. */
const PREFIX_BITS_MAX = 52
const WORD_BITS = 32
const WINDOW = 16
const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1
const LOW = isLittleEndian ? 0 : 1
const HIGH = 1 - LOW

/** Byte strings, one per row: its key, or the row itself. */
interface Strings {
  readonly bytes: Uint8Array
  readonly view: DataView
  readonly starts: Uint32Array
}

/** Rows whose strings agree in the first `depth` bytes. */
interface Group {
  readonly from: number
  readonly to: number
  readonly depth: number
}

/**
 * Sorts numbers of rows by key bytes, then row bytes.
 *
 * Rule: of the bytes that differ within a group, the first ones are packed into what a 64-bit
 * number has beside the row's number, and those numbers are sorted; groups that agree in them are
 * sorted by what follows. Bits that are the same in the whole group do not matter and are left out.
 */
export class RowSorter {
  readonly #rows: KeyedRows
  readonly #scratch: BigUint64Array
  readonly #words: Uint32Array
  readonly #masks = new DataView(new ArrayBuffer(WINDOW))
  readonly #plan = new PrefixPlan()
  readonly #left: { readonly rows: KeyedRows; row: number }
  readonly #right: { readonly rows: KeyedRows; row: number }
  #order: Uint32Array = new Uint32Array(0)
  /** Bits of a row's number. */
  #rowBits = 1

  /** `scratch` has room for one number per row. */
  constructor(rows: KeyedRows, scratch: BigUint64Array) {
    this.#rows = rows
    this.#left = { rows, row: 0 }
    this.#right = { rows, row: 0 }
    this.#scratch = scratch
    this.#words = new Uint32Array(scratch.buffer, scratch.byteOffset, scratch.length * 2)
  }

  /** Sorts the numbers from 0 on of as many rows as `order` has places. */
  sort(order: Uint32Array): void {
    const { keys, keyView, keyStarts } = this.#rows
    this.#order = order
    this.#rowBits = Math.max(1, WORD_BITS - Math.clz32(order.length - 1))
    const strings = { bytes: keys, view: keyView, starts: keyStarts }
    this.#sortGroup(strings, { from: 0, to: order.length, depth: 0 })
  }

  #sortGroup(strings: Strings, group: Group): void {
    const isByKey = strings.bytes === this.#rows.keys
    if (group.to - group.from <= SMALL) {
      this.#insert(group, isByKey ? group.depth : 0)
      return
    }
    const next = this.#planPrefix(strings, group)
    if (this.#plan.length > 0) {
      this.#fillWords(strings, group)
      this.#scratch.subarray(group.from, group.to).sort()
      this.#sortEqual(strings, group, next)
    } else if (isByKey) {
      this.#sortGroup(this.#rows, { ...group, depth: 0 })
    }
  }

  #insert({ from, to }: Group, depth: number): void {
    const order = this.#order
    const [left, right] = [this.#left, this.#right]
    for (let place = from + 1; place < to; place++) {
      right.row = order[place] ?? 0
      let at = place
      for (; at > from; at--) {
        left.row = order[at - 1] ?? 0
        if (compareRows(left, right, depth) <= 0) break
        order[at] = left.row
      }
      order[at] = right.row
    }
  }

  /** Plans a prefix of the first bytes that differ within a group; gives the depth after them. */
  #planPrefix(strings: Strings, group: Group): number {
    const plan = this.#plan
    const isPacked = group.to - group.from >= PACKED
    plan.start(Math.min(PREFIX_BITS_MAX, NUMBER_BITS - this.#rowBits), isPacked)
    let { depth } = group
    for (let isLast = false; !isLast; depth += WINDOW) {
      isLast = this.#mark(strings, group, depth)
      for (let i = 0; i < WINDOW; i++) {
        const mask = this.#masks.getUint8(i)
        if (mask !== 0 && !plan.add(depth + i, mask)) return depth + i
      }
    }
    return depth
  }

  /** Marks the bits that differ in the window at `depth`; true where no string goes beyond it. */
  #mark({ view, starts }: Strings, { from, to }: Group, depth: number): boolean {
    const order = this.#order
    let isLast = true
    let [first0, first1, first2, first3] = [0, 0, 0, 0]
    let [mask0, mask1, mask2, mask3] = [0, 0, 0, 0]
    for (let place = from; place < to; place++) {
      const row = order[place] ?? 0
      const start = (starts[row] ?? 0) + depth
      const end = starts[row + 1] ?? 0
      const isWhole = start + WINDOW <= end
      const word0 = isWhole ? view.getInt32(start) : wordAt(view, start, end)
      const word1 = isWhole ? view.getInt32(start + 4) : wordAt(view, start + 4, end)
      const word2 = isWhole ? view.getInt32(start + 8) : wordAt(view, start + 8, end)
      const word3 = isWhole ? view.getInt32(start + 12) : wordAt(view, start + 12, end)
      if (start + WINDOW < end) isLast = false
      if (place === from) {
        first0 = word0
        first1 = word1
        first2 = word2
        first3 = word3
      }
      mask0 |= word0 ^ first0
      mask1 |= word1 ^ first1
      mask2 |= word2 ^ first2
      mask3 |= word3 ^ first3
    }
    this.#masks.setInt32(0, mask0)
    this.#masks.setInt32(4, mask1)
    this.#masks.setInt32(8, mask2)
    this.#masks.setInt32(12, mask3)
    return isLast
  }

  /** Numbers of a prefix in the upper and a row in the lower bits. */
  #fillWords({ bytes, starts }: Strings, { from, to }: Group): void {
    const order = this.#order
    const words = this.#words
    const plan = this.#plan
    const lowTimes = 2 ** (WORD_BITS - this.#rowBits)
    const rowTimes = 2 ** this.#rowBits
    for (let place = from; place < to; place++) {
      const row = order[place] ?? 0
      const value = plan.of(bytes, starts[row] ?? 0, starts[row + 1] ?? 0)
      const high = Math.floor(value / lowTimes)
      words[2 * place + HIGH] = high
      words[2 * place + LOW] = (value - high * lowTimes) * rowTimes + row
    }
  }

  /** Takes the rows over in sorted order, and sorts the groups whose prefixes are equal. */
  #sortEqual(strings: Strings, { from, to }: Group, depth: number): void {
    const order = this.#order
    const words = this.#words
    const rowBits = this.#rowBits
    const rowMask = 2 ** rowBits - 1
    let start = from
    for (let place = from; place < to; place++) {
      const low = words[2 * place + LOW] ?? 0
      order[place] = low & rowMask
      const isEqual =
        place + 1 < to &&
        words[2 * place + 2 + HIGH] === words[2 * place + HIGH] &&
        (words[2 * place + 2 + LOW] ?? 0) >>> rowBits === low >>> rowBits
      if (isEqual) continue
      if (place > start) this.#sortGroup(strings, { from: start, to: place + 1, depth })
      start = place + 1
    }
  }
}

/** Four bytes of a string, with 0 for those beyond its end. */
function wordAt(view: DataView, start: number, end: number): number {
  let word = 0
  for (let at = start; at < start + 4; at++) word = (word << 8) | (at < end ? view.getUint8(at) : 0)
  return word
}
