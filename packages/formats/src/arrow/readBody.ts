import { zstdDecompressSync } from 'node:zlib'
import type { FlatTable } from './FlatTable.js'
import { decompressLz4Frame } from './lz4Frame.js'

/** Rows and buffers of one record batch or dictionary, checked against the body's length. */
export interface ArrowBody {
  readonly rows: number
  /** Lengths of the fields, depth first. */
  readonly nodes: readonly number[]
  readonly buffers: readonly Uint8Array[]
}

/** Bytes of one batch, compressed or not. */
export const BATCH_BYTES_MAX = 2 ** 30

/** Reads the layout of a record batch. Throws a RangeError where it does not fit the body. */
export function readBody(batch: FlatTable, body: Uint8Array): ArrowBody {
  const rows = toCount(batch.long(0))
  const nodes = batch.structs(1, 16).map((node) => toCount(node.getBigInt64(0, true)))
  const compression = batch.table(3)
  let room = BATCH_BYTES_MAX
  let end = 0
  const buffers = batch.structs(2, 16).map((buffer) => {
    const offset = toCount(buffer.getBigInt64(0, true))
    const length = toCount(buffer.getBigInt64(8, true))
    if (offset % 8 !== 0) throw new RangeError('a buffer does not start at a multiple of 8')
    if (offset + length > body.length) throw new RangeError('a buffer is longer than its batch')
    if (offset < end) throw new RangeError('buffers overlap')
    end = offset + length
    const bytes = body.subarray(offset, end)
    if (compression === undefined || length === 0) return bytes
    const plain = decompress(bytes, compression.byte(0), room)
    room -= plain.length
    return plain
  })
  return { rows, nodes, buffers }
}

function decompress(bytes: Uint8Array, codec: number, lengthMax: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const stated = view.getBigInt64(0, true)
  const content = bytes.subarray(8)
  if (stated === -1n) return content
  const length = toCount(stated)
  if (length > lengthMax) throw new RangeError('a batch is longer than 1 GiB')
  if (length === 0) return content.subarray(0, 0)
  if (codec === 0) return decompressLz4Frame(content, length)
  if (codec !== 1) throw new RangeError(`there is no compression ${codec}`)
  const plain = zstdDecompressSync(content, { maxOutputLength: length })
  if (plain.length !== length) throw new RangeError('the length of a buffer is not true')
  return plain.byteOffset % 8 === 0 ? plain : new Uint8Array(plain)
}

/** A count of the file as a number that surely fits. */
export function toCount(value: bigint): number {
  if (value < 0n || value > 0x7fff_ffffn) throw new RangeError(`${value} is out of range`)
  return Number(value)
}
