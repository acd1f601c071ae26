import { InputError } from '../errors/InputError.js'
import { RECEIPT_FORMAT, type Receipt } from '../journal/Receipt.js'
import type { Json } from './canonicalJson.js'
import { ObjectReader } from './ObjectReader.js'

const INVALID = 'receipt-invalid'

/** A receipt as JSON: whole numbers of base units and heights as text. */
export function receiptToJson(receipt: Receipt): { readonly [key: string]: Json } {
  const { height, pipelines, paramsVersions, claims, supply } = receipt
  return {
    ...receipt,
    height: height.toString(),
    pipelines: { ...pipelines },
    paramsVersions: { ...paramsVersions },
    claims: { ...claims },
    supply: Object.fromEntries(
      Object.entries(supply).map(([denomination, { minted, burned }]) => [
        denomination,
        { minted: minted.toString(), burned: burned.toString() },
      ]),
    ),
  }
}

/**
 * Reads a receipt from untrusted data.
 *
 * Errors: `receipt-format-unknown`, `receipt-invalid`, and the codes of `parseNatural`.
 */
export function parseReceipt(value: unknown, where: string): Receipt {
  const reader = new ObjectReader(value, { code: INVALID, where })
  assertFormat(reader.text('format'), where)
  const receipt: Receipt = Object.freeze({
    format: RECEIPT_FORMAT,
    network: reader.text('network'),
    settlement: reader.text('settlement'),
    height: reader.natural('height'),
    planVersion: reader.count('planVersion'),
    pipelines: hashes(reader, 'pipelines'),
    close: reader.list('close', parseText),
    paramsVersions: hashes(reader, 'paramsVersions'),
    inputHash: reader.hash('inputHash'),
    journalRoot: reader.hash('journalRoot'),
    journalBlocks: reader.count('journalBlocks'),
    payoutRoot: reader.hash('payoutRoot'),
    payouts: reader.count('payouts'),
    claims: parseCounts(reader.value('claims'), reader.place('claims')),
    supply: Object.fromEntries(reader.entries('supply', parseSupply)),
    previous: reader.hash('previous'),
  })
  reader.finish()
  return receipt
}

function assertFormat(format: string, where: string): void {
  if (format === RECEIPT_FORMAT) return
  throw new InputError({
    code: 'receipt-format-unknown',
    message: `${where} has format "${format.slice(0, 80)}", this version reads ${RECEIPT_FORMAT}.`,
    details: { where, format: format.slice(0, 80) },
  })
}

function hashes(reader: ObjectReader, name: string): Readonly<Record<string, string>> {
  const keys = reader.entries(name, () => undefined).map(([key]) => key)
  const inner = new ObjectReader(reader.value(name), { code: INVALID, where: reader.place(name) })
  return Object.fromEntries(keys.map((key) => [key, inner.hash(key)]))
}

function parseText(value: unknown, where: string): string {
  if (typeof value === 'string') return value
  throw new InputError({ code: INVALID, message: `${where}: write a text.`, details: { where } })
}

function parseCounts(value: unknown, where: string): Receipt['claims'] {
  const reader = new ObjectReader(value, { code: INVALID, where })
  const counts = {
    settled: reader.count('settled'),
    finished: reader.count('finished'),
    discarded: reader.count('discarded'),
    deferred: reader.count('deferred'),
  }
  reader.finish()
  return counts
}

function parseSupply(
  value: unknown,
  where: string,
): { readonly minted: bigint; readonly burned: bigint } {
  const reader = new ObjectReader(value, { code: INVALID, where })
  const supply = { minted: reader.natural('minted'), burned: reader.natural('burned') }
  reader.finish()
  return supply
}
