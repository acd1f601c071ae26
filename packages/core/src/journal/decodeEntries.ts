import { ByteReader } from '../bytes/ByteReader.js'
import { InputError } from '../errors/InputError.js'
import {
  HAS_CLAIMED,
  HAS_EVENTS,
  HAS_POSTINGS,
  HAS_SETTLED,
  HAS_TALLIES,
  HAS_WITNESSES,
} from './encodeEntry.js'
import type { EventValue, JournalEntry, JournalEvent, Posting, TallyEntry } from './JournalEntry.js'
import type { JournalSymbols } from './JournalSymbols.js'

interface Entries {
  readonly count: number
  readonly symbols: JournalSymbols
  /** `at` of the entries that have one. */
  readonly notes: ReadonlyMap<number, string>
}

const NONE: readonly never[] = Object.freeze([])

/** Reads the entries of a block. Errors: `journal-bytes-invalid`. */
export function decodeEntries(
  bytes: Uint8Array,
  { count, symbols, notes }: Entries,
): readonly JournalEntry[] {
  const reader = new ByteReader(bytes, invalid)
  const entries: JournalEntry[] = []
  for (let index = 0; index < count; index++) {
    entries.push(decodeEntry(reader, symbols, notes.get(index) ?? ''))
  }
  if (reader.left > 0) throw invalid('it goes on after its last entry')
  return Object.freeze(entries)
}

function decodeEntry(reader: ByteReader, symbols: JournalSymbols, at: string): JournalEntry {
  const { parts, ...head } = symbol(symbols.heads, reader.varint())
  const key: string[] = []
  for (let part = 0; part < parts; part++) key.push(reader.name())
  const has = reader.u8()
  if (has >= 2 * HAS_WITNESSES) throw invalid('an entry states parts that do not exist')
  const { type, kind, route, paramsVersion, status, tlm, code } = head
  return Object.freeze({
    type,
    kind,
    key,
    route,
    paramsVersion,
    status,
    tlm,
    code,
    at,
    claimed: (has & HAS_CLAIMED) > 0 ? reader.natural() : undefined,
    settled: (has & HAS_SETTLED) > 0 ? reader.natural() : undefined,
    postings: (has & HAS_POSTINGS) > 0 ? many(reader, () => posting(reader, symbols)) : NONE,
    tallies: (has & HAS_TALLIES) > 0 ? many(reader, () => tally(reader, symbols)) : NONE,
    events: (has & HAS_EVENTS) > 0 ? many(reader, () => event(reader, symbols)) : NONE,
    witnesses: (has & HAS_WITNESSES) > 0 ? many(reader, () => reader.natural()) : NONE,
  })
}

function posting(reader: ByteReader, symbols: JournalSymbols): Posting {
  const { denomination, reason, tlm } = symbol(symbols.templates, reader.varint())
  const debit = symbol(symbols.accounts, reader.varint())
  const credit = symbol(symbols.accounts, reader.varint())
  return { debit, credit, denomination, amount: reader.natural(), reason, tlm }
}

function tally(reader: ByteReader, symbols: JournalSymbols): TallyEntry {
  const on = symbol(symbols.accounts, reader.varint())
  const tlm = symbol(symbols.names, reader.varint())
  return { on, units: reader.natural(), tlm }
}

function event(reader: ByteReader, symbols: JournalSymbols): JournalEvent {
  const tlm = symbol(symbols.names, reader.varint())
  const name = symbol(symbols.names, reader.varint())
  const fields: [string, EventValue][] = []
  const count = reader.varint()
  for (let field = 0; field < count; field++) {
    const key = symbol(symbols.names, reader.varint())
    const type = reader.u8()
    if (type > 2) throw invalid('an event field has a type that does not exist')
    fields.push([key, type === 2 ? reader.name() : type === 1])
  }
  return { tlm, event: name, fields: Object.fromEntries(fields) }
}

function many<T>(reader: ByteReader, one: () => T): readonly T[] {
  const count = reader.varint()
  if (count === 0) throw invalid('an entry states an empty list')
  const list: T[] = []
  for (let index = 0; index < count; index++) list.push(one())
  return list
}

function symbol<T>(list: readonly T[], number: number): T {
  const value = list[number]
  if (value === undefined) throw invalid(`it names symbol ${number}, which was not given`)
  return value
}

/** Errors: `journal-bytes-invalid`. */
export function invalid(why: string): InputError {
  return new InputError({
    code: 'journal-bytes-invalid',
    message: `A journal block is broken: ${why}. Get the journal again from where it was written.`,
  })
}
