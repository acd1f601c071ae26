import { InputError } from '@tlmkit/core'
import type { RowBlock } from './RowBlock.js'
import { RECORD_HEAD_BYTES, ROW_BYTES_MAX, TOTALS_BYTES, crcOfRecord, viewOf } from './RowsFile.js'

/** Encodes blocks as the records of a file, each checked by a CRC-32 that continues the last. */
export class RecordEncoder {
  #crc: number
  #rows = 0
  #blocks = 0

  constructor(crcBefore: number) {
    this.#crc = crcBefore
  }

  /** The bytes that stand before those of a block that is not empty. Errors: `row-too-large`. */
  headOf({ bytes, offsets, rows }: RowBlock): Uint8Array {
    const head = new Uint8Array(RECORD_HEAD_BYTES + 4 * rows)
    const view = viewOf(head)
    const payloadBytes = 4 * rows + bytes.length
    view.setUint32(0, rows)
    view.setUint32(4, payloadBytes)
    for (let row = 0; row < rows; row++) {
      const length = (offsets[row + 1] ?? 0) - (offsets[row] ?? 0)
      if (length > ROW_BYTES_MAX) throw tooLarge(length)
      view.setUint32(RECORD_HEAD_BYTES + 4 * row, length)
    }
    const place = { index: this.#blocks, rows, payloadBytes }
    this.#crc = crcOfRecord(this.#crc, place, [head.subarray(RECORD_HEAD_BYTES), bytes])
    view.setUint32(8, this.#crc)
    this.#rows += rows
    this.#blocks += 1
    return head
  }

  /** The last record. */
  totals(): Uint8Array {
    const bytes = new Uint8Array(RECORD_HEAD_BYTES + TOTALS_BYTES)
    const view = viewOf(bytes)
    view.setUint32(4, TOTALS_BYTES)
    view.setBigUint64(RECORD_HEAD_BYTES, BigInt(this.#rows))
    view.setBigUint64(RECORD_HEAD_BYTES + 8, BigInt(this.#blocks))
    const place = { index: this.#blocks, rows: 0, payloadBytes: TOTALS_BYTES }
    view.setUint32(8, crcOfRecord(this.#crc, place, [bytes.subarray(RECORD_HEAD_BYTES)]))
    return bytes
  }
}

function tooLarge(length: number): InputError {
  return new InputError({
    code: 'row-too-large',
    message: `A row has ${length} bytes; a file takes rows of at most ${ROW_BYTES_MAX} bytes: shorten its lists.`,
    details: { length },
  })
}
