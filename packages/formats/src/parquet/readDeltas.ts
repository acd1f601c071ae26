import { deltaBinaryUnpack } from 'hyparquet/src/delta.js'
import { readVarint, type ByteSpan } from './readHybrid.js'

const BLOCK_MAX = 65_536

/** Numbers of a delta encoding, and where what follows them starts. */
export interface Deltas<T> {
  readonly values: T
  readonly end: number
}

/** Reads whole numbers written as differences. Throws a RangeError where they are cut off. */
export function readDeltas<T extends Int32Array | BigInt64Array>(
  { bytes, start, end }: ByteSpan,
  values: T,
): Deltas<T> {
  let at = start
  const next = (): number => {
    if (at >= end) throw new RangeError('a page has too few values')
    return bytes[at++] ?? 0
  }
  const [block, parts, count] = [readVarint(next), readVarint(next), readVarint(next)]
  const isSound = block > 0 && block <= BLOCK_MAX && parts > 0 && block % parts === 0
  if (!isSound || (block / parts) % 8 !== 0 || count !== values.length) {
    throw new RangeError('differences are of another count')
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, end - start)
  const reader = { view, offset: 0 }
  if (count > 0) deltaBinaryUnpack(reader, count, values)
  return { values, end: count > 0 ? start + reader.offset : at }
}
