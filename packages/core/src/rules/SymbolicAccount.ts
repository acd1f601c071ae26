import { parseId } from '../accounts/parseId.js'
import { type Condition, conditionOf } from './Condition.js'
import { Symbolic } from './Symbolic.js'
import { currentTracer } from './Tracer.js'

/** A symbolic account. */
export class SymbolicAccount extends Symbolic {
  declare readonly '~brand': 'account'
  protected override at(node: number): this {
    return new SymbolicAccount(node) as this
  }
}

/** The symbolic name of an actor or thing of kind K. */
export class SymbolicId<K extends string> extends Symbolic {
  declare readonly '~brand': (kind: K) => K
  readonly kind: string

  constructor(node: number, kind: string) {
    super(node)
    this.kind = kind
  }
  /** The account `kind/owner/bucket` of this owner. */
  bucket(name: string): SymbolicAccount {
    parseId(name, `bucket "${name}" of a rule`)
    const operation = { op: 'bucket', kind: this.kind, bucket: name } as const
    const options = { operation, operands: [this.node], type: 'account' } as const
    return new SymbolicAccount(currentTracer().node(options))
  }
  /** Whether both name the same. */
  is(other: SymbolicId<K>): Condition {
    return conditionOf({ op: 'sameId' }, this, other)
  }
  protected override at(node: number): this {
    return new SymbolicId<K>(node, this.kind) as this
  }
}

/** A symbolic text that is one of V. */
export class SymbolicOneOf<V extends string> extends Symbolic {
  declare readonly '~brand': (value: V) => V

  is(value: V): Condition {
    return conditionOf({ op: 'is', value }, this)
  }
  protected override at(node: number): this {
    return new SymbolicOneOf<V>(node) as this
  }
}
