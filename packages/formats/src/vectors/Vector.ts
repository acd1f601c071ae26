/** UTF-8 texts as slices of one array of bytes; with `indices`, entries of a dictionary. */
export interface TextVector {
  readonly type: 'text'
  readonly rows: number
  /** First row that is null; `rows` where none is. */
  readonly nullFrom: number
  readonly bytes: Uint8Array
  readonly starts: Int32Array
  readonly ends: Int32Array
  readonly indices: Int32Array | undefined
}

/** Whole numbers of any width. */
export interface NumberVector {
  readonly type: 'number'
  readonly rows: number
  readonly nullFrom: number
  /**
   * Writes rows as 16 bytes big-endian each, until one is not 0 to 2^128 - 1: gives that row, or
   * `to`.
   */
  readonly fill: (from: number, to: number, out: Wide) => number
  readonly at: (row: number) => bigint
}

export interface FlagVector {
  readonly type: 'flag'
  readonly rows: number
  readonly nullFrom: number
  readonly at: (row: number) => boolean
}

/** Lists of items: row `i` has the items from `offsets[i]` up to `offsets[i + 1]`. */
export interface ListVector {
  readonly type: 'list'
  readonly rows: number
  readonly nullFrom: number
  readonly offsets: Int32Array
  /** First item that is null as a whole. */
  readonly itemNullFrom: number
  /** In the order of the item's columns. */
  readonly items: readonly Vector[]
}

/** The values of one column, as they lie in a file's buffers. */
export type Vector = TextVector | NumberVector | FlagVector | ListVector

/** Numbers of 16 bytes each; the first one is that of row `start`. */
export interface Wide {
  readonly view: DataView
  readonly start: number
}
