import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'

/**
 * The layouts once more, as slow as they are plain: hex texts, recursion and lists. Nothing here
 * comes from the sources.
 */

/** keccak256 of hex parts, in hex. */
export function keccak(...parts: readonly string[]): string {
  return bytesToHex(keccak_256(hexToBytes(parts.join(''))))
}

export function textHex(text: string): string {
  return bytesToHex(utf8ToBytes(text))
}

export function numberHex(value: number | bigint, bytes: number): string {
  return value.toString(16).padStart(2 * bytes, '0')
}

export function plainLeaf(index: number, payload: string): string {
  return keccak('00', numberHex(index, 4), payload)
}

/** The left side is the largest power of two below the number of leaves; one leaf is its root. */
export function plainRoot(leaves: readonly string[]): string {
  if (leaves.length === 1) return leaves[0] ?? ''
  const left = leftOf(leaves.length)
  return keccak('01', plainRoot(leaves.slice(0, left)), plainRoot(leaves.slice(left)))
}

/** The siblings of a leaf from below. */
export function plainPath(leaves: readonly string[], index: number): readonly string[] {
  if (leaves.length === 1) return []
  const left = leftOf(leaves.length)
  const [before, behind] = [leaves.slice(0, left), leaves.slice(left)]
  if (index < left) return [...plainPath(before, index), plainRoot(behind)]
  return [...plainPath(behind, index - left), plainRoot(before)]
}

export function plainTasksRoot(hashes: readonly string[]): string {
  return plainRoot(hashes.map((hash, index) => plainLeaf(index, hash)))
}

export interface PlainSegment {
  readonly batchId: string
  readonly segment: number
  readonly segmentSize: number
  readonly rows: readonly string[]
}

export function plainTraceRoot({ batchId, segment, segmentSize, rows }: PlainSegment): string {
  const leaves = rows.map((row, slot) => plainLeaf(slot, row))
  const empty = Array.from({ length: segmentSize - rows.length }, () => keccak('02'))
  const start = keccak('04', batchId, numberHex(segment, 4))
  const chain = leaves.reduce((link, leaf) => keccak('03', link, leaf), start)
  return keccak('05', plainRoot([...leaves, ...empty]), chain)
}

/** A filter over all hashes given, by setting bits of one large number. */
export function plainFilter(hashes: readonly string[]): string {
  let bits = 0n
  for (const hash of hashes) {
    const digest = keccak(hash)
    for (const at of [0, 4, 8]) bits |= 1n << (BigInt(`0x${digest.slice(at, at + 4)}`) % 2048n)
  }
  return numberHex(bits, 256)
}

/** Task i of the examples is i as u32 big-endian. */
export function exampleTask(index: number): string {
  return keccak(numberHex(index, 4))
}

/** Row i of the examples: its task, keccak256 of `input i` and of `output i`, cost 10^18 x i + 1. */
export function exampleRow(index: number): string {
  const input = keccak(textHex(`input ${index}`))
  const output = keccak(textHex(`output ${index}`))
  const cost = numberHex(10n ** 18n * BigInt(index) + 1n, 16)
  return [exampleTask(index), input, output, cost].join('')
}

export function exampleTasks(count: number): string[] {
  return Array.from({ length: count }, (_, index) => exampleTask(index))
}

export function exampleRows(count: number): string[] {
  return Array.from({ length: count }, (_, index) => exampleRow(index))
}

export function bytesOf(...hex: readonly string[]): Uint8Array {
  return hexToBytes(hex.join(''))
}

function leftOf(count: number): number {
  let left = 1
  while (2 * left < count) left *= 2
  return left
}
