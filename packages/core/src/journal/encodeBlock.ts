import { hexToBytes } from '@noble/hashes/utils.js'
import { ByteWriter } from '../bytes/ByteWriter.js'
import { compareBytes } from '../bytes/compareBytes.js'
import type { EventValue, JournalEntry, OutcomeStatus } from './JournalEntry.js'

const TYPE = { claim: 0, close: 1, lifecycle: 2 } as const satisfies Record<
  JournalEntry['type'],
  number
>
const STATUS = { settled: 0, finished: 1, discarded: 2 } as const satisfies Record<
  OutcomeStatus,
  number
>

interface BlockContent {
  readonly index: number
  readonly previous: string
  readonly entries: readonly JournalEntry[]
}

/**
 * Canonical bytes of a journal block, as docs/formats/journal.md lays them out.
 *
 * `at` is left out: it is for people, and may name what differs between builds.
 *
 * `symbols` holds the names of earlier blocks of the same journal, and takes up the new ones.
 */
export function encodeBlock(block: BlockContent, symbols: Map<string, number>): Uint8Array {
  const body = new ByteWriter()
  const fresh: string[] = []
  const symbol = (text: string): void => {
    let number = symbols.get(text)
    if (number === undefined) {
      number = symbols.size
      symbols.set(text, number)
      fresh.push(text)
    }
    body.u32(number)
  }
  body.u32(block.entries.length)
  for (const entry of block.entries) encodeEntry(body, entry, symbol)
  const whole = new ByteWriter().text('tlmkit-journal/1').u32(block.index)
  whole.raw(hexToBytes(block.previous)).u32(fresh.length)
  for (const text of fresh) whole.text(text)
  return whole.raw(body.toBytes()).toBytes()
}

function encodeEntry(body: ByteWriter, entry: JournalEntry, symbol: (text: string) => void): void {
  body.u8(TYPE[entry.type]).u8(STATUS[entry.status])
  for (const text of [entry.kind, entry.route, entry.tlm, entry.code]) symbol(text)
  body.u32(entry.paramsVersion).u32(entry.key.length)
  for (const part of entry.key) body.text(part)
  optional(body, entry.claimed)
  optional(body, entry.settled)
  body.u32(entry.postings.length)
  for (const posting of entry.postings) {
    for (const text of [posting.debit, posting.credit, posting.denomination]) symbol(text)
    for (const text of [posting.reason, posting.tlm]) symbol(text)
    body.u128(posting.amount)
  }
  body.u32(entry.tallies.length)
  for (const { on, units, tlm } of entry.tallies) {
    symbol(on)
    symbol(tlm)
    body.u128(units)
  }
  body.u32(entry.events.length)
  for (const { tlm, event, fields } of entry.events) {
    symbol(tlm)
    symbol(event)
    encodeFields(body, fields, symbol)
  }
  body.u32(entry.witnesses.length)
  for (const witness of entry.witnesses) body.u128(witness)
}

function encodeFields(
  body: ByteWriter,
  fields: Readonly<Record<string, EventValue>>,
  symbol: (text: string) => void,
): void {
  const entries = Object.entries(fields).sort(([a], [b]) => compareBytes(a, b))
  body.u32(entries.length)
  for (const [name, value] of entries) {
    symbol(name)
    if (typeof value === 'boolean') body.u8(value ? 1 : 0)
    else body.u8(2).text(value)
  }
}

function optional(body: ByteWriter, value: bigint | undefined): void {
  if (value === undefined) body.u8(0)
  else body.u8(1).u128(value)
}
