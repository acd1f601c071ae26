import { arrowInvalid, arrowTruncated, guardArrow } from './arrowFault.js'
import type { ByteFeed } from './ByteFeed.js'
import { FlatTable } from './FlatTable.js'

/** `ARROW1` and two zero bytes: the start of the file format. */
export const FILE_MAGIC: Uint8Array = new TextEncoder().encode('ARROW1\0\0')
const MAGIC_END = FILE_MAGIC.subarray(0, 6)
/** Bytes behind the footer: its length, and the magic. */
const TRAILER = 10
const FOOTER_BYTES_MAX = 2 ** 28

/** A batch as the footer lists it, in bytes. */
export interface FooterBlock {
  readonly position: number
  readonly bodyLength: number
}

/**
 * Checks that what the footer of an Arrow file lists is what was read.
 *
 * Errors: `arrow-invalid`, `arrow-truncated`.
 */
export async function checkFooter(
  feed: ByteFeed,
  batches: readonly FooterBlock[],
  where: string,
): Promise<void> {
  const rest = await feed.takeRest(FOOTER_BYTES_MAX)
  if (rest === undefined) throw arrowInvalid(where, 'there is something between batches and footer')
  const end = rest.length - TRAILER
  if (end < 0) throw arrowTruncated(where, 'within its footer')
  if (!MAGIC_END.every((byte, index) => rest[end + 4 + index] === byte)) {
    throw arrowTruncated(where, 'without the marker behind its footer')
  }
  guardArrow(where, 'footer', () => {
    const length = new DataView(rest.buffer, rest.byteOffset + end, 4).getInt32(0, true)
    if (length !== end) throw new RangeError('its length is not true')
    const listed = FlatTable.root(rest.subarray(0, end)).structs(3, 24)
    if (listed.length !== batches.length) {
      throw new RangeError(`it lists ${listed.length} batches and there are ${batches.length}`)
    }
    for (const [index, { position, bodyLength }] of batches.entries()) {
      const block = listed[index]
      const matches =
        block?.getBigInt64(0, true) === BigInt(position) &&
        block.getBigInt64(16, true) === BigInt(bodyLength)
      if (!matches) throw new RangeError(`batch ${index + 1} is not where it says`)
    }
  })
}
