import { UsageError } from '../errors/UsageError.js'
import { callerLine } from './callerLine.js'
import type { Condition } from './Condition.js'
import { AnySymbolicAmount, SymbolicAmount } from './SymbolicAmount.js'
import { SymbolicUnits } from './SymbolicUnits.js'
import { currentTracer } from './Tracer.js'

/**
 * The claims that share some leading columns of the key: facts of the collected set.
 *
 * Rule: aggregates see the rows that no earlier statement has ended; a later discard never re-opens
 * them. A row whose value cannot be computed adds nothing and is discarded.
 */
export class Group {
  readonly #keys: readonly string[]

  constructor(keys: readonly string[]) {
    this.#keys = keys
  }

  /** How many claims were collected, those that an earlier statement ended included. */
  presented(): SymbolicUnits {
    assertOutsideList()
    const operation = { op: 'groupPresented', keys: this.#keys } as const
    return new SymbolicUnits(currentTracer().node({ operation, type: 'units' }))
  }

  /** How many claims no earlier statement has ended, and for which `where` holds. */
  count(where?: Condition): SymbolicUnits {
    assertOutsideList()
    const operation = { op: 'groupCount', keys: this.#keys } as const
    const operands = where === undefined ? [] : [where.node]
    return new SymbolicUnits(currentTracer().node({ operation, operands, type: 'units' }))
  }

  /** Sum over the claims of the group for which `where` holds. */
  sum<V extends AnySymbolicAmount | SymbolicUnits>(value: V, where?: Condition): V {
    const operation = { op: 'groupSum', keys: this.#keys } as const
    const operands = where === undefined ? [value.node] : [value.node, where.node]
    return reduced(value, operation, operands)
  }

  /**
   * A value that all claims of the group must agree on; those of a group that differs are
   * discarded.
   */
  same<V extends AnySymbolicAmount | SymbolicUnits>(value: V): V {
    return reduced(value, { op: 'groupSame', keys: this.#keys }, [value.node])
  }
}

function reduced<V extends AnySymbolicAmount | SymbolicUnits>(
  value: V,
  operation: { readonly op: 'groupSum' | 'groupSame'; readonly keys: readonly string[] },
  operands: readonly number[],
): V {
  const tracer = currentTracer()
  assertOutsideList()
  if (value instanceof AnySymbolicAmount) {
    const { denomination } = value
    const node = tracer.node({ operation, operands, type: 'amount', denomination })
    return new SymbolicAmount(node, denomination) as AnySymbolicAmount as V
  }
  return new SymbolicUnits(tracer.node({ operation, operands, type: 'units' })) as V
}

/**
 * The group of a claim by some leading columns of the claim kind's key. Errors: `group-not-
 * prefix`.
 */
export function groupBy(keys: readonly string[]): Group {
  const tracer = currentTracer()
  const prefix = tracer.groupKeys.slice(0, keys.length)
  if (keys.length === 0 || keys.some((key, index) => key !== prefix[index])) {
    throw new UsageError({
      code: 'group-not-prefix',
      message: `group(${keys.join(', ')}) at ${callerLine()} is not a prefix of the claim's key (${tracer.groupKeys.join(', ')}): a group is contiguous in canonical order.`,
      details: { keys: [...keys], key: [...tracer.groupKeys] },
    })
  }
  assertOutsideList()
  return new Group(keys)
}

/** Group facts are taken over claims, never inside a list loop. Errors: `group-in-list`. */
function assertOutsideList(): void {
  const tracer = currentTracer()
  if (tracer.scope !== -1) {
    throw new UsageError({
      code: 'group-in-list',
      message: `group() stands inside a list loop at ${callerLine()}: take it before the loop.`,
    })
  }
}
