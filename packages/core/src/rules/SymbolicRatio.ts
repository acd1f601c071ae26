import { Symbolic } from './Symbolic.js'
import type { Operation } from './Plan.js'
import type { SymbolicUnits } from './SymbolicUnits.js'
import { currentTracer } from './Tracer.js'
import { toRatio, type RatioLike } from './literals.js'

/** A symbolic exact ratio. */
export class SymbolicRatio extends Symbolic {
  declare readonly '~brand': 'ratio'

  /** Exact product. */
  times(other: RatioLike | SymbolicUnits): SymbolicRatio {
    return ratioNode({ op: 'ratioTimes' }, this, toRatio(other))
  }
  /** Exact quotient; a zero divisor is a fault. */
  over(other: RatioLike | SymbolicUnits): SymbolicRatio {
    return ratioNode({ op: 'ratioOver' }, this, toRatio(other))
  }
  /** 1 / r; zero is a fault. */
  inverse(): SymbolicRatio {
    return ratioNode({ op: 'ratioInverse' }, this)
  }
  /** 1 + r. */
  plusOne(): SymbolicRatio {
    return ratioNode({ op: 'ratioPlusOne' }, this)
  }
  /** 1 - r; a ratio above 1 is a fault. */
  complement(): SymbolicRatio {
    return ratioNode({ op: 'ratioComplement' }, this)
  }
  protected override at(node: number): this {
    return new SymbolicRatio(node) as this
  }
}

/** Records a ratio over other values. */
export function ratioNode(operation: Operation, ...operands: readonly Symbolic[]): SymbolicRatio {
  const nodes = operands.map((operand) => operand.node)
  return new SymbolicRatio(currentTracer().node({ operation, operands: nodes, type: 'ratio' }))
}
