const NEWLINE = 0x0a
const SPACE = 0x20
const UTF8_MARK = [0xef, 0xbb, 0xbf]

/** A line with its number in the file, from 1. */
export interface Line {
  readonly bytes: Uint8Array
  readonly number: number
  /** Whether a newline ends it. */
  readonly isWhole: boolean
}

/** The lines of a file that hold something, without a byte order mark. */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line, void> {
  let tail: Uint8Array[] = []
  let number = 0
  const lineOf = (end: Uint8Array, isWhole: boolean): Line | undefined => {
    number += 1
    const whole = tail.length === 0 ? end : Buffer.concat([...tail, end])
    tail = []
    const bytes = number === 1 ? withoutMark(whole) : whole
    return bytes.every((byte) => byte <= SPACE) ? undefined : { bytes, number, isWhole }
  }
  for await (const chunk of chunks) {
    let start = 0
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      const line = lineOf(chunk.subarray(start, end), true)
      start = end + 1
      if (line !== undefined) yield line
    }
    if (start < chunk.length) tail.push(chunk.subarray(start))
  }
  const last = lineOf(new Uint8Array(), false)
  if (last !== undefined) yield last
}

function withoutMark(bytes: Uint8Array): Uint8Array {
  return UTF8_MARK.every((byte, index) => bytes[index] === byte) ? bytes.subarray(3) : bytes
}
