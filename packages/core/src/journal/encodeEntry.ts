import { compareBytes } from '../bytes/compareBytes.js'
import type { ByteWriter } from '../bytes/ByteWriter.js'
import type { EventValue, JournalEntry } from './JournalEntry.js'
import type { JournalSymbols } from './JournalSymbols.js'

// What an entry has, as bits of one byte.
export const HAS_CLAIMED = 1
export const HAS_SETTLED = 2
export const HAS_POSTINGS = 4
export const HAS_TALLIES = 8
export const HAS_EVENTS = 16
export const HAS_WITNESSES = 32

/** Writes the canonical bytes of an entry, as docs/formats/journal.md lays them out. */
export function encodeEntry(body: ByteWriter, entry: JournalEntry, symbols: JournalSymbols): void {
  const { key, claimed, settled, postings, tallies, events, witnesses } = entry
  body.varint(symbols.head({ ...headOf(entry), parts: key.length }))
  for (const part of key) body.name(part)
  body.u8(
    (claimed === undefined ? 0 : HAS_CLAIMED) |
      (settled === undefined ? 0 : HAS_SETTLED) |
      (postings.length === 0 ? 0 : HAS_POSTINGS) |
      (tallies.length === 0 ? 0 : HAS_TALLIES) |
      (events.length === 0 ? 0 : HAS_EVENTS) |
      (witnesses.length === 0 ? 0 : HAS_WITNESSES),
  )
  if (claimed !== undefined) body.natural(claimed)
  if (settled !== undefined) body.natural(settled)
  if (postings.length > 0) body.varint(postings.length)
  for (const posting of postings) {
    body.varint(symbols.template(posting))
    body.varint(symbols.account(posting.debit)).varint(symbols.account(posting.credit))
    body.natural(posting.amount)
  }
  if (tallies.length > 0) body.varint(tallies.length)
  for (const { on, units, tlm } of tallies) {
    body.varint(symbols.account(on)).varint(symbols.name(tlm)).natural(units)
  }
  if (events.length > 0) body.varint(events.length)
  for (const { tlm, event, fields } of events) {
    body.varint(symbols.name(tlm)).varint(symbols.name(event))
    encodeFields(body, fields, symbols)
  }
  if (witnesses.length > 0) body.varint(witnesses.length)
  for (const witness of witnesses) body.natural(witness)
}

function headOf(entry: JournalEntry): Omit<Parameters<JournalSymbols['head']>[0], 'parts'> {
  const { type, status, kind, route, tlm, code, paramsVersion } = entry
  return { type, status, kind, route, tlm, code, paramsVersion }
}

function encodeFields(
  body: ByteWriter,
  fields: Readonly<Record<string, EventValue>>,
  symbols: JournalSymbols,
): void {
  const entries = Object.entries(fields).sort(([a], [b]) => compareBytes(a, b))
  body.varint(entries.length)
  for (const [name, value] of entries) {
    body.varint(symbols.name(name))
    if (typeof value === 'boolean') body.u8(value ? 1 : 0)
    else body.u8(2).name(value)
  }
}
