import { isTlmkitError, parseRatio } from '@tlmkit/core/rows'

const SLOTS = 1024
const TEXT_BYTES = 40
const CANONICAL_BYTES = 88

/** Ratios that were read before: their text in a file, and their canonical text. */
export class RatioCache {
  readonly #texts = new Uint8Array(SLOTS * TEXT_BYTES)
  readonly #textLengths = new Uint8Array(SLOTS)
  readonly #canonical = new Uint8Array(SLOTS * CANONICAL_BYTES)
  readonly #lengths = new Uint8Array(SLOTS)
  /** Which of the two places of a text is filled next. */
  #turn = 0

  /**
   * Writes the canonical text of a ratio after its length; gives how many bytes that are.
   *
   * Gives 0 for a text that is no ratio, or that is too long to be kept.
   */
  write(source: Uint8Array, { start, end }: Slice, out: Target): number {
    const length = end - start
    if (length === 0 || length > TEXT_BYTES) return 0
    let hash = length
    for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + (source[i] ?? 0)) | 0
    let slot = (hash ^ (hash >>> 10)) & (SLOTS - 1)
    if (!this.#holds(slot, source, start, length)) {
      slot ^= 1
      if (!this.#holds(slot, source, start, length)) {
        this.#turn ^= 1
        slot ^= this.#turn
        if (!this.#fill(slot, source.subarray(start, end))) return 0
      }
    }
    const written = this.#lengths[slot] ?? 0
    const { bytes, view, at } = out
    if (at + 4 + written > bytes.length) return 4 + written
    view.setUint32(at, written)
    const from = slot * CANONICAL_BYTES
    for (let i = 0; i < written; i++) bytes[at + 4 + i] = this.#canonical[from + i] ?? 0
    return 4 + written
  }

  #holds(slot: number, source: Uint8Array, start: number, length: number): boolean {
    if (this.#textLengths[slot] !== length) return false
    const from = slot * TEXT_BYTES
    for (let i = 0; i < length; i++) {
      if (this.#texts[from + i] !== source[start + i]) return false
    }
    return true
  }

  #fill(slot: number, text: Uint8Array): boolean {
    const canonical = canonicalRatio(String.fromCharCode(...text))
    if (canonical === undefined || canonical.length > CANONICAL_BYTES) return false
    this.#texts.set(text, slot * TEXT_BYTES)
    this.#textLengths[slot] = text.length
    this.#lengths[slot] = canonical.length
    for (let i = 0; i < canonical.length; i++) {
      this.#canonical[slot * CANONICAL_BYTES + i] = canonical.charCodeAt(i)
    }
    return true
  }
}

/** Part of some bytes. */
export interface Slice {
  readonly start: number
  readonly end: number
}

/** Row bytes that are being written. */
export interface Target {
  readonly bytes: Uint8Array
  readonly view: DataView
  readonly at: number
}

function canonicalRatio(text: string): string | undefined {
  try {
    const ratio = parseRatio(text, 'ratio')
    return `${ratio.num}/${ratio.den}`
  } catch (error) {
    if (isTlmkitError(error)) return undefined
    throw error
  }
}
