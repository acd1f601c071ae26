import { type Condition } from './Condition.js'
import { AnySymbolicAmount, SymbolicAmount } from './SymbolicAmount.js'
import { SymbolicUnits } from './SymbolicUnits.js'
import { currentTracer } from './Tracer.js'
import { UsageError } from '../errors/UsageError.js'
import { callerLine } from './callerLine.js'

/**
 * Chooses between two values of the same kind, row by row.
 *
 * Rule: `then` where the condition holds, else `otherwise`. A fault in the side not chosen does not
 * count.
 */
export function select(
  condition: Condition,
  then: SymbolicUnits,
  otherwise: SymbolicUnits,
): SymbolicUnits
export function select<D extends string>(
  condition: Condition,
  then: SymbolicAmount<D>,
  otherwise: SymbolicAmount<D>,
): SymbolicAmount<D>
export function select(
  condition: Condition,
  then: AnySymbolicAmount | SymbolicUnits,
  otherwise: AnySymbolicAmount | SymbolicUnits,
): AnySymbolicAmount | SymbolicUnits {
  const tracer = currentTracer()
  const operation = { op: 'select' } as const
  const operands = [condition.node, then.node, otherwise.node]
  if (then instanceof SymbolicUnits) {
    return new SymbolicUnits(tracer.node({ operation, operands, type: 'units' }))
  }
  const { denomination } = then
  if (!(otherwise instanceof AnySymbolicAmount) || otherwise.denomination !== denomination) {
    throw new UsageError({
      code: 'denominations-differ',
      message: `select() chooses between two denominations at ${callerLine()}: both sides must be ${denomination}.`,
    })
  }
  return new SymbolicAmount(
    tracer.node({ operation, operands, type: 'amount', denomination }),
    denomination,
  )
}

/** Carries out `then` for rows where the condition holds, `otherwise` for the others. */
export function when(condition: Condition, then: () => void, otherwise?: () => void): void {
  const tracer = currentTracer()
  tracer.masked(condition.node, then)
  if (otherwise !== undefined) tracer.masked(condition.not().node, otherwise)
}
