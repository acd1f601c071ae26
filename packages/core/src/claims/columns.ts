import type { Ratio } from '../amounts/Ratio.js'

/** Amount of one denomination, in base units. In a TLM the name is a variable. */
export interface AmountColumn<D extends string = string> {
  readonly type: 'amount'
  readonly denomination: D
}
/** A count without denomination: relays, compute units, blocks. 0 to 2^128 - 1. */
export interface UnitsColumn {
  readonly type: 'units'
}
/** Exact ratio of two integers, terms to 320 bits. */
export interface RatioColumn {
  readonly type: 'ratio'
}
/** Exact price of one base unit of D in base units of E. */
export interface RateColumn<D extends string = string, E extends string = string> {
  readonly type: 'rate'
  readonly from: D
  readonly to: E
}
export interface FlagColumn {
  readonly type: 'flag'
}
export interface OneOfColumn<V extends string = string> {
  readonly type: 'oneOf'
  readonly values: readonly V[]
}
/** Name of one actor or thing of a kind: 1 to 256 bytes, no control characters, no slash. */
export interface IdColumn<K extends string = string> {
  readonly type: 'id'
  readonly kind: K
}
/** Path of an account: `kind/owner/bucket` or `kind/owner`. */
export interface AccountColumn {
  readonly type: 'account'
}
/** Bytes that are hashed with the claim and never read by a rule. Hex text. */
export interface OpaqueColumn {
  readonly type: 'opaque'
}
/**
 * Text as somebody wrote it, which no rule reads: reasons, references, values. Hashed with its
 * row. 0 to 1024 bytes of UTF-8 without control characters.
 */
export interface TextColumn {
  readonly type: 'text'
}
export interface ListColumn<S extends ItemColumns = ItemColumns> {
  readonly type: 'list'
  readonly of: S
  readonly elementsMax: number
}

export type ItemColumn =
  | AmountColumn
  | UnitsColumn
  | RatioColumn
  | FlagColumn
  | OneOfColumn
  | IdColumn
  | AccountColumn
  | TextColumn
export type ItemColumns = Readonly<Record<string, ItemColumn>>
export type Column = ItemColumn | RateColumn | OpaqueColumn | ListColumn
export type Columns = Readonly<Record<string, Column>>

/** An amount column. Without a name the denomination is the variable `D`. */
export function amount(): AmountColumn<'D'>
export function amount<const D extends string>(denomination: D): AmountColumn<D>
export function amount(denomination = 'D'): AmountColumn {
  return Object.freeze({ type: 'amount', denomination })
}

export const units = (): UnitsColumn => Object.freeze({ type: 'units' })
export const ratio = (): RatioColumn => Object.freeze({ type: 'ratio' })
export const flag = (): FlagColumn => Object.freeze({ type: 'flag' })
export const account = (): AccountColumn => Object.freeze({ type: 'account' })
export const opaque = (): OpaqueColumn => Object.freeze({ type: 'opaque' })
export const text = (): TextColumn => Object.freeze({ type: 'text' })

/** A conversion rate from denomination `from` to denomination `to`. */
export function rate<const D extends string, const E extends string>(
  from: D,
  to: E,
): RateColumn<D, E> {
  return Object.freeze({ type: 'rate', from, to })
}

/** A text that is one of the values named. */
export function oneOf<const V extends string>(...values: readonly V[]): OneOfColumn<V> {
  return Object.freeze({ type: 'oneOf', values: Object.freeze(values) })
}

/** The name of an actor or thing: `id('application')`. */
export function id<const K extends string>(kind: K): IdColumn<K> {
  return Object.freeze({ type: 'id', kind })
}

/** Elements one row's list may hold, unless the column says otherwise. */
export const LIST_ELEMENTS_MAX = 10_000

/** A list of typed items, one level deep. */
export function list<const S extends ItemColumns>(
  of: S,
  elementsMax: number = LIST_ELEMENTS_MAX,
): ListColumn<S> {
  return Object.freeze({ type: 'list', of: Object.freeze({ ...of }), elementsMax })
}

/** What a parsed cell of a column holds. */
export type ValueOf<C> = C extends AmountColumn | UnitsColumn
  ? bigint
  : C extends RatioColumn | RateColumn
    ? Ratio
    : C extends FlagColumn
      ? boolean
      : C extends OneOfColumn<infer V>
        ? V
        : C extends IdColumn | AccountColumn | OpaqueColumn | TextColumn
          ? string
          : C extends ListColumn<infer S>
            ? readonly RowOf<S>[]
            : never

/** What a parsed row of columns holds. */
export type RowOf<C> = { readonly [K in keyof C]: ValueOf<C[K]> }

/** Any parsed cell. */
export type Cell = bigint | Ratio | boolean | string | readonly Row[]
/** Any parsed row. */
export type Row = { readonly [column: string]: Cell }
