import { parseNatural } from '../amounts/parseNatural.js'
import { InputError } from '../errors/InputError.js'
import type { JournalBlock } from '../journal/Journal.js'
import type {
  EventValue,
  JournalEntry,
  JournalEvent,
  Posting,
  TallyEntry,
} from '../journal/JournalEntry.js'
import { jsonLine, type Json } from './canonicalJson.js'
import { ObjectReader } from './ObjectReader.js'

const INVALID = 'journal-line-invalid'

/** A block as lines of JSON: one per entry, then the one that seals it. None has a newline. */
export function journalBlockToLines(block: JournalBlock): readonly string[] {
  const { index, previous, hash, entries } = block
  const seal = { type: 'block', index, entries: entries.length, previous, hash }
  return [...entries.map((entry) => jsonLine(entryToJson(entry))), jsonLine(seal)]
}

/** An entry as JSON: base units and units as text, what it does not have left out. */
export function entryToJson(entry: JournalEntry): { readonly [key: string]: Json } {
  const { claimed, settled, postings, tallies, events, witnesses } = entry
  return {
    type: entry.type,
    kind: entry.kind,
    key: entry.key,
    route: entry.route,
    paramsVersion: entry.paramsVersion,
    status: entry.status,
    tlm: entry.tlm,
    code: entry.code,
    at: entry.at,
    ...(claimed === undefined ? {} : { claimed: claimed.toString() }),
    ...(settled === undefined ? {} : { settled: settled.toString() }),
    postings: postings.map(({ amount, ...posting }) => ({ ...posting, amount: amount.toString() })),
    tallies: tallies.map(({ on, units, tlm }) => ({ on, units: units.toString(), tlm })),
    events: events.map(({ tlm, event, fields }) => ({ tlm, event, fields: { ...fields } })),
    witnesses: witnesses.map(String),
  }
}

/**
 * Reads one entry from untrusted data.
 *
 * Errors: `journal-line-invalid`, and the codes of `parseNatural`.
 */
export function parseEntry(value: unknown, where: string): JournalEntry {
  const reader = new ObjectReader(value, { code: INVALID, where })
  const optional = (name: string): bigint | undefined =>
    reader.has(name) ? reader.natural(name) : undefined
  const entry: JournalEntry = {
    type: reader.oneOf('type', ['claim', 'close', 'lifecycle']),
    kind: reader.text('kind'),
    key: reader.list('key', parseText),
    route: reader.text('route'),
    paramsVersion: reader.count('paramsVersion'),
    status: reader.oneOf('status', ['settled', 'finished', 'discarded']),
    tlm: reader.text('tlm'),
    code: reader.text('code'),
    at: reader.text('at'),
    claimed: optional('claimed'),
    settled: optional('settled'),
    postings: reader.list('postings', parsePosting),
    tallies: reader.list('tallies', parseTally),
    events: reader.list('events', parseEvent),
    witnesses: reader.list('witnesses', parseNatural),
  }
  reader.finish()
  return Object.freeze(entry)
}

/** The line that seals a block. Errors: `journal-line-invalid`. */
export function parseSeal(
  value: unknown,
  where: string,
): Omit<JournalBlock, 'entries'> & { readonly entries: number } {
  const reader = new ObjectReader(value, { code: INVALID, where })
  reader.oneOf('type', ['block'])
  const seal = {
    index: reader.count('index'),
    entries: reader.count('entries'),
    previous: reader.hash('previous'),
    hash: reader.hash('hash'),
  }
  reader.finish()
  return seal
}

function parsePosting(value: unknown, where: string): Posting {
  const reader = new ObjectReader(value, { code: INVALID, where })
  const posting = {
    debit: reader.text('debit'),
    credit: reader.text('credit'),
    denomination: reader.text('denomination'),
    amount: reader.natural('amount'),
    reason: reader.text('reason'),
    tlm: reader.text('tlm'),
  }
  reader.finish()
  return posting
}

function parseTally(value: unknown, where: string): TallyEntry {
  const reader = new ObjectReader(value, { code: INVALID, where })
  const tally = { on: reader.text('on'), units: reader.natural('units'), tlm: reader.text('tlm') }
  reader.finish()
  return tally
}

function parseEvent(value: unknown, where: string): JournalEvent {
  const reader = new ObjectReader(value, { code: INVALID, where })
  const event = {
    tlm: reader.text('tlm'),
    event: reader.text('event'),
    fields: Object.fromEntries(reader.entries('fields', parseField)),
  }
  reader.finish()
  return event
}

function parseField(value: unknown, where: string): EventValue {
  if (typeof value === 'string' || typeof value === 'boolean') return value
  throw invalid(where, 'write a text, true or false')
}

function parseText(value: unknown, where: string): string {
  if (typeof value === 'string') return value
  throw invalid(where, 'write a text')
}

function invalid(where: string, right: string): InputError {
  return new InputError({ code: INVALID, message: `${where}: ${right}.`, details: { where } })
}
