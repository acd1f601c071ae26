const SLOTS = 1024
const WORD = 0x1_0000_0000
/** Upper 32 bits of the largest number that a double holds exactly. */
const HIGH_MAX = 0x1f_ffff

/** Params versions of heights that were asked for before. */
export class VersionCache {
  readonly #versionOf: (opened: bigint) => number
  readonly #heights = new Float64Array(SLOTS).fill(-1)
  readonly #versions = new Uint32Array(SLOTS)

  constructor(versionOf: (opened: bigint) => number) {
    this.#versionOf = versionOf
  }

  /** The version of the height in the 16 bytes from `at` on. */
  versionOf(bytes: DataView, at: number): number {
    const high = bytes.getUint32(at + 8)
    const low = bytes.getUint32(at + 12)
    const isExact = high <= HIGH_MAX && bytes.getInt32(at) === 0 && bytes.getInt32(at + 4) === 0
    if (!isExact) return this.#versionOf(wideAt(bytes, at))
    const height = high * WORD + low
    const slot = low & (SLOTS - 1)
    if (this.#heights[slot] !== height) {
      this.#versions[slot] = this.#versionOf(BigInt(height))
      this.#heights[slot] = height
    }
    return this.#versions[slot] ?? 0
  }
}

function wideAt(bytes: DataView, at: number): bigint {
  return (bytes.getBigUint64(at) << 64n) | bytes.getBigUint64(at + 8)
}
