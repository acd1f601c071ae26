const MAGIC = 0x184d2204
const UNCOMPRESSED = 0x8000_0000

/** Decompresses an LZ4 frame into exactly `length` bytes. Throws a RangeError on anything else. */
export function decompressLz4Frame(input: Uint8Array, length: number): Uint8Array {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength)
  if (view.getUint32(0, true) !== MAGIC) throw new RangeError('no LZ4 frame')
  // A byte of LZ4 stands for at most 255 of the text: no room for more is made.
  if (length > input.length * 255) throw new RangeError('the length is not true')
  const flags = view.getUint8(4)
  const hasBlockChecksum = (flags & 0x10) !== 0
  let at = 7 + ((flags & 0x08) !== 0 ? 8 : 0) + ((flags & 0x01) !== 0 ? 4 : 0)
  const output = new Uint8Array(length)
  let filled = 0
  while (true) {
    const header = view.getUint32(at, true)
    at += 4
    if (header === 0) break
    const size = header % UNCOMPRESSED
    if (size > input.length - at) throw new RangeError('a block is too long')
    const block = input.subarray(at, at + size)
    if (header >= UNCOMPRESSED) {
      output.set(block, filled)
      filled += size
    } else {
      filled = decompressBlock(block, output, filled)
    }
    at += size + (hasBlockChecksum ? 4 : 0)
  }
  if (filled !== length) throw new RangeError('the length is not true')
  return output
}

/** Decompresses one block behind what `output` holds already; gives where it ends. */
function decompressBlock(input: Uint8Array, output: Uint8Array, start: number): number {
  let at = 0
  let filled = start
  const extended = (count: number): number => {
    if (count < 15) return count
    let total = count
    let byte = 255
    while (byte === 255) {
      if (at >= input.length) throw new RangeError('a block is too short')
      byte = input[at++] ?? 0
      total += byte
    }
    return total
  }
  while (at < input.length) {
    const token = input[at++] ?? 0
    const literals = extended(token >> 4)
    if (literals > input.length - at) throw new RangeError('a block is too short')
    output.set(input.subarray(at, at + literals), filled)
    at += literals
    filled += literals
    if (at >= input.length) return filled
    const offset = (input[at] ?? 0) + (input[at + 1] ?? 0) * 256
    at += 2
    const match = extended(token & 15) + 4
    if (offset === 0 || offset > filled) throw new RangeError('a match starts too early')
    if (match > output.length - filled) throw new RangeError('the length is not true')
    for (const end = filled + match; filled < end; filled++) {
      output[filled] = output[filled - offset] ?? 0
    }
  }
  return filled
}
