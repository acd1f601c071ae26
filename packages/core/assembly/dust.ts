/*
 * Dust: what takers of remainders got beyond their exact shares.
 */
import {
  INSTRUCTION_A,
  INSTRUCTION_C,
  INSTRUCTION_LIST,
  INSTRUCTION_OUT,
  INSTRUCTION_Z,
} from '../src/columnar/layout'
import {
  DUST_BY_HOST,
  DUST_COLUMN,
  DUST_DEN,
  DUST_GROUP,
  DUST_NUM,
  INSTRUCTION_DUST,
  INSTRUCTION_U,
} from '../src/columnar/rowLayout'
import { dustOf } from './accounts'
import { field, valueAt, wordAt } from './cells'
import { divideTwo } from './divide'
import { hostDust } from './machine'
import { multiplyHigh } from './wide'

/** Counts what a rest holds beyond its own share: what the floored cuts left over. */
export function restDust(ins: u32, index: u32): void {
  const record = field(ins, INSTRUCTION_DUST)
  const rest = valueAt(field(ins, INSTRUCTION_A), index)
  const low = load<u64>(rest)
  const high = load<u64>(rest + 8)
  if ((low | high) === 0) return
  if (load<u32>(record + DUST_BY_HOST) !== 0) {
    hostDust(ins, index)
    return
  }
  const whole = valueAt(load<u32>(record + DUST_COLUMN), index)
  const den = load<u64>(record + DUST_DEN)
  const taker = wordAt(field(ins, INSTRUCTION_C), index)
  const w = load<u64>(whole)
  excess(record, taker, low, high, den, w, load<u64>(whole + 8), load<u64>(record + DUST_NUM))
}

/** Counts what the parts of a split by weights hold beyond their shares. */
export function amongDust(ins: u32, index: u32): void {
  const record = field(ins, INSTRUCTION_DUST)
  const amount = valueAt(field(ins, INSTRUCTION_A), index)
  const low = load<u64>(amount)
  const high = load<u64>(amount + 8)
  const offsets = field(ins, INSTRUCTION_LIST) + (index << 2)
  const first = load<u32>(offsets)
  const last = load<u32>(offsets + 4)
  const weights = load<u32>(record + DUST_COLUMN)
  let sum: u64 = 0
  for (let each = first; each < last; each++) {
    const weight = valueAt(weights, each)
    sum += load<u64>(weight)
    if (load<u64>(weight + 8) !== 0 || sum < load<u64>(weight)) {
      hostDust(ins, index)
      return
    }
  }
  const parts = field(ins, INSTRUCTION_OUT)
  const to = field(ins, INSTRUCTION_C)
  for (let each = first; each < last; each++) {
    const part = valueAt(parts, each)
    const weight = load<u64>(valueAt(weights, each))
    excess(record, wordAt(to, each), load<u64>(part), load<u64>(part + 8), sum, low, high, weight)
  }
  const taker = field(ins, INSTRUCTION_U)
  if (taker === 0) return
  const left = valueAt(field(ins, INSTRUCTION_Z), index)
  excess(record, wordAt(taker, index), load<u64>(left), load<u64>(left + 8), sum, 0, 0, 0)
}

/**
 * Adds (part * den - whole * num) / den to the taker's dust, in units of 2^-64, where it is above
 * 0.
 * The difference is below the number of parts times den: what is over 128 bits cancels out.
 */
@inline
function excess(
  record: u32,
  taker: u32,
  part: u64,
  partHigh: u64,
  den: u64,
  whole: u64,
  wholeHigh: u64,
  num: u64,
): void {
  const a = part * den
  const b = whole * num
  const low = a - b
  const over = multiplyHigh(part, den) + partHigh * den
  const under = multiplyHigh(whole, num) + wholeHigh * num
  const high = over - under - (a < b ? 1 : 0)
  if ((low | high) === 0 || (high as i64) < 0) return
  addDust(load<u32>(record + DUST_GROUP), taker, low, high, den)
}

function addDust(group: u32, taker: u32, low: u64, high: u64, den: u64): void {
  let units = low
  let rest: u64 = 0
  if (high === 0) {
    units = low / den
    rest = low % den
  } else {
    units = divideTwo(high, low, den)
    rest = low - units * den
  }
  const fraction = divideTwo(rest, 0, den)
  const total = dustOf(group, taker)
  const x = load<u64>(total)
  const sum = x + fraction
  store<u64>(total, sum)
  store<u64>(total + 8, load<u64>(total + 8) + units + (sum < x ? 1 : 0))
}
