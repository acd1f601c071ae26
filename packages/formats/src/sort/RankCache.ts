import { rowFault } from '../rows/RowReader.js'

const SLOTS = 1024
const NOTHING = new Uint8Array(0)
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Ranks of texts that were asked for before, found by their bytes. */
export class RankCache {
  readonly #rankOf: (text: string) => number
  readonly #texts: Uint8Array[] = Array.from({ length: SLOTS }, () => NOTHING)
  readonly #ranks = new Uint32Array(SLOTS)

  constructor(rankOf: (text: string) => number) {
    this.#rankOf = rankOf
  }

  /** The rank of a text of at least one byte. Errors: `rows-invalid`. */
  rankOf(bytes: Uint8Array, start: number, end: number): number {
    let hash = end - start
    for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + (bytes[i] ?? 0)) | 0
    const slot = (hash ^ (hash >>> 10)) & (SLOTS - 1)
    const text = this.#texts[slot] ?? NOTHING
    if (!holds(text, bytes, { start, end })) return this.#fill(slot, bytes.slice(start, end))
    return this.#ranks[slot] ?? 0
  }

  #fill(slot: number, text: Uint8Array): number {
    let value: string
    try {
      value = UTF8.decode(text)
    } catch {
      throw rowFault('a text is not UTF-8')
    }
    const rank = this.#rankOf(value)
    this.#texts[slot] = text
    this.#ranks[slot] = rank
    return rank
  }
}

function holds(
  text: Uint8Array,
  bytes: Uint8Array,
  { start, end }: { readonly start: number; readonly end: number },
): boolean {
  if (text.length !== end - start || text.length === 0) return false
  for (let i = 0; i < text.length; i++) if (text[i] !== bytes[start + i]) return false
  return true
}
