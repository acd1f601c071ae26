import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  ByteWriter,
  account,
  amount,
  defineClaimKind,
  encodeRow,
  flag,
  id,
  list,
  oneOf,
  opaque,
  parseRow,
  ratio,
  units,
  type Columns,
} from '@tlmkit/core'
import type { RowBlock } from './rows/RowBlock.js'

/** A claim kind with a column of every type. */
export const relays = defineClaimKind('relays', {
  key: ['application', 'session'],
  columns: {
    session: id('session'),
    application: id('application'),
    supplier: account(),
    service: oneOf('eth', 'sol'),
    stake: amount('pokt'),
    computeUnits: units(),
    price: ratio(),
    paid: flag(),
    proof: opaque(),
    shares: list({ to: account(), part: units() }, 64),
  },
})

/** The claim kind of the files in fixtures/pyarrow, and their rows. */
export const sessions = defineClaimKind('sessions', {
  key: ['session'],
  columns: {
    session: id('session'),
    application: id('application'),
    stake: amount('pokt'),
    relays: units(),
    paid: flag(),
    shares: list({ to: id('owner'), part: units() }),
  },
})

export const sessionRows = Array.from({ length: 60 }, (_, n) => ({
  session: `session-${n}`,
  application: n % 17 === 0 ? `é-${n % 7}` : `application-${n % 5}`,
  stake: `${n + 1}000000000000`,
  relays: n,
  paid: n % 5 === 0,
  shares: Array.from({ length: n % 4 }, (_, i) => ({ to: `owner-${n + i}`, part: i * 50 })),
}))

/** Row number `n` of the relays. Different numbers give different rows. */
export function relay(n: number): Readonly<Record<string, unknown>> {
  return {
    session: `session-${n}`,
    application: n % 97 === 0 ? `é-${n % 7}` : `application-${n % 50}`,
    supplier: `supplier/s${n % 200}/stake`,
    service: n % 3 === 0 ? 'sol' : 'eth',
    stake: n % 101 === 0 ? String(2n ** 128n - 1n) : `${n + 1}000000000000000000`,
    computeUnits: String(n),
    price: n % 2 === 0 ? '0.975' : `${(n % 9) + 1}/40`,
    paid: n % 5 === 0,
    proof: n % 4 === 0 ? '' : 'c0ffee',
    shares: Array.from({ length: n % 4 }, (_, i) => ({
      to: `owner/o${n + i}/balance`,
      part: String(i * 50),
    })),
  }
}

/** Row bytes of untyped rows, in blocks of `size` rows, by core's own parser and writer. */
export function* blocksOf(
  columns: Columns,
  rows: readonly Readonly<Record<string, unknown>>[],
  size = 4096,
): Generator<RowBlock> {
  for (let from = 0; from < rows.length; from += size) {
    const parts = rows.slice(from, from + size).map((row, index) => {
      const writer = new ByteWriter()
      encodeRow(writer, columns, parseRow(columns, row, `row ${from + index + 1}`))
      return writer.toBytes()
    })
    const offsets = new Uint32Array(parts.length + 1)
    for (const [index, { length }] of parts.entries()) {
      offsets[index + 1] = (offsets[index] ?? 0) + length
    }
    yield { bytes: Buffer.concat(parts), offsets, rows: parts.length }
  }
}

/** All row bytes of blocks, one after another. */
export async function bytesOf(
  blocks: Iterable<RowBlock> | AsyncIterable<RowBlock>,
): Promise<{ readonly bytes: Buffer; readonly rows: number }> {
  const parts: Uint8Array[] = []
  let rows = 0
  for await (const block of blocks) {
    parts.push(block.bytes)
    rows += block.rows
  }
  return { bytes: Buffer.concat(parts), rows }
}

/** All bytes of a file. */
export async function fileOf(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return Buffer.concat(parts)
}

/** Files that another implementation wrote, by their names: see make.py beside them. */
export function pyarrowFiles(): ReadonlyMap<string, Uint8Array> {
  const folder = fileURLToPath(new URL('../fixtures/pyarrow/', import.meta.url))
  const names = readdirSync(folder).filter((name) => !name.endsWith('.py'))
  return new Map(names.map((name) => [name, readFileSync(`${folder}${name}`)]))
}

/** Bytes as a buffer of their own. */
export function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer
}

/** A file in chunks of a length that fits nothing. */
export async function* chunksOf(file: Uint8Array, length = 65_521): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.length; at += length) {
    await Promise.resolve()
    yield file.subarray(at, at + length)
  }
}
