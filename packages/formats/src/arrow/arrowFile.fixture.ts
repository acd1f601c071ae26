import { RecordBatchFileWriter, RecordBatchReader, RecordBatchStreamWriter } from 'apache-arrow'
import { FileBlock, Footer } from 'apache-arrow/ipc/metadata/file'

/**
 * An Arrow file of the batches of a stream, as the specification lays it out.
 *
 * The writer of apache-arrow leaves the schema at the start out: its footer is taken, each position
 * moved on by that schema's length.
 */
export function arrowFileOf(stream: Uint8Array): Uint8Array {
  const batches = [...RecordBatchReader.from(stream)]
  const short = RecordBatchFileWriter.writeAll(batches).toUint8Array(true)
  const content = RecordBatchStreamWriter.writeAll(batches).toUint8Array(true)
  const schemaLength = 8 + new DataView(content.buffer, content.byteOffset).getInt32(4, true)
  const view = new DataView(short.buffer, short.byteOffset, short.byteLength)
  const footerLength = view.getInt32(short.length - 10, true)
  const end = short.length - 10
  const footer = Footer.decode(short.slice(end - footerLength, end))
  const moved = (blocks: Iterable<FileBlock>): FileBlock[] =>
    [...blocks].map(
      ({ metaDataLength, bodyLength, offset }) =>
        new FileBlock(metaDataLength, bodyLength, offset + schemaLength),
    )
  const bytes = Footer.encode(
    new Footer(
      footer.schema,
      footer.version,
      moved(footer.recordBatches()),
      moved(footer.dictionaryBatches()),
    ),
  )
  const length = new Uint8Array(Int32Array.of(bytes.length).buffer)
  const magic = new TextEncoder().encode('ARROW1')
  return Buffer.concat([magic, new Uint8Array(2), content, bytes, length, magic])
}
