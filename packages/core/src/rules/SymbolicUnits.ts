import type { Rounding } from '../amounts/division.js'
import { type Condition, conditionOf } from './Condition.js'
import { Symbolic } from './Symbolic.js'
import type { Operation, Shortfall } from './Plan.js'
import { ratioNode, type SymbolicRatio } from './SymbolicRatio.js'
import { currentTracer } from './Tracer.js'
import { toUnits, type UnitsLike } from './literals.js'

/** A symbolic count without denomination. */
export class SymbolicUnits extends Symbolic {
  declare readonly '~brand': 'units'

  /** Sum; over 2^128 - 1 is a fault. */
  plus(other: UnitsLike): SymbolicUnits {
    return unitsNode({ op: 'plus' }, this, toUnits(other))
  }
  /** Difference; below zero is 0 or a fault, as named. */
  minus(other: UnitsLike, short: Shortfall): SymbolicUnits {
    return unitsNode({ op: 'minus', short }, this, toUnits(other))
  }
  /** Product; over 2^128 - 1 is a fault. */
  times(other: UnitsLike): SymbolicUnits {
    return unitsNode({ op: 'multiply' }, this, toUnits(other))
  }
  /** Quotient, rounded as named; a zero divisor is a fault. */
  over(other: UnitsLike, rounding: Rounding): SymbolicUnits {
    return unitsNode({ op: 'over', rounding }, this, toUnits(other))
  }
  /** Product with an exact ratio, one rounding. */
  timesRatio(ratio: SymbolicRatio, rounding: Rounding): SymbolicUnits {
    return unitsNode({ op: 'timesRatio', rounding }, this, ratio)
  }
  min(other: UnitsLike): SymbolicUnits {
    return unitsNode({ op: 'min' }, this, toUnits(other))
  }
  max(other: UnitsLike): SymbolicUnits {
    return unitsNode({ op: 'max' }, this, toUnits(other))
  }
  above(other: UnitsLike): Condition {
    return conditionOf({ op: 'above' }, this, toUnits(other))
  }
  atLeast(other: UnitsLike): Condition {
    return conditionOf({ op: 'atLeast' }, this, toUnits(other))
  }
  below(other: UnitsLike): Condition {
    return conditionOf({ op: 'below' }, this, toUnits(other))
  }
  is(other: UnitsLike): Condition {
    return conditionOf({ op: 'equal' }, this, toUnits(other))
  }
  isZero(): Condition {
    return conditionOf({ op: 'isZero' }, this)
  }
  protected override at(node: number): this {
    return new SymbolicUnits(node) as this
  }
}

/** Records a count over other values. */
export function unitsNode(operation: Operation, ...operands: readonly Symbolic[]): SymbolicUnits {
  const nodes = operands.map((operand) => operand.node)
  return new SymbolicUnits(currentTracer().node({ operation, operands: nodes, type: 'units' }))
}

/** The exact ratio of two counts; a zero divisor is a fault. */
export function ratioOfUnits(num: UnitsLike, den: UnitsLike): SymbolicRatio {
  return ratioNode({ op: 'ratioOf' }, toUnits(num), toUnits(den))
}
