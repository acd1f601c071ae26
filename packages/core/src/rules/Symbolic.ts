import { UsageError } from '../errors/UsageError.js'
import { callerLine } from './callerLine.js'
import { currentTracer } from './Tracer.js'

/**
 * A value of a rule while it is traced: it stands for one number per claim, and has none itself.
 */
export abstract class Symbolic {
  /** Index of the plan node. */
  readonly node: number

  constructor(node: number) {
    this.node = node
  }

  /** The same value under a name, which explain, events and graphs show. */
  as(name: string): this {
    return this.at(currentTracer().name(this.node, name))
  }

  /** The same kind of value at another node. */
  protected abstract at(node: number): this

  [Symbol.toPrimitive](): never {
    throw new UsageError({
      code: 'symbolic-operator',
      message: `A symbolic value has no number while a rule is traced (${callerLine()}): use .plus .minus .times .above .below, and when() or select(), instead of operators and if.`,
    })
  }
}
