import type { ClaimKind, InputError } from '@tlmkit/core'
import type { RowBlock } from '../rows/RowBlock.js'
import { toRowBlocks } from '../vectors/toRowBlocks.js'
import { arrowInvalid, arrowTruncated, guardArrow } from './arrowFault.js'
import { bindSchema, type BoundFields } from './bindSchema.js'
import { ByteFeed } from './ByteFeed.js'
import { checkFooter, FILE_MAGIC, type FooterBlock } from './checkFooter.js'
import { Dictionaries } from './Dictionaries.js'
import { parseSchema, type ArrowField } from './parseSchema.js'
import { readBody } from './readBody.js'
import { readMessage, type ArrowMessage } from './readMessage.js'
import { VectorLoader } from './VectorLoader.js'

/**
 * Reads claims from an Arrow IPC stream or file, batch by batch.
 *
 * Rule: `where` names the file in errors; rows are counted from 1. Nothing is converted that is not
 * exact: floating point columns are refused.
 * Errors: `arrow-invalid`, `arrow-truncated`, `arrow-unsupported`, `column-missing`,
 * `column-unknown`, `column-twice`, `column-type-invalid`, `text-not-utf8`, and the codes of the
 * cells.
 * @example for await (const block of readArrow(kind, chunks, { where: 'claims.arrow' })) ...
 */
export async function* readArrow(
  kind: Pick<ClaimKind, 'columns'>,
  source: AsyncIterable<Uint8Array>,
  { where }: { readonly where: string },
): AsyncGenerator<RowBlock> {
  const feed = new ByteFeed(source)
  try {
    const head = await feed.take(8)
    if (head.length === 0) throw arrowTruncated(where, 'before it starts: it is empty')
    const isFile = FILE_MAGIC.every((byte, index) => head[index] === byte)
    const schema = await readMessage(feed, where, isFile ? undefined : head)
    if (schema?.type !== 'schema') throw schemaMissing(where)
    const reader = new BatchReader(kind, schema, where)
    while (true) {
      const message = await readMessage(feed, where)
      if (message === undefined) break
      yield* reader.take(message)
    }
    if (isFile) await checkFooter(feed, reader.batches, where)
    else if ((await feed.takeRest(0)) === undefined) {
      throw arrowInvalid(where, 'there is something behind the end-of-stream marker')
    }
  } finally {
    await feed.close()
  }
}

function schemaMissing(where: string): InputError {
  return arrowInvalid(
    where,
    'the schema before the first batch is missing (Arrow for JavaScript leaves it out of files, not of streams)',
  )
}

/** Turns messages into row blocks. */
class BatchReader {
  readonly batches: FooterBlock[] = []
  readonly #where: string
  readonly #columns: readonly { readonly name: string; readonly column: ColumnOf }[]
  readonly #bound: BoundFields
  readonly #fields: readonly ArrowField[]
  readonly #dictionaries: Dictionaries
  #rows = 0

  constructor({ columns }: Pick<ClaimKind, 'columns'>, schema: ArrowMessage, where: string) {
    this.#where = where
    this.#columns = Object.entries(columns).map(([name, column]) => ({ name, column }))
    this.#fields = guardArrow(where, 'schema', () => parseSchema(schema.header, where))
    this.#bound = bindSchema(columns, this.#fields, where)
    this.#dictionaries = new Dictionaries(new Set(dictionaryIds(this.#fields)), where)
  }

  *take(message: ArrowMessage): Generator<RowBlock> {
    const where = this.#where
    if (message.type === 'schema') throw arrowInvalid(where, 'there is a second schema')
    if (message.type === 'dictionary') {
      guardArrow(where, 'dictionary', () => this.#define(message))
      return
    }
    const { position, body, header } = message
    this.batches.push({ position, bodyLength: body.length })
    const name = `batch ${this.batches.length}`
    const batch = guardArrow(where, name, () => {
      const content = readBody(header, body)
      const columns = new VectorLoader(content, this.#dictionaries).loadAll(this.#bound)
      return { rows: content.rows, columns, rowsBefore: this.#rows }
    })
    const blocks = toRowBlocks(this.#columns, batch, where)
    while (true) {
      const next = guardArrow(where, name, () => blocks.next())
      if (next.done === true) break
      yield next.value
    }
    this.#rows += batch.rows
  }

  #define({ header, body }: ArrowMessage): void {
    const id = header.long(0)
    const data = header.table(1)
    if (data === undefined) throw new RangeError('it has no entries')
    const loader = new VectorLoader(readBody(data, body), undefined)
    const texts = loader.loadTexts(isWide(this.#fields, id))
    this.#dictionaries.define(id, texts, header.bool(2))
  }
}

type ColumnOf = ClaimKind['columns'][string]

function* dictionaryIds(fields: readonly ArrowField[]): Generator<bigint> {
  for (const { dictionary, children } of fields) {
    if (dictionary !== undefined) yield dictionary.id
    yield* dictionaryIds(children)
  }
}

/** Whether the entries of a dictionary have 64-bit offsets. */
function isWide(fields: readonly ArrowField[], id: bigint): boolean {
  return fields.some(
    ({ dictionary, type, children }) =>
      (dictionary?.id === id && type.name === 'LargeUtf8') || isWide(children, id),
  )
}
