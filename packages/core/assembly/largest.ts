import { WIDE, WORD } from '../src/columnar/layout'
import { compareTexts } from './texts'
import { isBelow, storeWide } from './wide'

/** Items of a row there is room for; the host splits longer lists by largest remainder. */
export const REMAINDERS_MAX: u32 = 1024

/** What the floors of one row cut off, a wide value per item. */
export const REMAINDERS: u32 = memory.data(1024 * WIDE) as u32

/** Items of one row as a heap: none comes before the one above it. */
const HEAP: u32 = memory.data(1024 * WORD) as u32

/** Adds units to a part. The parts of a row sum to at most its amount, so there is room. */
export function addUnits(part: u32, units: u64): void {
  const low = load<u64>(part) + units
  storeWide(part, low, load<u64>(part, 8) + u64(low < units))
}

/**
 * Gives one unit each to the items with the largest remainders.
 *
 * Rule: larger remainder first, then the taker's text in byte order, then the order of the list.
 * Units: `units` is at most `count`. `takers` are the symbols of the takers' texts.
 */
export function giveToLargest(out: u32, takers: u32, step: u32, count: u32, units: u64): void {
  if (units === 1) {
    let chosen: u32 = 0
    for (let item: u32 = 1; item < count; item++) {
      if (comesBefore(item, chosen, takers, step)) chosen = item
    }
    addUnits(out + chosen * WIDE, 1)
    return
  }
  for (let item: u32 = 0; item < count; item++) store<u32>(HEAP + item * WORD, item)
  for (let place = count >> 1; place !== 0; place--) sift(place - 1, count, takers, step)
  for (; units !== 0; units--) {
    addUnits(out + load<u32>(HEAP) * WIDE, 1)
    count--
    store<u32>(HEAP, load<u32>(HEAP + count * WORD))
    sift(0, count, takers, step)
  }
}

/** Moves the item at a place down until what is below it comes later. */
function sift(place: u32, count: u32, takers: u32, step: u32): void {
  const item = load<u32>(HEAP + place * WORD)
  while (true) {
    let child: u32 = 2 * place + 1
    if (child >= count) break
    let lower = load<u32>(HEAP + child * WORD)
    if (child + 1 < count) {
      const other = load<u32>(HEAP + child * WORD, WORD)
      if (comesBefore(other, lower, takers, step)) {
        lower = other
        child++
      }
    }
    if (!comesBefore(lower, item, takers, step)) break
    store<u32>(HEAP + place * WORD, lower)
    place = child
  }
  store<u32>(HEAP + place * WORD, item)
}

function comesBefore(a: u32, b: u32, takers: u32, step: u32): bool {
  const aLow = load<u64>(REMAINDERS + a * WIDE)
  const aHigh = load<u64>(REMAINDERS + a * WIDE, 8)
  const bLow = load<u64>(REMAINDERS + b * WIDE)
  const bHigh = load<u64>(REMAINDERS + b * WIDE, 8)
  if (aLow !== bLow || aHigh !== bHigh) return isBelow(bLow, bHigh, aLow, aHigh)
  const order = compareTexts(load<u32>(takers + a * step), load<u32>(takers + b * step))
  return order === 0 ? a < b : order < 0
}
