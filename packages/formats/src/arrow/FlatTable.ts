const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * One table of a FlatBuffer, read field by field. Every read is checked against the end of the
 * buffer: a DataView throws a RangeError beyond it, and no list is longer than what is left.
 */
export class FlatTable {
  readonly #view: DataView
  readonly #at: number
  readonly #fields: number

  constructor(view: DataView, at: number) {
    this.#view = view
    this.#at = at
    this.#fields = at - view.getInt32(at, true)
  }

  /** The root table of a buffer. */
  static root(bytes: Uint8Array): FlatTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    return new FlatTable(view, view.getUint32(0, true))
  }

  bool(field: number): boolean {
    return this.byte(field) !== 0
  }

  byte(field: number): number {
    const at = this.#find(field)
    return at === undefined ? 0 : this.#view.getUint8(at)
  }

  short(field: number): number {
    const at = this.#find(field)
    return at === undefined ? 0 : this.#view.getInt16(at, true)
  }

  int(field: number, missing = 0): number {
    const at = this.#find(field)
    return at === undefined ? missing : this.#view.getInt32(at, true)
  }

  long(field: number): bigint {
    const at = this.#find(field)
    return at === undefined ? 0n : this.#view.getBigInt64(at, true)
  }

  text(field: number): string {
    const at = this.#follow(field)
    if (at === undefined) return ''
    const length = this.#view.getUint32(at, true)
    if (length > this.#view.byteLength - at - 4) throw new RangeError('a text is too long')
    const { buffer, byteOffset } = this.#view
    return UTF8.decode(new Uint8Array(buffer, byteOffset + at + 4, length))
  }

  table(field: number): FlatTable | undefined {
    const at = this.#follow(field)
    return at === undefined ? undefined : new FlatTable(this.#view, at)
  }

  tables(field: number): readonly FlatTable[] {
    const tables: FlatTable[] = []
    const { at, count } = this.#list(field, 4)
    for (let i = 0; i < count; i++) {
      const entry = at + i * 4
      tables.push(new FlatTable(this.#view, entry + this.#view.getUint32(entry, true)))
    }
    return tables
  }

  /** A list of structs of `size` bytes, each as a view of its own. */
  structs(field: number, size: number): readonly DataView[] {
    const { at, count } = this.#list(field, size)
    const { buffer, byteOffset } = this.#view
    return Array.from(
      { length: count },
      (_, i) => new DataView(buffer, byteOffset + at + i * size, size),
    )
  }

  #list(field: number, size: number): { readonly at: number; readonly count: number } {
    const at = this.#follow(field)
    if (at === undefined) return { at: 0, count: 0 }
    const count = this.#view.getUint32(at, true)
    if (count * size > this.#view.byteLength - at - 4) throw new RangeError('a list is too long')
    return { at: at + 4, count }
  }

  #follow(field: number): number | undefined {
    const at = this.#find(field)
    return at === undefined ? undefined : at + this.#view.getUint32(at, true)
  }

  #find(field: number): number | undefined {
    const slot = 4 + field * 2
    if (slot + 2 > this.#view.getUint16(this.#fields, true)) return undefined
    const offset = this.#view.getUint16(this.#fields + slot, true)
    return offset === 0 ? undefined : this.#at + offset
  }
}
