import { Symbolic } from './Symbolic.js'

/** A symbolic conversion rate: base units of E for one base unit of D. */
export class SymbolicRate<D extends string, E extends string> extends Symbolic {
  declare readonly '~brand': readonly [(from: D) => D, (to: E) => E]
  /** The concrete denomination it converts to. */
  readonly to: string

  constructor(node: number, to: string) {
    super(node)
    this.to = to
  }
  protected override at(node: number): this {
    return new SymbolicRate<D, E>(node, this.to) as this
  }
}
