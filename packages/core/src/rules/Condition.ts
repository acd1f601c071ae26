import { Symbolic } from './Symbolic.js'
import type { Operation } from './Plan.js'
import { currentTracer } from './Tracer.js'

/** A symbolic yes or no. Consume it with `when`, `select`, `reject`, `finish` or `emitWhen`. */
export class Condition extends Symbolic {
  declare readonly '~brand': 'condition'

  and(other: Condition): Condition {
    return conditionOf({ op: 'and' }, this, other)
  }
  or(other: Condition): Condition {
    return conditionOf({ op: 'or' }, this, other)
  }
  not(): Condition {
    return conditionOf({ op: 'not' }, this)
  }
  protected override at(node: number): this {
    return new Condition(node) as this
  }
}

/** Records a condition over other values. */
export function conditionOf(operation: Operation, ...operands: readonly Symbolic[]): Condition {
  const nodes = operands.map((operand) => operand.node)
  return new Condition(currentTracer().node({ operation, operands: nodes, type: 'flag' }))
}
