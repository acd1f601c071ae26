/** What the kernels' module exports. Pointers and sizes are bytes. */
export interface Kernels {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number }
  heapBase(): number
  tables(): number
  setRatioTable(pointer: number): void
  kernel(instruction: number, from: number, to: number): void
  startKind(
    routes: number,
    routeCount: number,
    versions: number,
    versionCount: number,
    parts: number,
  ): void
  readRows(schema: number, columns: number, length: number, rowsMax: number, origin: number): number
  readFault(): number
  readFaultColumn(): number
  readIsFull(): number
  rememberRow(row: number): void
  openBlock(headers: number, columns: number, rows: number): void
  startBlock(rows: number): void
  runColumns(instructions: number, count: number, rows: number): void
  postColumns(instructions: number, count: number, rows: number, first: number): number
  resumeRows(serial: number, rows: number): void
  applyRows(instructions: number, count: number, rows: number, steps: number): void
  setFinishedHeads(pointer: number): void
  setFinishedEntries(pointer: number): void
  encodeRows(entry: number, from: number, to: number): number
  countEntries(status: number): number
  forgetKeys(): void
  keptAbove(column: number, low: bigint, high: bigint, rows: number, out: number): number
  newestHeight(column: number, rows: number, out: number): void
  noteKeys(rows: number, parts: number): number
  refuseBehind(column: number, low: bigint, high: bigint, rows: number, head: number): void
  refuseRow(row: number, head: number): void
  refuseSameKeys(rows: number, duplicate: number, conflicting: number): void
  setFinishedKept(pointer: number): void
  setKeySlots(pointer: number, count: number): void
  intern(pointer: number, length: number): number
  rehash(): void
  resetTexts(): void
  resetCodes(): void
  addCodes(pointer: number, length: number): void
  codeRows(schema: number, columns: number, length: number): number
  codedBytes(): number
  codeFault(): number
  codeFaultColumn(): number
  textBytes(): number
  textCount(): number
}

const LIMB_MAX = (1n << 64n) - 1n
const PAGE = 65_536
const PAGE_BITS = 16

/** The memory of the kernels, with an allocator that only goes up. */
export class SharedMemory {
  readonly #kernels: Kernels
  readonly #base: number
  #top: number
  #buffer: ArrayBuffer
  /** Views of the whole memory; made anew when it grows. */
  bytes!: Uint8Array
  words!: Uint32Array
  limbs!: BigUint64Array

  constructor(kernels: Kernels) {
    this.#kernels = kernels
    this.#base = align(kernels.heapBase())
    this.#top = this.#base
    this.#buffer = kernels.memory.buffer
    this.#view()
  }

  /** Bytes in use. */
  get used(): number {
    return this.#top
  }

  /** Forgets everything that was allocated. */
  reset(): void {
    this.#top = this.#base
  }

  /** Room for `size` bytes, zeroed. Errors: a RangeError where the host has no more memory. */
  allocate(size: number): number {
    const pointer = this.#top
    this.#top = align(pointer + size)
    // Kernels read whole words a little beyond the end of a text.
    const missing = this.#top + PAGE - this.#buffer.byteLength
    if (missing > 0) {
      // A quarter more at least, so that growing is rare.
      const more = Math.max(pagesOf(missing), pagesOf(this.#buffer.byteLength) >> 2)
      this.#kernels.memory.grow(more)
      this.#view()
    }
    this.bytes.fill(0, pointer, this.#top)
    return pointer
  }

  /** Room for `size` bytes that starts with the `used` bytes at `pointer`. */
  reallocate(pointer: number, used: number, size: number): number {
    const next = this.allocate(size)
    this.bytes.copyWithin(next, pointer, pointer + used)
    return next
  }

  word(pointer: number): number {
    return this.words[pointer >>> 2] ?? 0
  }

  setWord(pointer: number, value: number): void {
    this.words[pointer >>> 2] = value
  }

  /** A 128-bit number. */
  wide(pointer: number): bigint {
    const at = pointer >>> 2
    const low = this.limbs[pointer >>> 3] ?? 0n
    // As words: a bigint is an object, and the upper half is mostly 0.
    if (this.words[at + 2] === 0 && this.words[at + 3] === 0) return low
    return ((this.limbs[(pointer >>> 3) + 1] ?? 0n) << 64n) | low
  }

  setWide(pointer: number, value: bigint): void {
    this.limbs[pointer >>> 3] = value
    if (value > LIMB_MAX) {
      this.limbs[(pointer >>> 3) + 1] = value >> 64n
      return
    }
    this.words[(pointer >>> 2) + 2] = 0
    this.words[(pointer >>> 2) + 3] = 0
  }

  #view(): void {
    this.#buffer = this.#kernels.memory.buffer
    this.bytes = new Uint8Array(this.#buffer)
    this.words = new Uint32Array(this.#buffer)
    this.limbs = new BigUint64Array(this.#buffer)
  }
}

function align(pointer: number): number {
  // Beyond 2^31 too: bit operations would make it negative.
  return pointer + ((16 - (pointer & 15)) & 15)
}

/** Pages of 64 KiB that hold so many bytes. */
function pagesOf(bytes: number): number {
  return (bytes + PAGE - 1) >>> PAGE_BITS
}
