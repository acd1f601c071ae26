/*
 * How the rows of a block stand: alive, or ended by a step.
 */
import { COLUMN_POISONED, COLUMN_SIZE } from '../src/columnar/layout'
import {
  ALIVE,
  HEAD_OF_OVERFLOW,
  ROW_AT,
  ROW_HEAD,
  ROW_ITEM,
  ROW_NOTE,
  ROW_POISON,
  ROW_SIZE,
} from '../src/columnar/rowLayout'
import { stateOf } from './cells'

/** Set when a row of the block at hand has ended: without it nobody looks. */
let someEnded: bool = false

export function end(row: u32, serial: u32, head: u32, poison: u32, item: u32): void {
  const state = stateOf(row)
  store<u32>(state + ROW_AT, serial)
  store<u32>(state + ROW_HEAD, head)
  store<u32>(state + ROW_POISON, poison)
  store<u32>(state + ROW_ITEM, item)
  someEnded = true
}

/** Opens a block of rows: none has ended, and no column is poisoned. */
export function openBlock(headers: u32, columns: u32, rows: u32): void {
  for (let i: u32 = 0; i < columns; i++) store<u32>(headers + i * COLUMN_SIZE + COLUMN_POISONED, 0)
  memory.fill(stateOf(0), 0, rows * ROW_SIZE)
  for (let row: u32 = 0; row < rows; row++) store<u32>(stateOf(row) + ROW_AT, ALIVE)
}

/** Starts a block: rows whose intake ended them stand with their head already. */
export function startBlock(rows: u32): void {
  someEnded = false
  let state = stateOf(0)
  for (let row: u32 = 0; row < rows; row++) {
    if (load<u32>(state + ROW_AT) !== ALIVE) someEnded = true
    state += ROW_SIZE
  }
}

/** Rows that ended at or after a serial start there again. */
export function resumeRows(serial: u32, rows: u32): void {
  for (let row: u32 = 0; row < rows; row++) {
    const state = stateOf(row)
    if (load<u32>(state + ROW_AT) < serial) continue
    store<u32>(state + ROW_AT, ALIVE)
    store<u32>(state + ROW_NOTE, 0)
  }
}

/** Heads of finished rows, as a bit per head: they keep their effects. */
let finished: u32 = 0

/** Where a byte per head says whether it is one of a finished row. */
export function setFinishedHeads(pointer: u32): void {
  finished = pointer
}

export function isDiscarded(row: u32): bool {
  const head = load<u32>(stateOf(row) + ROW_HEAD)
  return head >= HEAD_OF_OVERFLOW - 1 || load<u8>(finished + head) === 0
}

/** Whether a row of the block at hand has ended. */
@inline
export function hasEnded(): bool {
  return someEnded
}

/** Notes that a row of the block at hand has ended. */
export function noteEnded(): void {
  someEnded = true
}
