/** What a vector expects, read key by key, so that what a runner left unread shows. */
export class Expectation {
  readonly #value: unknown
  readonly #unread: Set<string>

  constructor(value: unknown) {
    this.#value = value
    this.#unread = new Set(isRecord(value) ? Object.keys(value) : ['the whole expectation'])
  }

  /** Whether the vector expects something under a key. Does not count as reading it. */
  has(key: string): boolean {
    return isRecord(this.#value) && key in this.#value
  }

  /** What is expected under a key. Errors: throws where the vector has no such key. */
  take(key: string): unknown {
    if (!isRecord(this.#value) || !(key in this.#value)) {
      throw new Error(`The vector expects nothing under "${key}".`)
    }
    this.#unread.delete(key)
    return this.#value[key]
  }

  /** The whole expectation, for a runner that compares it at once or parses it strictly. */
  takeWhole(): unknown {
    this.#unread.clear()
    return this.#value
  }

  /** Keys that nobody took. */
  get unread(): readonly string[] {
    return [...this.#unread]
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
