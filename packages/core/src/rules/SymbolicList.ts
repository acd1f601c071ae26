import type { ItemColumns } from '../claims/columns.js'
import { type Condition, conditionOf } from './Condition.js'
import { Symbolic } from './Symbolic.js'
import { AnySymbolicAmount, SymbolicAmount } from './SymbolicAmount.js'
import { SymbolicUnits, unitsNode } from './SymbolicUnits.js'
import { currentTracer } from './Tracer.js'
import { wrapColumn, type SymbolicRow } from './wrapColumn.js'

/** What a list loop gives back: nothing, or a value per item that can be summed. */
export type EachOf<R> = R extends AnySymbolicAmount | SymbolicUnits ? { sum(): R } : undefined

/** A symbolic list of items S. */
export class SymbolicList<S extends ItemColumns> extends Symbolic {
  declare readonly '~brand': S
  readonly of: S
  readonly denominations: ReadonlyMap<string, string>

  constructor(node: number, of: S, denominations: ReadonlyMap<string, string>) {
    super(node)
    this.of = of
    this.denominations = denominations
  }

  /** Number of items, or of those for which `where` holds. */
  count(where?: (item: SymbolicRow<S>) => Condition): SymbolicUnits {
    if (where === undefined) return unitsNode({ op: 'listCount' }, this)
    return this.#loop(where, (_kept, node) => {
      const operation = { op: 'listCount' } as const
      const operands = [this.node, node]
      return new SymbolicUnits(currentTracer().reduce({ operation, operands, type: 'units' }))
    })
  }

  /** Whether two items hold the same in `field`. */
  hasDuplicates(field: keyof S & string): Condition {
    return conditionOf({ op: 'listDuplicates', field }, this)
  }

  /** Runs `body` for each item, in list order; moves are allowed inside. */
  each<R>(body: (item: SymbolicRow<S>) => R): EachOf<R> {
    return this.#loop(body, (result, node) => {
      if (!(result instanceof AnySymbolicAmount || result instanceof SymbolicUnits))
        return undefined
      return { sum: () => sumOf(result, node, this) }
    }) as EachOf<R>
  }

  /** `then` gets what the body returned, and the node that holds it once per item. */
  #loop<R, T>(body: (item: SymbolicRow<S>) => R, then: (result: R, node: number) => T): T {
    const tracer = currentTracer()
    const [result, node] = tracer.loop(this.node, () => {
      const returned = body(this.#item())
      return [returned, returned instanceof Symbolic ? tracer.perItem(returned.node) : -1] as const
    })
    return then(result, node)
  }

  #item(): SymbolicRow<S> {
    const tracer = currentTracer()
    const item: Record<string, Symbolic> = {}
    for (const [field, column] of Object.entries(this.of)) {
      item[field] = wrapColumn(column, this.denominations, (type, denomination) => {
        const operation = { op: 'item', field } as const
        return tracer.node({ operation, operands: [this.node], type, denomination })
      })
    }
    return item as SymbolicRow<S>
  }

  protected override at(node: number): this {
    return new SymbolicList<S>(node, this.of, this.denominations) as this
  }
}

function sumOf(
  item: AnySymbolicAmount | SymbolicUnits,
  node: number,
  list: Symbolic,
): AnySymbolicAmount | SymbolicUnits {
  const tracer = currentTracer()
  const operands = [node, list.node]
  const operation = { op: 'listSum' } as const
  if (item instanceof SymbolicUnits) {
    return new SymbolicUnits(tracer.reduce({ operation, operands, type: 'units' }))
  }
  const { denomination } = item
  const sum = tracer.reduce({ operation, operands, type: 'amount', denomination })
  return new SymbolicAmount(sum, denomination)
}
