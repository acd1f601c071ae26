import { arrowInvalid, arrowTruncated, guardArrow } from './arrowFault.js'
import type { ByteFeed } from './ByteFeed.js'
import { FlatTable } from './FlatTable.js'
import { BATCH_BYTES_MAX, toCount } from './readBody.js'

/** One message of the stream format: its header, and the bytes that belong to it. */
export interface ArrowMessage {
  readonly type: 'schema' | 'dictionary' | 'batch'
  readonly header: FlatTable
  readonly body: Uint8Array
  /** Where the message starts in the file, in bytes. */
  readonly position: number
}

/** Bytes before each message: the continuation marker and the length of the header. */
const PREFIX = 8
const CONTINUATION = 0xffff_ffff
// Numbers of the header union in Message.fbs.
const HEADERS: Readonly<Record<number, ArrowMessage['type']>> = {
  1: 'schema',
  2: 'dictionary',
  3: 'batch',
}

/**
 * Reads the next message; undefined at the end-of-stream marker.
 *
 * `head`: the first bytes of the file, where they were taken already.
 * Errors: `arrow-invalid`, `arrow-truncated`.
 */
export async function readMessage(
  feed: ByteFeed,
  where: string,
  head?: Uint8Array,
): Promise<ArrowMessage | undefined> {
  const prefix = head ?? (await feed.take(PREFIX))
  const position = feed.position - prefix.length
  if (prefix.length < PREFIX) throw arrowTruncated(where, 'without its end-of-stream marker')
  const view = new DataView(prefix.buffer, prefix.byteOffset, PREFIX)
  const size = view.getInt32(4, true)
  if (view.getUint32(0, true) !== CONTINUATION || size < 0 || size % 8 !== 0) {
    throw arrowInvalid(where, `there is no Arrow message at byte ${position}`)
  }
  if (size === 0) return undefined
  const metadata = await feed.take(size)
  if (metadata.length < size) throw arrowTruncated(where, 'within the header of a message')
  const { type, header, bodyLength } = guardArrow(where, `message at byte ${position}`, () =>
    parseMessage(metadata),
  )
  const body = await feed.take(bodyLength)
  if (body.length < bodyLength) throw arrowTruncated(where, 'within a batch')
  return { type, header, body, position }
}

function parseMessage(
  metadata: Uint8Array,
): Pick<ArrowMessage, 'type' | 'header'> & { readonly bodyLength: number } {
  const message = FlatTable.root(metadata)
  const type = HEADERS[message.byte(1)]
  const header = message.table(2)
  const bodyLength = toCount(message.long(3))
  if (type === undefined || header === undefined) throw new RangeError('its type is unknown')
  if (bodyLength > BATCH_BYTES_MAX) throw new RangeError('it is longer than 1 GiB')
  if (bodyLength % 8 !== 0) throw new RangeError('its length is no multiple of 8')
  return { type, header, bodyLength }
}
