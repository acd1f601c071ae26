import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib'
import { snappyUncompress } from 'hyparquet'
import { decompressLz4, decompressLz4Raw } from 'hyparquet-compressors'
import { parquetUnsupported } from './parquetFault.js'

// How many bytes one compressed byte can stand for at most, where room is made before reading.
const SNAPPY_RATIO = 32
const LZ4_RATIO = 256

interface PageLength {
  readonly codec: string
  /** Bytes when decompressed. */
  readonly length: number
}

/**
 * Decompresses a page into exactly `length` bytes.
 *
 * Errors: `parquet-unsupported`. Throws anything on bytes that are not of the codec.
 */
export function decompressPage(
  bytes: Uint8Array,
  { codec, length }: PageLength,
  where: string,
): Uint8Array {
  if (length === 0 && bytes.length === 0) return bytes
  const page = decompress(bytes, { codec, length }, where)
  if (page.length !== length) throw new RangeError('the length of a page is not true')
  return page
}

function decompress(bytes: Uint8Array, { codec, length }: PageLength, where: string): Uint8Array {
  const limit = { maxOutputLength: Math.max(1, length) }
  switch (codec) {
    case 'UNCOMPRESSED':
      return bytes
    case 'GZIP':
      return gunzipSync(bytes, limit)
    case 'ZSTD':
      return zstdDecompressSync(bytes, limit)
    case 'BROTLI':
      return brotliDecompressSync(bytes, limit)
    case 'SNAPPY': {
      assertRoom(bytes, length, SNAPPY_RATIO)
      const output = new Uint8Array(length)
      snappyUncompress(bytes, output)
      return output
    }
    case 'LZ4_RAW':
      assertRoom(bytes, length, LZ4_RATIO)
      return decompressLz4Raw(bytes, length)
    case 'LZ4':
      assertRoom(bytes, length, LZ4_RATIO)
      return decompressLz4(bytes, length)
    default:
      throw parquetUnsupported(where, `compression ${codec} is not read: write it with ZSTD`)
  }
}

function assertRoom(bytes: Uint8Array, length: number, ratio: number): void {
  if (length > bytes.length * ratio) throw new RangeError('the length of a page is not true')
}
