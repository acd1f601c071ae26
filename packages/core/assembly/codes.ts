/*
 * Texts by the codes of a row coder, from 1 on: the symbol of each, and for each type of column
 * what it stands for there, once it was looked up and found valid.
 */
import {
  TABLE_CODE_CAPACITY,
  TABLE_CODE_SYMBOLS,
  TABLE_CODE_VALUES,
  TEXT_LENGTH,
  TEXT_START,
  TYPE_ID,
} from '../src/columnar/rowLayout'
import { table } from './machine'
import { intern } from './texts'

let count: u32 = 0

/** Forgets every code. The host empties the tables. */
export function resetCodes(): void {
  count = 0
}

/** The last code that there is. */
@inline
export function codeCount(): u32 {
  return count
}

/** Numbers texts: records of the coder's arena, of `length` bytes in all. There is room. */
export function addCodes(pointer: u32, length: u32): void {
  const end = pointer + length
  let at = pointer
  while (at < end) {
    const size = load<u32>(at + TEXT_LENGTH)
    count += 1
    store<u32>(table(TABLE_CODE_SYMBOLS) + (count << 2), intern(at + TEXT_START, size))
    at += (TEXT_START + size + 7) & ~7
  }
}

@inline
export function codeSymbol(code: u32): u32 {
  return load<u32>(table(TABLE_CODE_SYMBOLS) + (code << 2))
}

/** What codes stand for in columns of a type, + 1. 0: not looked up yet, or not valid. */
@inline
export function codeValues(type: u32): u32 {
  return table(TABLE_CODE_VALUES) + (((type - TYPE_ID) * table(TABLE_CODE_CAPACITY)) << 2)
}
