import * as layout from './layout.js'
import { KERNELS_WASM } from './kernels.generated.js'
import { TABLE_TEXT_BYTES, TABLE_TEXT_STARTS, TEXT_LENGTH, TEXT_START } from './rowLayout.js'

declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object, imports: object) => { readonly exports: object }
}

interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer; readonly grow: (pages: number) => number }
  readonly kernel: (instruction: number, from: number, to: number) => void
  readonly setRatioTable: (pointer: number) => void
  readonly heapBase: () => number
  readonly tables: () => number
}

/** A column in the memory of the kernels. Stride 0 is one value for all rows. */
export interface Column {
  readonly header: number
  readonly data: number
  readonly stride: number
  readonly poison: number
  readonly rows: number
}

export interface KernelCall {
  readonly op: number
  readonly out: Column
  readonly operands: readonly (Column | undefined)[]
  readonly node: number
  /** Offsets of the items of a list. */
  readonly list?: number
  readonly x?: number
  readonly y?: number
  readonly z?: number
}

const LIMB = (1n << 64n) - 1n
const PAGES = 64
/** Bytes between two columns that nobody may write. */
const GUARD = 64

/** The kernels and a memory to lay columns out in; `twin` stands in for the host. */
export class KernelMemory {
  twin: (instruction: number, row: number) => void = () => undefined
  readonly #exports: KernelExports
  readonly #view: DataView
  readonly #bytes: Uint8Array
  readonly #base: number
  #next: number

  constructor() {
    const module = new WebAssembly.Module(Buffer.from(KERNELS_WASM, 'base64'))
    const host = new Proxy(
      {},
      {
        get: (_, name) =>
          name === 'twin'
            ? (instruction: number, row: number) => this.twin(instruction, row)
            : () => {
                throw new Error(`A pure kernel called the host: ${String(name)}.`)
              },
      },
    )
    this.#exports = new WebAssembly.Instance(module, { host }).exports as KernelExports
    this.#exports.memory.grow(PAGES)
    this.#view = new DataView(this.#exports.memory.buffer)
    this.#bytes = new Uint8Array(this.#exports.memory.buffer)
    this.#base = (this.#exports.heapBase() + 63) & ~63
    this.#next = this.#base
  }

  /** Forgets all columns. */
  clear(): void {
    this.#next = this.#base
  }

  allocate(bytes: number): number {
    const at = this.#next + GUARD
    this.#next = (at + bytes + 15) & ~15
    return at
  }

  column(stride: number, rows: number): Column {
    const header = this.allocate(layout.COLUMN_SIZE)
    const data = this.allocate(Math.max(rows * stride, layout.WIDE))
    const poison = this.allocate(rows * layout.WORD)
    this.writeWord(header + layout.COLUMN_DATA, data)
    this.writeWord(header + layout.COLUMN_STRIDE, stride)
    this.writeWord(header + layout.COLUMN_POISON, poison)
    this.writeWord(header + layout.COLUMN_POISONED, 0)
    this.writeWord(header + layout.COLUMN_ROWS, rows)
    // What an earlier block left there: nobody may look at it while the column is clean.
    this.#bytes.fill(0xff, poison, poison + rows * layout.WORD)
    return { header, data, stride, poison, rows }
  }

  instruction({ op, out, operands, node, list, x, y, z }: KernelCall): number {
    const at = this.allocate(layout.INSTRUCTION_SIZE)
    const fields: readonly [number, number][] = [
      [layout.INSTRUCTION_OP, op],
      [layout.INSTRUCTION_OUT, out.header],
      [layout.INSTRUCTION_A, operands[0]?.header ?? 0],
      [layout.INSTRUCTION_B, operands[1]?.header ?? 0],
      [layout.INSTRUCTION_C, operands[2]?.header ?? 0],
      [layout.INSTRUCTION_NODE, node],
      [layout.INSTRUCTION_LIST, list ?? 0],
      [layout.INSTRUCTION_X, x ?? 0],
      [layout.INSTRUCTION_Y, y ?? 0],
      [layout.INSTRUCTION_Z, z ?? 0],
    ]
    for (const [field, value] of fields) this.writeWord(at + field, value)
    return at
  }

  run(instruction: number, from: number, to: number): void {
    this.#exports.kernel(instruction, from, to)
  }

  offsets(counts: readonly number[]): number {
    const at = this.allocate((counts.length + 1) * layout.WORD)
    let offset = 0
    counts.forEach((count, row) => {
      this.writeWord(at + row * layout.WORD, offset)
      offset += count
    })
    this.writeWord(at + counts.length * layout.WORD, offset)
    return at
  }

  ratioTable(entries: readonly Uint8Array[]): void {
    const at = this.allocate(entries.length * layout.RATIO_SIZE)
    entries.forEach((entry, code) => this.#bytes.set(entry, at + code * layout.RATIO_SIZE))
    this.#exports.setRatioTable(at)
  }

  /** Gives the kernels texts to compare; the symbol of a text is its index. */
  texts(texts: readonly string[]): void {
    const encoded = texts.map((text) => Buffer.from(text, 'utf8'))
    const starts = this.allocate(texts.length * layout.WORD)
    const arena = this.allocate(
      encoded.reduce((sum, bytes) => sum + TEXT_START + bytes.length + 15, 0),
    )
    let used = 0
    encoded.forEach((bytes, symbol) => {
      this.writeWord(starts + symbol * layout.WORD, used)
      this.writeWord(arena + used + TEXT_LENGTH, bytes.length)
      this.#bytes.set(bytes, arena + used + TEXT_START)
      used = (used + TEXT_START + bytes.length + 15) & ~7
    })
    this.writeWord(this.#exports.tables() + TABLE_TEXT_STARTS * layout.WORD, starts)
    this.writeWord(this.#exports.tables() + TABLE_TEXT_BYTES * layout.WORD, arena)
  }

  readWord(at: number): number {
    return this.#view.getUint32(at, true)
  }

  writeWord(at: number, value: number): void {
    this.#view.setUint32(at, value, true)
  }

  wide({ data, stride }: Column, row: number): bigint {
    const at = data + row * stride
    return (this.#view.getBigUint64(at + 8, true) << 64n) | this.#view.getBigUint64(at, true)
  }

  setWide({ data, stride }: Column, row: number, value: bigint): void {
    const at = data + row * stride
    this.#view.setBigUint64(at, value & LIMB, true)
    this.#view.setBigUint64(at + 8, value >> 64n, true)
  }

  word({ data, stride }: Column, row: number): number {
    return this.readWord(data + row * stride)
  }

  setWord({ data, stride }: Column, row: number, value: number): void {
    this.writeWord(data + row * stride, value)
  }

  /** Poison word of a row; 0 where the column is clean. */
  poisonOf({ header, poison, stride }: Column, row: number): number {
    if (this.readWord(header + layout.COLUMN_POISONED) === 0) return 0
    return this.readWord(poison + (stride === 0 ? 0 : row * layout.WORD))
  }

  setPoison({ header, poison, rows }: Column, row: number, word: number): void {
    if (this.readWord(header + layout.COLUMN_POISONED) === 0) {
      this.#bytes.fill(0, poison, poison + rows * layout.WORD)
      this.writeWord(header + layout.COLUMN_POISONED, 1)
    }
    this.writeWord(poison + row * layout.WORD, word)
  }

  /** A copy of all that the kernels may see but for their own scratch. */
  snapshot(): Uint8Array {
    return this.#bytes.slice(this.#base, this.#next + GUARD)
  }

  /** Addresses of bytes that differ from a snapshot and are no result nor its poison. */
  strayWrites(snapshot: Uint8Array, results: readonly Written[]): readonly number[] {
    const ranges = results.flatMap(({ out, first, end }) => [
      [out.data + first * out.stride, out.data + end * out.stride],
      [out.poison, out.poison + out.rows * layout.WORD],
      [out.header + layout.COLUMN_POISONED, out.header + layout.COLUMN_POISONED + 4],
    ])
    const expected = this.#bytes.slice(this.#base, this.#base + snapshot.length)
    for (const [start = 0, end = 0] of ranges) {
      expected.set(snapshot.subarray(start - this.#base, end - this.#base), start - this.#base)
    }
    const stray: number[] = []
    if (Buffer.compare(expected, snapshot) === 0) return stray
    expected.forEach((byte, index) => {
      if (byte !== snapshot[index]) stray.push(this.#base + index)
    })
    return stray
  }
}

/** Rows of a column that a call may write. */
export interface Written {
  readonly out: Column
  readonly first: number
  readonly end: number
}
