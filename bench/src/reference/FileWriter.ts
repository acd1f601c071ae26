import { closeSync, openSync, writeSync } from 'node:fs'

const ROOM = 1 << 20
const LARGEST = 16

/** Writes little-endian numbers to a file. */
export class FileWriter {
  readonly #file: number
  readonly #buffer = Buffer.alloc(ROOM)
  #length = 0

  constructor(path: string) {
    this.#file = openSync(path, 'w')
  }

  u32(value: number): this {
    this.#need()
    this.#length = this.#buffer.writeUInt32LE(value, this.#length)
    return this
  }

  u64(value: number | bigint): this {
    this.#need()
    this.#length = this.#buffer.writeBigUInt64LE(BigInt(value), this.#length)
    return this
  }

  u128(value: bigint): this {
    return this.u64(BigInt.asUintN(64, value)).u64(value >> 64n)
  }

  ratio({ num, den }: { readonly num: bigint; readonly den: bigint }): this {
    return this.u64(num).u64(den)
  }

  close(): void {
    this.#flush()
    closeSync(this.#file)
  }

  #need(): void {
    if (this.#length + LARGEST > ROOM) this.#flush()
  }

  #flush(): void {
    writeSync(this.#file, this.#buffer, 0, this.#length)
    this.#length = 0
  }
}
