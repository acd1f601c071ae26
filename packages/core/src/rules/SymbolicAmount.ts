import type { Rounding } from '../amounts/division.js'
import type { Ratio } from '../amounts/Ratio.js'
import { UsageError } from '../errors/UsageError.js'
import { callerLine } from './callerLine.js'
import { type Condition, conditionOf } from './Condition.js'
import { Symbolic } from './Symbolic.js'
import type { SymbolicRate } from './SymbolicRate.js'
import type { Operation, Shortfall } from './Plan.js'
import type { SymbolicRatio } from './SymbolicRatio.js'
import type { SymbolicUnits } from './SymbolicUnits.js'
import { currentTracer } from './Tracer.js'
import { toRatio, toUnits, type UnitsLike } from './literals.js'

/** A symbolic amount of whatever denomination: what generic code takes. Authors use the branded. */
export abstract class AnySymbolicAmount extends Symbolic {
  /** The concrete denomination it is traced with. */
  readonly denomination: string

  constructor(node: number, denomination: string) {
    super(node)
    this.denomination = denomination
  }

  static create<D extends string>(node: number, denomination: string): SymbolicAmount<D> {
    return new SymbolicAmount<D>(node, denomination)
  }
}

/** A symbolic amount of denomination D. Amounts of two denominations never meet. */
export class SymbolicAmount<D extends string> extends AnySymbolicAmount {
  declare readonly '~brand': (denomination: D) => D

  protected override at(node: number): this {
    return new SymbolicAmount<D>(node, this.denomination) as this
  }

  /** Sum; over 2^128 - 1 is a fault. */
  plus(other: SymbolicAmount<D>): SymbolicAmount<D> {
    return this.#node({ op: 'plus' }, this.#same(other))
  }
  /** Difference; below zero is 0 or a fault, as named. */
  minus(other: SymbolicAmount<D>, short: Shortfall): SymbolicAmount<D> {
    return this.#node({ op: 'minus', short }, this.#same(other))
  }
  min(other: SymbolicAmount<D>): SymbolicAmount<D> {
    return this.#node({ op: 'min' }, this.#same(other))
  }
  max(other: SymbolicAmount<D>): SymbolicAmount<D> {
    return this.#node({ op: 'max' }, this.#same(other))
  }
  /** Product with an exact ratio: one product, one rounding. */
  times(ratio: SymbolicRatio | Ratio, rounding: Rounding): SymbolicAmount<D> {
    return this.#node({ op: 'timesRatio', rounding }, toRatio(ratio))
  }
  /** this x m / d with an unbounded product and one rounding; d = 0 is a fault. */
  mulDiv(
    m: SymbolicUnits | AnySymbolicAmount,
    d: SymbolicUnits | AnySymbolicAmount,
    rounding: Rounding,
  ): SymbolicAmount<D> {
    return this.#node({ op: 'mulDiv', rounding }, m, d)
  }
  /** Quotient by a count, rounded as named; zero is a fault. */
  over(units: UnitsLike, rounding: Rounding): SymbolicAmount<D> {
    return this.#node({ op: 'over', rounding }, toUnits(units))
  }
  /** Price times quantity; over 2^128 - 1 is a fault. */
  forUnits(units: UnitsLike): SymbolicAmount<D> {
    return this.#node({ op: 'multiply' }, toUnits(units))
  }
  /** This amount in another denomination at an exact rate: the only way across. */
  convert<E extends string>(rate: SymbolicRate<D, E>, rounding: Rounding): SymbolicAmount<E> {
    const operation = { op: 'convert', rounding } as const
    const denomination = rate.to
    return new SymbolicAmount<E>(
      currentTracer().node({
        operation,
        operands: [this.node, rate.node],
        type: 'amount',
        denomination,
      }),
      denomination,
    )
  }
  above(other: SymbolicAmount<D>): Condition {
    return conditionOf({ op: 'above' }, this, this.#same(other))
  }
  atLeast(other: SymbolicAmount<D>): Condition {
    return conditionOf({ op: 'atLeast' }, this, this.#same(other))
  }
  below(other: SymbolicAmount<D>): Condition {
    return conditionOf({ op: 'below' }, this, this.#same(other))
  }
  is(other: SymbolicAmount<D>): Condition {
    return conditionOf({ op: 'equal' }, this, this.#same(other))
  }
  isZero(): Condition {
    return conditionOf({ op: 'isZero' }, this)
  }

  #same(other: AnySymbolicAmount): AnySymbolicAmount {
    if (!isAmount(other)) throw notAmount()
    if (other.denomination !== this.denomination) {
      throw new UsageError({
        code: 'denominations-differ',
        message: `${this.denomination} meets ${other.denomination} at ${callerLine()}: only convert(rate) crosses denominations.`,
        details: { left: this.denomination, right: other.denomination },
      })
    }
    return other
  }

  #node(operation: Operation, ...others: readonly Symbolic[]): SymbolicAmount<D> {
    const { denomination } = this
    const operands = [this.node, ...others.map((other) => other.node)]
    const node = currentTracer().node({ operation, operands, type: 'amount', denomination })
    return new SymbolicAmount<D>(node, denomination)
  }
}

function isAmount(value: unknown): value is AnySymbolicAmount {
  return value instanceof AnySymbolicAmount
}

function notAmount(): UsageError {
  return new UsageError({
    code: 'operand-invalid',
    message: `At ${callerLine()}: an amount meets something else: use an amount, or amountLike(5n, other).`,
  })
}
