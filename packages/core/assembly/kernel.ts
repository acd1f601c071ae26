import {
  ABOVE,
  AND,
  AT_LEAST,
  BELOW,
  EQUAL,
  EXPAND_WIDE,
  EXPAND_WORD,
  INSTRUCTION_A,
  INSTRUCTION_B,
  INSTRUCTION_OP,
  INSTRUCTION_OUT,
  IS_WORD,
  IS_ZERO,
  LIST_COUNT,
  LIST_DUPLICATES,
  LIST_SUM,
  MAX,
  MIN,
  MINUS_REJECT,
  MINUS_ZERO,
  MUL_DIV_CEIL,
  MUL_DIV_FLOOR,
  MULTIPLY,
  NOT,
  OR,
  OVER_CEIL,
  OVER_FLOOR,
  PLUS,
  SAME_WORD,
  SELECT_WIDE,
  SELECT_WORD,
  SPLIT_AMONG,
  TIMES_RATIO_CEIL,
  TIMES_RATIO_FLOOR,
} from '../src/columnar/layout'
import { columnOf, isPoisoned, isRowPoisoned } from './columns'
import { expandWide, expandWord, listCount, listDuplicates, listSum, offsetAt } from './lists'
import * as nodes from './nodes'
import {
  clearPoison,
  inheritByItems,
  inheritChosen,
  inheritFrom,
  inheritFromItems,
  inheritPoison,
} from './poison'
import { timesRatioCeil, timesRatioFloor } from './ratio'
import { splitAmong } from './split'

/**
 * Computes a pure operation on rows from..to-1 of its columns, or on the items of those rows.
 *
 * Rule: intermediates are unbounded, a result is at most 2^128 - 1; else the row is poisoned. The
 * result is no column of the operands. Poisoned rows hold any value.
 */
export function kernel(ins: u32, from: u32, to: u32): void {
  const op = load<u32>(ins, INSTRUCTION_OP)
  const out = columnOf(ins, INSTRUCTION_OUT)
  if (op === EXPAND_WIDE || op === EXPAND_WORD || op === SPLIT_AMONG) {
    clearPoison(out, load<u32>(offsetAt(ins, from)), load<u32>(offsetAt(ins, to)))
  } else {
    clearPoison(out, from, to)
  }
  if (op === TIMES_RATIO_FLOOR || op === TIMES_RATIO_CEIL || op === SPLIT_AMONG) {
    computeClean(op, ins, from, to)
  } else {
    compute(op, ins, from, to)
  }
  inherit(op, ins, from, to)
}

/** Leaves poisoned rows out: what they hold is no ratio of the table and nothing for the host. */
function computeClean(op: u32, ins: u32, from: u32, to: u32): void {
  const a = columnOf(ins, INSTRUCTION_A)
  // The weights of a split are fields of a list, which are never poisoned.
  const b = op === SPLIT_AMONG ? a : columnOf(ins, INSTRUCTION_B)
  let start = from
  if (isPoisoned(a) || isPoisoned(b)) {
    for (let row = from; row < to; row++) {
      if (!isRowPoisoned(a, row) && !isRowPoisoned(b, row)) continue
      compute(op, ins, start, row)
      start = row + 1
    }
  }
  compute(op, ins, start, to)
}

function inherit(op: u32, ins: u32, from: u32, to: u32): void {
  switch (op) {
    case SELECT_WIDE:
    case SELECT_WORD:
      return inheritChosen(ins, from, to)
    case EXPAND_WIDE:
    case EXPAND_WORD:
    case SPLIT_AMONG:
      return inheritByItems(ins, from, to)
    case LIST_COUNT:
      return inheritFromItems(ins, INSTRUCTION_B, 0, from, to)
    case LIST_DUPLICATES:
      // Fields of a list are never poisoned.
      return
    case LIST_SUM:
      inheritFromItems(ins, INSTRUCTION_A, INSTRUCTION_B, from, to)
      return inheritFrom(ins, INSTRUCTION_B, from, to)
    default:
      return inheritPoison(ins, from, to)
  }
}

// long: one line per operation
function compute(op: u32, ins: u32, from: u32, to: u32): void {
  switch (op) {
    case PLUS:
      return nodes.plus(ins, from, to)
    case MULTIPLY:
      return nodes.multiply(ins, from, to)
    case MIN:
      return nodes.least(ins, from, to)
    case MAX:
      return nodes.most(ins, from, to)
    case MINUS_ZERO:
      return nodes.minusZero(ins, from, to)
    case MINUS_REJECT:
      return nodes.minusReject(ins, from, to)
    case OVER_FLOOR:
      return nodes.overFloor(ins, from, to)
    case OVER_CEIL:
      return nodes.overCeil(ins, from, to)
    case MUL_DIV_FLOOR:
      return nodes.mulDivFloor(ins, from, to)
    case MUL_DIV_CEIL:
      return nodes.mulDivCeil(ins, from, to)
    case TIMES_RATIO_FLOOR:
      return timesRatioFloor(ins, from, to)
    case TIMES_RATIO_CEIL:
      return timesRatioCeil(ins, from, to)
    case ABOVE:
      return nodes.above(ins, from, to)
    case AT_LEAST:
      return nodes.atLeast(ins, from, to)
    case BELOW:
      return nodes.below(ins, from, to)
    case EQUAL:
      return nodes.equal(ins, from, to)
    case IS_ZERO:
      return nodes.isZero(ins, from, to)
    case SAME_WORD:
      return nodes.sameWord(ins, from, to)
    case IS_WORD:
    case NOT:
      return nodes.isWord(ins, from, to)
    case AND:
      return nodes.and(ins, from, to)
    case OR:
      return nodes.or(ins, from, to)
    case SELECT_WIDE:
      return nodes.selectWide(ins, from, to)
    case SELECT_WORD:
      return nodes.selectWord(ins, from, to)
    case EXPAND_WIDE:
      return expandWide(ins, from, to)
    case EXPAND_WORD:
      return expandWord(ins, from, to)
    case LIST_COUNT:
      return listCount(ins, from, to)
    case LIST_SUM:
      return listSum(ins, from, to)
    case SPLIT_AMONG:
      return splitAmong(ins, from, to)
    case LIST_DUPLICATES:
      return listDuplicates(ins, from, to)
    default:
      // A wrong program stops.
      unreachable()
  }
}
