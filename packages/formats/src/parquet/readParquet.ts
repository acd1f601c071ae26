import type { ClaimKind } from '@tlmkit/core'
import type { ColumnMetaData, RowGroup } from 'hyparquet'
import type { RowBlock } from '../rows/RowBlock.js'
import { toRowBlocks } from '../vectors/toRowBlocks.js'
import type { Vector } from '../vectors/Vector.js'
import { bindParquet, schemaTree, type ParquetColumn, type ParquetLeaf } from './bindParquet.js'
import { PageReader } from './PageReader.js'
import { guardParquet, parquetInvalid, parquetUnsupported } from './parquetFault.js'
import { readColumn, VALUES_MAX, type ChunkContent } from './readColumn.js'
import { readFooter, readPiece, type Footer, type ParquetSource } from './readFooter.js'
import { toFlatVector, toListVector } from './toVectors.js'

/**
 * Reads claims from a Parquet file, row group by row group.
 *
 * Rule: `where` names the file in errors; rows are counted from 1. Nothing is converted that is not
 * exact: floating point columns are refused.
 * Errors: `parquet-invalid`, `parquet-unsupported`, `column-missing`, `column-unknown`,
 * `column-twice`, `column-type-invalid`, `text-not-utf8`, and the codes of the cells.
 * @example for await (const block of readParquet(kind, file, { where: 'claims.parquet' })) ...
 */
export async function* readParquet(
  { columns }: Pick<ClaimKind, 'columns'>,
  file: ParquetSource,
  { where }: { readonly where: string },
): AsyncGenerator<RowBlock> {
  const footer = await readFooter(file, where)
  const bound = guardParquet(where, 'schema', () =>
    bindParquet(columns, schemaTree(footer.metadata.schema), where),
  )
  const named = Object.entries(columns).map(([name, column]) => ({ name, column }))
  let rowsBefore = 0
  for (const [index, group] of footer.metadata.row_groups.entries()) {
    const name = `row group ${index + 1}`
    const rows = Number(group.num_rows)
    assertFew(rows, name, where)
    const reader = new GroupReader(file, { footer, group, name, where })
    const vectors: Vector[] = []
    for (const column of bound) vectors.push(await reader.column(column, rows))
    const blocks = toRowBlocks(named, { rows, columns: vectors, rowsBefore }, where)
    while (true) {
      const next = guardParquet(where, name, () => blocks.next())
      if (next.done === true) break
      yield next.value
    }
    rowsBefore += rows
  }
}

interface GroupPlace {
  readonly footer: Footer
  readonly group: RowGroup
  readonly name: string
  readonly where: string
}

/** Reads the columns of one row group. */
class GroupReader {
  readonly #file: ParquetSource
  readonly #place: GroupPlace

  constructor(file: ParquetSource, place: GroupPlace) {
    this.#file = file
    this.#place = place
  }

  async column(column: ParquetColumn, rows: number): Promise<Vector> {
    if (column.type === 'leaf') {
      const content = await this.#chunk(column.leaf, false)
      return this.#guard(() => toFlatVector(content, column.leaf.defined, rows))
    }
    const contents: ChunkContent[] = []
    for (const leaf of column.items) contents.push(await this.#chunk(leaf, true))
    return this.#guard(() => toListVector(column, contents, rows))
  }

  async #chunk(leaf: ParquetLeaf, isList: boolean): Promise<ChunkContent> {
    const { where } = this.#place
    // Nothing of the metadata is sure to be there, whatever its type says.
    const { codec, count, range } = this.#guard(() => {
      const meta = this.#metadataOf(leaf)
      const count = toCount(meta.num_values, Number.MAX_SAFE_INTEGER)
      assertFew(count, this.#place.name, where)
      return { codec: meta.codec, count, range: rangeOf(meta, this.#place.footer.end) }
    })
    const bytes = await readPiece(this.#file, range, where)
    return this.#guard(() =>
      readColumn(new PageReader(bytes, { codec, where }), { leaf, count, isList }),
    )
  }

  #metadataOf(leaf: ParquetLeaf): ColumnMetaData {
    const { group, where, name } = this.#place
    const chunk = group.columns[leaf.chunk]
    if (chunk === undefined) throw parquetInvalid(where, `${name} lacks a column`)
    const { meta_data, crypto_metadata, file_path } = chunk
    if (crypto_metadata !== undefined) {
      throw parquetUnsupported(where, 'the file is encrypted: write it without encryption')
    }
    if (file_path !== undefined) {
      throw parquetUnsupported(where, 'the values are in another file: write them into one')
    }
    const isOther = meta_data?.path_in_schema.join('\0') !== leaf.path.join('\0')
    if (meta_data === undefined || isOther || meta_data.type !== leaf.element.type) {
      throw parquetInvalid(where, `${name} has other columns than the schema`)
    }
    return meta_data
  }

  #guard<T>(read: () => T): T {
    return guardParquet(this.#place.where, this.#place.name, read)
  }
}

function assertFew(values: number, name: string, where: string): void {
  if (values <= VALUES_MAX) return
  throw parquetUnsupported(
    where,
    `${name} has ${values} values in a column: write at most ${VALUES_MAX} in one row group`,
  )
}

function rangeOf(
  meta: ColumnMetaData,
  end: number,
): { readonly start: number; readonly end: number } {
  const data = toCount(meta.data_page_offset, end)
  const dictionary = toCount(meta.dictionary_page_offset ?? 0n, end)
  const start = dictionary > 0 && dictionary < data ? dictionary : data
  const length = toCount(meta.total_compressed_size, end - start)
  if (start < 4) throw new RangeError('a column starts before the file does')
  return { start, end: start + length }
}

function toCount(value: unknown, max: number): number {
  if (typeof value !== 'bigint' || value < 0n || value > BigInt(max))
    throw new RangeError(`${String(value)} is out of range`)
  return Number(value)
}
