/*
 * Texts by number. A text lies in the arena as its record of TEXT_START bytes, then its bytes,
 * padded with zeros to whole words of 8. Symbols are numbered from 0 as they come. A slot has the
 * place of a text in the arena, in words of 8, + 1: small, because every text looks here first.
 */
import {
  TABLE_TEXT_BYTES,
  TABLE_TEXT_BYTES_SIZE,
  TABLE_TEXT_CAPACITY,
  TABLE_TEXT_SLOT_COUNT,
  TABLE_TEXT_SLOTS,
  TABLE_TEXT_STARTS,
  TEXT_LENGTH,
  TEXT_START,
  TEXT_SYMBOL,
} from '../src/columnar/rowLayout'
import { hostGrowTexts, table } from './machine'

let count: u32 = 0
let used: u32 = 0

/** Forgets every text. The host empties the slots. */
export function resetTexts(): void {
  count = 0
  used = 0
}

/** How many texts there are. */
export function textCount(): u32 {
  return count
}

/** Bytes of the arena in use. */
export function textBytes(): u32 {
  return used
}

const K1: u64 = 0x9e3779b97f4a7c15
const K2: u64 = 0xc2b2ae3d27d4eb4f

/** The last 1 to 7 bytes of a text as a word, zeros above. Reads up to 7 bytes beyond. */
@inline
function tail(pointer: u32, length: u32): u64 {
  return load<u64>(pointer) & (((1 as u64) << ((length << 3) as u64)) - 1)
}

/** Hash of a text: the upper half is well mixed. Up to 7 bytes after it are read. */
export function hashOf(pointer: u32, length: u32): u64 {
  let hash: u64 = K1 ^ (length as u64)
  let at = pointer
  let left = length
  while (left >= 8) {
    hash = rotl(hash ^ load<u64>(at), 29) * K2
    at += 8
    left -= 8
  }
  if (left > 0) hash = rotl(hash ^ tail(at, left), 29) * K2
  hash ^= hash >> 32
  return hash * K1
}

/** Whether a text of the arena has these bytes. */
@inline
export function isText(record: u32, pointer: u32, length: u32): bool {
  if (load<u32>(record + TEXT_LENGTH) !== length) return false
  let a = record + TEXT_START
  let b = pointer
  let left = length
  while (left >= 8) {
    if (load<u64>(a) !== load<u64>(b)) return false
    a += 8
    b += 8
    left -= 8
  }
  return left === 0 || load<u64>(a) === tail(b, left)
}

/** Record of a text; it is added where it is new. Up to 7 bytes after it are read. */
export function find(pointer: u32, length: u32): u32 {
  const mask = table(TABLE_TEXT_SLOT_COUNT) - 1
  const slots = table(TABLE_TEXT_SLOTS)
  const bytes = table(TABLE_TEXT_BYTES)
  let slot = shortHash(pointer, length) & mask
  while (true) {
    const place = load<u32>(slots + (slot << 2))
    if (place === 0) break
    const record = bytes + ((place - 1) << 3)
    if (isText(record, pointer, length)) return record
    slot = (slot + 1) & mask
  }
  return add(pointer, length)
}

/** Record of a text that is known; 0 where it is not. Up to 7 bytes after it are read. */
export function findKnown(pointer: u32, length: u32): u32 {
  const mask = table(TABLE_TEXT_SLOT_COUNT) - 1
  const slots = table(TABLE_TEXT_SLOTS)
  let slot = shortHash(pointer, length) & mask
  while (true) {
    const place = load<u32>(slots + (slot << 2))
    if (place === 0) return 0
    const record = table(TABLE_TEXT_BYTES) + ((place - 1) << 3)
    if (isText(record, pointer, length)) return record
    slot = (slot + 1) & mask
  }
}

@inline
export function shortHash(pointer: u32, length: u32): u32 {
  return (hashOf(pointer, length) >> 32) as u32
}

/** Number of a text. */
export function intern(pointer: u32, length: u32): u32 {
  return load<u32>(find(pointer, length) + TEXT_SYMBOL)
}

function add(pointer: u32, length: u32): u32 {
  const size = (TEXT_START + length + 7) & ~7
  if (count === table(TABLE_TEXT_CAPACITY) || used + size > table(TABLE_TEXT_BYTES_SIZE)) {
    hostGrowTexts(size)
  }
  const record = table(TABLE_TEXT_BYTES) + used
  memory.fill(record, 0, size)
  store<u32>(record + TEXT_LENGTH, length)
  store<u32>(record + TEXT_SYMBOL, count)
  memory.copy(record + TEXT_START, pointer, length)
  store<u32>(table(TABLE_TEXT_STARTS) + (count << 2), used)
  put(record, used)
  used += size
  count += 1
  return record
}

function put(record: u32, start: u32): void {
  const mask = table(TABLE_TEXT_SLOT_COUNT) - 1
  const slots = table(TABLE_TEXT_SLOTS)
  let slot = shortHash(record + TEXT_START, load<u32>(record + TEXT_LENGTH)) & mask
  while (load<u32>(slots + (slot << 2)) !== 0) slot = (slot + 1) & mask
  store<u32>(slots + (slot << 2), (start >> 3) + 1)
}

/** Fills the slots anew, after the host made more of them. */
export function rehash(): void {
  const starts = table(TABLE_TEXT_STARTS)
  for (let symbol: u32 = 0; symbol < count; symbol++) {
    const start = load<u32>(starts + (symbol << 2))
    put(table(TABLE_TEXT_BYTES) + start, start)
  }
}

/** Where the record of a text lies. */
@inline
export function textAt(symbol: u32): u32 {
  return table(TABLE_TEXT_BYTES) + load<u32>(table(TABLE_TEXT_STARTS) + (symbol << 2))
}

/** Compares two texts by their bytes: below 0, 0, above 0. */
export function compareTexts(a: u32, b: u32): i32 {
  if (a === b) return 0
  const x = textAt(a)
  const y = textAt(b)
  return compareSlices(
    x + TEXT_START,
    load<u32>(x + TEXT_LENGTH),
    y + TEXT_START,
    load<u32>(y + TEXT_LENGTH),
  )
}

/** Compares two slices of bytes; a prefix comes first. */
export function compareSlices(a: u32, aLength: u32, b: u32, bLength: u32): i32 {
  const least = min(aLength, bLength)
  let at: u32 = 0
  while (at + 8 <= least) {
    const x = load<u64>(a + at)
    const y = load<u64>(b + at)
    if (x !== y) return bswap(x) < bswap(y) ? -1 : 1
    at += 8
  }
  while (at < least) {
    const x = load<u8>(a + at)
    const y = load<u8>(b + at)
    if (x !== y) return x < y ? -1 : 1
    at += 1
  }
  return (aLength as i32) - (bLength as i32)
}

/** Whether two slices hold the same bytes. */
@inline
export function sameSlices(a: u32, aLength: u32, b: u32, bLength: u32): bool {
  return aLength === bLength && compareSlices(a, aLength, b, bLength) === 0
}
