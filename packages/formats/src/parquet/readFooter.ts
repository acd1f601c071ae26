import { parquetMetadata, type FileMetaData } from 'hyparquet'
import { guardParquet, parquetInvalid } from './parquetFault.js'
import { skipThrift } from './skipThrift.js'

/** A file of known length that is read piece by piece. */
export interface ParquetSource {
  /** Bytes. */
  readonly byteLength: number
  readonly slice: (start: number, end: number) => ArrayBuffer | Promise<ArrayBuffer>
}

/** `PAR1`, as a little-endian number. */
const MAGIC = 0x3152_4150
const TRAILER = 8
const FOOTER_BYTES_MAX = 2 ** 28

/** What the footer says, and where it starts. */
export interface Footer {
  readonly metadata: FileMetaData
  /** Bytes before the footer. */
  readonly end: number
}

/** Reads the footer of a Parquet file. Errors: `parquet-invalid`. */
export async function readFooter(file: ParquetSource, where: string): Promise<Footer> {
  const { byteLength } = file
  if (byteLength < 4 + TRAILER) throw parquetInvalid(where, 'the file is too short for Parquet')
  const head = new DataView(await readPiece(file, { start: 0, end: 4 }, where))
  if (head.getUint32(0, true) !== MAGIC) {
    throw parquetInvalid(where, 'the file does not start as Parquet does')
  }
  const end = byteLength - TRAILER
  const tail = new DataView(await readPiece(file, { start: end, end: byteLength }, where))
  if (tail.getUint32(4, true) !== MAGIC) {
    throw parquetInvalid(where, 'the file does not end as Parquet does')
  }
  const length = tail.getUint32(0, true)
  const start = end - length
  if (start < 4 || length > FOOTER_BYTES_MAX) {
    throw parquetInvalid(where, `there is no footer of ${length} bytes`)
  }
  const bytes = await readPiece(file, { start, end: byteLength }, where)
  const metadata = guardParquet(where, 'footer', () => {
    const content = new DataView(bytes, 0, length)
    if (skipThrift(content, 0) !== length) throw new RangeError('its length is not true')
    return checkRows(parquetMetadata(bytes, { geoparquet: false, parsers: PARSERS }))
  })
  return { metadata, end: start }
}

/** Bytes of a file, exactly as many as asked for. Errors: `parquet-invalid`. */
export async function readPiece(
  file: ParquetSource,
  { start, end }: { readonly start: number; readonly end: number },
  where: string,
): Promise<ArrayBuffer> {
  const bytes = await file.slice(start, end)
  if (bytes.byteLength === end - start) return bytes
  throw parquetInvalid(where, `bytes ${start} to ${end} are missing`)
}

// Statistics are not looked at: whatever they hold, nothing is made of it.
const PARSERS = {
  stringFromBytes: () => '',
  timestampFromMilliseconds: () => '',
  timestampFromMicroseconds: () => '',
  timestampFromNanoseconds: () => '',
  dateFromDays: () => '',
  uuidFromBytes: () => '',
}

function checkRows(metadata: FileMetaData): FileMetaData {
  let rows = 0n
  for (const { num_rows } of metadata.row_groups) {
    if (num_rows < 0n) throw new RangeError('a row group has less than no rows')
    rows += num_rows
  }
  if (rows !== metadata.num_rows) {
    throw new RangeError(`it counts ${metadata.num_rows} rows and its row groups ${rows}`)
  }
  return metadata
}
