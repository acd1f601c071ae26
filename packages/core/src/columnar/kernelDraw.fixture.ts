import { AMOUNT_MAX } from '../amounts/Amount.js'
import { divide, remainderOf } from '../amounts/division.js'
import { ratioOf, type Ratio } from '../amounts/Ratio.js'

const EDGES: readonly bigint[] = [
  ...[0n, 1n, 2n, 3n, 10n],
  ...[32n, 53n, 63n, 64n, 96n, 127n].flatMap((bits) =>
    [-1n, 0n, 1n].map((by) => (1n << bits) + by),
  ),
  AMOUNT_MAX - 1n,
  AMOUNT_MAX,
]

/** How many times as many runs TLMKIT_FUZZ asks for: 1 in tests, 10 in CI, 1000 nightly. */
export function fuzzFactor(text: string | undefined): number {
  if (text === undefined || text === '') return 1
  if (/^[1-9][0-9]{0,6}$/.test(text)) return Number(text)
  throw new Error(`TLMKIT_FUZZ is "${text}": write a whole number of at least 1.`)
}

/** A seeded source of values for the kernels: the same seed, the same values (mulberry32). */
export class KernelDraw {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** A whole number from 0 to `below` - 1. */
  roll(below: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = this.#state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }

  once(of: number): boolean {
    return this.roll(of) === 0
  }

  pick<T>(choices: readonly T[]): T {
    const chosen = choices[this.roll(choices.length)]
    if (chosen === undefined) throw new Error('There is nothing to pick from.')
    return chosen
  }

  /** Rows from..to-1 of a block: mostly all of them. */
  range(rows: number): readonly [from: number, to: number] {
    if (!this.once(4)) return [0, rows]
    const from = this.roll(rows)
    return [from, from + this.roll(rows - from + 1)]
  }

  /** A number of exactly `bits` random bits, the upper ones perhaps 0. */
  bits(bits: number): bigint {
    let value = 0n
    for (let drawn = 0; drawn < bits; drawn += 16) {
      value = (value << 16n) | BigInt(this.roll(0x10000))
    }
    return value & ((1n << BigInt(bits)) - 1n)
  }

  /** A wide value: an edge, or a random one of a random width. */
  wide(): bigint {
    return this.once(4) ? this.pick(EDGES) : this.bits(1 + this.roll(128))
  }

  /** A wide value that has something to do with another one, or with nothing. */
  wideNear(other: bigint): bigint {
    const near = BigInt(this.roll(5) - 2)
    switch (this.roll(6)) {
      case 0:
        return within(other + near)
      case 1:
        return within(other * this.bits(1 + this.roll(64)) + near)
      case 2:
        return within(AMOUNT_MAX - other + near)
      case 3:
        return other === 0n ? 0n : within(divide(AMOUNT_MAX, other, 'floor') + near)
      default:
        return this.wide()
    }
  }

  /** A ratio of any kind: plain, of many digits, close to 1, of wide terms, far above 1. */
  ratio(): Ratio {
    const wide = 1 + this.roll(320)
    switch (this.roll(9)) {
      case 0:
        return this.pick(PLAIN_RATIOS)
      case 1:
        return ratioOf(this.bits(60), 10n ** BigInt(this.roll(19)))
      case 2:
        return ratioOf(1n, this.bits(128) + 1n)
      case 3:
        return ratioOf(this.bits(wide), (1n << BigInt(wide - 1)) + this.bits(wide - 1))
      case 4:
        return ratioOf(this.bits(320), (1n << 256n) - 1n - this.bits(64))
      case 5: {
        const den = this.bits(wide) + 2n
        return den >> 320n > 0n ? ratioOf(1n, 3n) : ratioOf(den - 1n, den)
      }
      case 6:
        return ratioOf(this.bits(1 + this.roll(200)), 1n << BigInt(this.roll(200)))
      default:
        return ratioOf(this.bits(1 + this.roll(64)), this.bits(1 + this.roll(64)) + 1n)
    }
  }

  /**
   * A wide value that is hard for a ratio: its product is whole, or as little below or above a
   * whole number as can be, or it stands where a reciprocal ends to be exact.
   */
  wideFor({ num, den }: Ratio, ends: readonly bigint[]): bigint {
    switch (this.roll(5)) {
      case 0:
        return within(den * this.bits(1 + this.roll(64)))
      case 1:
      case 2: {
        const inverse = inverseOf(num, den)
        const solution = this.once(2) ? inverse : den - inverse
        return within(solution + den * this.bits(this.roll(64)))
      }
      case 3:
        return within(this.pick(ends) + BigInt(this.roll(3) - 1))
      default:
        return this.wide()
    }
  }
}

const PLAIN_RATIOS: readonly Ratio[] = [
  [0n, 1n],
  [1n, 1n],
  [1n, 3n],
  [2n, 3n],
  [3n, 2000n],
  [39n, 40n],
  [11n, 10n],
  [10n ** 12n, 1n],
  [1n, 10n ** 12n],
  [10n ** 18n - 1n, 10n ** 18n],
  [1n << 64n, 1n],
  [(1n << 64n) + 1n, 3n],
  [1n << 127n, 1n],
  [1n << 191n, 3n],
  [(1n << 320n) - 1n, 1n],
  [1n, (1n << 320n) - 1n],
  [(1n << 256n) - 189n, 1n << 256n],
].map(([num = 0n, den = 1n]) => ({ num, den }))

function within(value: bigint): bigint {
  return value < 0n ? 0n : value & AMOUNT_MAX
}

/** The x below `den` with num x = 1 modulo den; 0 where den is 1. */
function inverseOf(num: bigint, den: bigint): bigint {
  let [rest, next] = [den, remainderOf(num, den)]
  let [x, nextX] = [0n, 1n]
  while (next !== 0n) {
    const quotient = divide(rest, next, 'floor')
    ;[rest, next] = [next, rest - quotient * next]
    ;[x, nextX] = [nextX, x - quotient * nextX]
  }
  return den === 1n ? 0n : x < 0n ? x + den : x
}
