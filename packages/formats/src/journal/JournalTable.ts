import { jsonLine, type JournalBlock } from '@tlmkit/core'

/** Tables that a journal is written as. */
export type JournalTableName = 'postings' | 'entries'

/** One column of a table: exact numbers are text, as digits. */
export interface TableColumn {
  readonly name: string
  /** `count`: a whole number below 2^31. `float`: for plotting, never exact. */
  readonly type: 'text' | 'count' | 'float'
  readonly nullable: boolean
}

/** A value of the column's type; null where it may be and is. */
export type TableValue = string | number | null

export interface JournalTable {
  readonly columns: readonly TableColumn[]
  /** The rows of a block, each in the order of the columns. */
  readonly rowsOf: (block: JournalBlock) => Iterable<readonly TableValue[]>
}

const text = (name: string): TableColumn => ({ name, type: 'text', nullable: false })
const digits = (name: string): TableColumn => ({ name, type: 'text', nullable: true })
const count = (name: string): TableColumn => ({ name, type: 'count', nullable: false })

const postings: JournalTable = {
  columns: [
    ...['block', 'entry', 'posting'].map(count),
    ...['kind', 'key', 'route'].map(text),
    count('params_version'),
    ...['status', 'tlm', 'reason', 'debit', 'credit', 'denomination', 'amount'].map(text),
    { name: 'amount_float', type: 'float', nullable: false },
  ],
  *rowsOf({ index, entries }) {
    for (const [
      number,
      { kind, key, route, paramsVersion, status, postings },
    ] of entries.entries()) {
      const keyText = key.join('/')
      for (const [
        posting,
        { tlm, reason, debit, credit, denomination, amount },
      ] of postings.entries()) {
        yield [
          ...[index, number, posting, kind, keyText, route, paramsVersion, status, tlm, reason],
          ...[debit, credit, denomination, amount.toString(), Number(amount)],
        ]
      }
    }
  },
}

const entries: JournalTable = {
  columns: [
    ...['block', 'entry'].map(count),
    ...['type', 'kind', 'key', 'route'].map(text),
    count('params_version'),
    ...['status', 'tlm', 'code'].map(text),
    ...['claimed', 'settled'].map(digits),
    count('postings'),
    ...['events', 'witnesses'].map(text),
  ],
  *rowsOf({ index, entries }) {
    for (const [number, entry] of entries.entries()) {
      const { type, kind, key, route, paramsVersion, status, tlm, code } = entry
      const events = entry.events.map((event) => ({
        tlm: event.tlm,
        event: event.event,
        fields: { ...event.fields },
      }))
      yield [
        ...[index, number, type, kind, key.join('/'), route, paramsVersion, status, tlm, code],
        ...[entry.claimed?.toString() ?? null, entry.settled?.toString() ?? null],
        ...[entry.postings.length, jsonLine(events), jsonLine(entry.witnesses.map(String))],
      ]
    }
  },
}

/** The tables by name. */
export const JOURNAL_TABLES: Readonly<Record<JournalTableName, JournalTable>> = {
  postings,
  entries,
}
