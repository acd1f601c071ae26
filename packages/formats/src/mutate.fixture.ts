/** A source of numbers: each from 0 up to and without `below`. */
interface Dice {
  readonly roll: (below: number) => number
}

/** Ways in which a file is damaged. */
export const MUTATIONS = ['flip', 'flips', 'truncate', 'move', 'swap', 'zero', 'number'] as const

export type Mutation = (typeof MUTATIONS)[number]

/** Gives a damaged copy of a file. */
export function mutate(file: Uint8Array, mutation: Mutation, dice: Dice): Uint8Array {
  const copy = new Uint8Array(file)
  const size = copy.length
  switch (mutation) {
    case 'flip':
      flipBit(copy, dice)
      return copy
    case 'flips':
      for (let count = 2 + dice.roll(20); count > 0; count--) flipBit(copy, dice)
      return copy
    case 'truncate':
      return copy.subarray(0, dice.roll(size))
    case 'move': {
      // Takes a part out and puts it in again elsewhere.
      const [from, length] = partOf(size, dice)
      const part = file.slice(from, from + length)
      const joined = Buffer.concat([file.subarray(0, from), file.subarray(from + length)])
      const at = dice.roll(joined.length + 1)
      return Buffer.concat([joined.subarray(0, at), part, joined.subarray(at)])
    }
    case 'swap': {
      const [from, length] = partOf(size, dice)
      const to = dice.roll(size - length + 1)
      copy.set(file.subarray(from, from + length), to)
      return copy
    }
    case 'zero': {
      const [from, length] = partOf(size, dice)
      return copy.fill(dice.roll(2) * 255, from, from + length)
    }
    case 'number': {
      // Puts a number of 4 bytes in, of the kind that is a length somewhere.
      const numbers = [0, 1, 0x7fff_ffff, 0xffff_ffff, 0x8000_0000, size, size * 2, 1 << 20]
      const at = dice.roll(Math.max(1, size - 4))
      const view = new DataView(copy.buffer)
      if (at + 4 <= size) view.setUint32(at, numbers[dice.roll(numbers.length)] ?? 0, true)
      return copy
    }
  }
}

function flipBit(bytes: Uint8Array, dice: Dice): void {
  const at = dice.roll(bytes.length)
  bytes[at] = (bytes[at] ?? 0) ^ (1 << dice.roll(8))
}

function partOf(size: number, dice: Dice): readonly [from: number, length: number] {
  const length = 1 + dice.roll(Math.min(size, dice.roll(2) === 0 ? 64 : size))
  return [dice.roll(size - length + 1), length]
}
