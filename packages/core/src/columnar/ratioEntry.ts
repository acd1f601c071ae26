import { AMOUNT_MAX } from '../amounts/Amount.js'
import { divide } from '../amounts/division.js'
import { ratioOf, type Ratio } from '../amounts/Ratio.js'
import {
  RATIO_DEN,
  RATIO_DIRECT_MAX,
  RATIO_FAR,
  RATIO_FAR_MAX,
  RATIO_FAR_WHOLE,
  RATIO_FLAGS,
  RATIO_HAS_DIRECT,
  RATIO_HAS_FAR,
  RATIO_HAS_NEAR,
  RATIO_HAS_WHOLE,
  RATIO_NEAR,
  RATIO_NEAR_MAX,
  RATIO_NEAR_WHOLE,
  RATIO_NUM,
  RATIO_SIZE,
} from './layout.js'

const LIMB_MAX = (1n << 64n) - 1n

/**
 * Computes the entry of a ratio in the ratio table of the kernels, RATIO_SIZE bytes.
 *
 * Rule: with f = floor(num x 2^k / den) + 1, e = f x den - num x 2^k is 1 to den, and (a f) >> k is
 * floor(a x num / den) for every a with a e < 2^k. A ratio of 2^191 or more has no reciprocals.
 */
export function ratioEntry(ratio: Ratio): Uint8Array {
  const { num, den } = ratioOf(ratio.num, ratio.den)
  const entry = new EntryWriter()
  let flags = 0
  if (num <= LIMB_MAX && den <= LIMB_MAX) {
    flags |= RATIO_HAS_DIRECT
    entry.write(RATIO_NUM, num, 1)
    entry.write(RATIO_DEN, den, 1)
    entry.write(RATIO_DIRECT_MAX, num === 0n ? LIMB_MAX : divide(LIMB_MAX, num, 'floor'), 1)
  }
  if (num >> 191n < den) {
    const near = reciprocalOf(num, den, 128)
    const far = reciprocalOf(num, den, 192)
    flags |= RATIO_HAS_NEAR | RATIO_HAS_FAR
    if (near.multiplier >> 128n > 0n || far.multiplier >> 192n > 0n) flags |= RATIO_HAS_WHOLE
    entry.write(RATIO_NEAR, near.multiplier, 5)
    entry.write(RATIO_NEAR_MAX, near.max, 2)
    entry.write(RATIO_NEAR_WHOLE, near.whole, 2)
    entry.write(RATIO_FAR, far.multiplier, 6)
    entry.write(RATIO_FAR_MAX, far.max, 2)
    entry.write(RATIO_FAR_WHOLE, far.whole, 3)
  }
  entry.write(RATIO_FLAGS, BigInt(flags), 1)
  return entry.bytes
}

interface Reciprocal {
  readonly multiplier: bigint
  /** Largest amount whose product gives the exact floor, whatever the rest is. */
  readonly max: bigint
  /** Largest rest of a product, up to `max`, that stands for a whole value. */
  readonly whole: bigint
}

function reciprocalOf(num: bigint, den: bigint, bits: number): Reciprocal {
  const scaled = num << BigInt(bits)
  const multiplier = divide(scaled, den, 'floor') + 1n
  const restMax = (1n << BigInt(bits)) - 1n
  const max = divide(restMax, multiplier * den - scaled, 'floor')
  const whole = divide(restMax + 1n, den, 'floor')
  return {
    multiplier,
    max: max < AMOUNT_MAX ? max : AMOUNT_MAX,
    whole: whole < restMax ? whole : restMax,
  }
}

class EntryWriter {
  readonly bytes = new Uint8Array(RATIO_SIZE)
  readonly #view = new DataView(this.bytes.buffer)

  /** Writes a value as 64-bit limbs, the lowest first. */
  write(at: number, value: bigint, limbs: number): void {
    for (let limb = 0; limb < limbs; limb++) {
      const word = (value >> BigInt(64 * limb)) & LIMB_MAX
      this.#view.setBigUint64(at + 8 * limb, word, true)
    }
  }
}
