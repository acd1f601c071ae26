import type {
  AccountColumn,
  AmountColumn,
  Column,
  FlagColumn,
  IdColumn,
  ListColumn,
  OneOfColumn,
  RateColumn,
  RatioColumn,
  UnitsColumn,
} from '../claims/columns.js'
import { UsageError } from '../errors/UsageError.js'
import { Condition } from './Condition.js'
import type { ValueType } from './Plan.js'
import { type Symbolic } from './Symbolic.js'
import { SymbolicAccount, SymbolicId, SymbolicOneOf } from './SymbolicAccount.js'
import { SymbolicAmount } from './SymbolicAmount.js'
import { SymbolicList } from './SymbolicList.js'
import { SymbolicRate } from './SymbolicRate.js'
import { SymbolicRatio } from './SymbolicRatio.js'
import { SymbolicUnits } from './SymbolicUnits.js'

/** The symbolic value of a column. */
export type SymbolicOf<C> =
  C extends AmountColumn<infer D>
    ? SymbolicAmount<D>
    : C extends UnitsColumn
      ? SymbolicUnits
      : C extends RatioColumn
        ? SymbolicRatio
        : C extends RateColumn<infer D, infer E>
          ? SymbolicRate<D, E>
          : C extends FlagColumn
            ? Condition
            : C extends OneOfColumn<infer V>
              ? SymbolicOneOf<V>
              : C extends IdColumn<infer K>
                ? SymbolicId<K>
                : C extends AccountColumn
                  ? SymbolicAccount
                  : C extends ListColumn<infer S>
                    ? SymbolicList<S>
                    : never

/** The symbolic values of a row of columns. */
export type SymbolicRow<R> = { readonly [K in keyof R]: SymbolicOf<R[K]> }

type Record_ = (type: ValueType, denomination: string | undefined) => number

/**
 * Makes the symbolic value of a column.
 *
 * `denominations` maps the TLM's denomination variables to the claim kind's denominations.
 */
export function wrapColumn(
  column: Column,
  denominations: ReadonlyMap<string, string>,
  record: Record_,
): Symbolic {
  const concrete = (variable: string): string => denominations.get(variable) ?? variable
  switch (column.type) {
    case 'amount': {
      const denomination = concrete(column.denomination)
      return new SymbolicAmount(record('amount', denomination), denomination)
    }
    case 'units':
      return new SymbolicUnits(record('units', undefined))
    case 'ratio':
      return new SymbolicRatio(record('ratio', undefined))
    case 'rate':
      return new SymbolicRate(record('ratio', undefined), concrete(column.to))
    case 'flag':
      return new Condition(record('flag', undefined))
    case 'oneOf':
      return new SymbolicOneOf(record('oneOf', undefined))
    case 'id':
      return new SymbolicId(record('id', undefined), column.kind)
    case 'account':
      return new SymbolicAccount(record('account', undefined))
    case 'list':
      return new SymbolicList(record('list', undefined), column.of, denominations)
    case 'opaque':
    case 'text':
      throw new UsageError({
        code: 'opaque-read',
        message: `A column of type ${column.type} is hashed and never read: take it out of the reads of the TLM.`,
      })
  }
}
