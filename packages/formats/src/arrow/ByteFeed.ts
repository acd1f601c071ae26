/** Gives the bytes of a source in pieces of a wanted length, holding no more than one piece. */
export class ByteFeed {
  readonly #source: AsyncIterator<Uint8Array>
  readonly #waiting: Uint8Array[] = []
  #waitingBytes = 0
  #position = 0

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  /** Bytes taken so far. */
  get position(): number {
    return this.#position
  }

  /**
   * Takes the next `length` bytes, or what is left of them. They start at a multiple of 8 in their
   * buffer.
   */
  async take(length: number): Promise<Uint8Array> {
    while (this.#waitingBytes < length && (await this.#pull()));
    const taken = this.#cut(Math.min(length, this.#waitingBytes))
    this.#position += taken.length
    return taken
  }

  /** Takes everything that is left, as long as it is at most `lengthMax` bytes. */
  async takeRest(lengthMax: number): Promise<Uint8Array | undefined> {
    const rest = await this.take(lengthMax)
    return this.#waitingBytes > 0 || (await this.#pull()) ? undefined : rest
  }

  /** Lets the source go, read to its end or not. */
  async close(): Promise<void> {
    await this.#source.return?.()
  }

  async #pull(): Promise<boolean> {
    while (true) {
      const next = await this.#source.next()
      if (next.done === true) return false
      if (next.value.length === 0) continue
      this.#waiting.push(next.value)
      this.#waitingBytes += next.value.length
      return true
    }
  }

  #cut(length: number): Uint8Array {
    const [first] = this.#waiting
    this.#waitingBytes -= length
    if (first !== undefined && first.length > length && first.byteOffset % 8 === 0) {
      this.#waiting[0] = first.subarray(length)
      return first.subarray(0, length)
    }
    const bytes = new Uint8Array(length)
    let filled = 0
    let used = 0
    for (const chunk of this.#waiting) {
      if (filled === length) break
      const part = chunk.subarray(0, length - filled)
      bytes.set(part, filled)
      filled += part.length
      if (part.length < chunk.length) this.#waiting[used] = chunk.subarray(part.length)
      else used += 1
    }
    this.#waiting.splice(0, used)
    return bytes
  }
}
