import { hexToBytes } from '@noble/hashes/utils.js'
import { ByteWriter } from '../bytes/ByteWriter.js'
import { encodeEntry } from './encodeEntry.js'
import type { JournalEntry, OutcomeStatus } from './JournalEntry.js'
import { type JournalSymbols, type SymbolCounts } from './JournalSymbols.js'

/** Numbers of entry types and outcomes in the canonical bytes. */
export const TYPES: readonly JournalEntry['type'][] = ['claim', 'close', 'lifecycle']
export const STATUSES: readonly OutcomeStatus[] = ['settled', 'finished', 'discarded']

export const JOURNAL_FORMAT = 'tlmkit-journal/1'

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
 * `symbols` holds those of earlier blocks of the same journal, and takes up the new ones.
 */
export function encodeBlock(block: BlockContent, symbols: JournalSymbols): Uint8Array {
  const before = symbols.counts
  const body = new ByteWriter()
  for (const entry of block.entries) encodeEntry(body, entry, symbols)
  const head = encodeBlockHead(block, { symbols, before, entries: block.entries.length })
  return new ByteWriter().raw(head).raw(body.toBytes()).toBytes()
}

interface BlockSymbols {
  readonly symbols: JournalSymbols
  /** Symbols that earlier blocks had. */
  readonly before: SymbolCounts
  readonly entries: number
}

/** What stands before the entries of a block: its place, and the symbols that are new in it. */
export function encodeBlockHead(
  { index, previous }: Omit<BlockContent, 'entries'>,
  { symbols, before, entries }: BlockSymbols,
): Uint8Array {
  const head = new ByteWriter().name(JOURNAL_FORMAT).varint(index).raw(hexToBytes(previous))
  const names = symbols.names.slice(before.names)
  head.varint(names.length)
  for (const name of names) head.name(name)
  const accounts = symbols.accounts.slice(before.accounts)
  head.varint(accounts.length)
  for (const account of accounts) head.name(account)
  const heads = symbols.heads.slice(before.heads)
  head.varint(heads.length)
  for (const { type, status, kind, route, tlm, code, paramsVersion, parts } of heads) {
    head.u8(TYPES.indexOf(type)).u8(STATUSES.indexOf(status))
    for (const text of [kind, route, tlm, code]) head.varint(symbols.name(text))
    head.varint(paramsVersion).varint(parts)
  }
  const templates = symbols.templates.slice(before.templates)
  head.varint(templates.length)
  for (const { denomination, reason, tlm } of templates) {
    for (const text of [denomination, reason, tlm]) head.varint(symbols.name(text))
  }
  return head.varint(entries).toBytes()
}
