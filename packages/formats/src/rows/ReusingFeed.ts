/** Gives the bytes of a source in pieces of a wanted length. */
export interface Feed {
  /** Takes the next `length` bytes, or what is left of them. */
  take(length: number): Promise<Uint8Array>
  /** Lets the source go, read to its end or not. */
  close(): Promise<void>
}

const FIRST_BYTES = 2 ** 20

/** A feed in one piece of memory: what it gives is valid until the next bytes are taken. */
export class ReusingFeed implements Feed {
  readonly #source: AsyncIterator<Uint8Array>
  #bytes = new Uint8Array(FIRST_BYTES)
  #start = 0
  #end = 0

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  async take(length: number): Promise<Uint8Array> {
    while (this.#end - this.#start < length && (await this.#pull()));
    const end = Math.min(this.#end, this.#start + length)
    const taken = this.#bytes.subarray(this.#start, end)
    this.#start = end
    return taken
  }

  async close(): Promise<void> {
    await this.#source.return?.()
  }

  async #pull(): Promise<boolean> {
    const next = await this.#source.next()
    if (next.done === true) return false
    this.#makeRoom(next.value.length)
    this.#bytes.set(next.value, this.#end)
    this.#end += next.value.length
    return true
  }

  #makeRoom(bytes: number): void {
    if (this.#end + bytes <= this.#bytes.length) return
    const held = this.#bytes.subarray(this.#start, this.#end)
    const size = held.length + bytes
    if (size > this.#bytes.length) this.#bytes = new Uint8Array(2 * size)
    this.#bytes.set(held)
    this.#end = held.length
    this.#start = 0
  }
}
