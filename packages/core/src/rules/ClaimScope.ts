import type { Rounding } from '../amounts/division.js'
import type { Ratio } from '../amounts/Ratio.js'
import type { Columns, ItemColumns } from '../claims/columns.js'
import type { Phase } from '../tlm/Phase.js'
import type { Condition } from './Condition.js'
import type { Group } from './Group.js'
import type { SymbolicAccount } from './SymbolicAccount.js'
import type { AnySymbolicAmount, SymbolicAmount } from './SymbolicAmount.js'
import type { SymbolicList } from './SymbolicList.js'
import type { SymbolicUnits } from './SymbolicUnits.js'
import type { SymbolicOf } from './wrapColumn.js'
import type { AccountLike } from './literals.js'

/** Events of a TLM and their fields. */
export type EventShapes = Readonly<Record<string, Columns>>

type FieldOf<C> = C extends { readonly type: 'amount' } ? AnySymbolicAmount : SymbolicOf<C>
/** What an event of a shape is emitted with. */
export type EventFields<S> = { readonly [K in keyof S]: FieldOf<S[K]> }

/** Names a TLM declares, which its rule may use. */
export interface Vocabulary {
  readonly reasons: string
  readonly codes: string
  readonly outcomes: string
  readonly events: EventShapes
}

/** What a rule may do in every phase. */
export interface AnyScope<V extends Vocabulary> {
  /** Discards the claim with `code` where the condition holds: none of it takes effect. */
  reject(condition: Condition, code: V['codes']): void
  /** Ends the claim on purpose where the condition holds; not a discard. */
  finish(condition: Condition, outcome: V['outcomes']): void
  emit<E extends keyof V['events'] & string>(event: E, fields: EventFields<V['events'][E]>): void
  emitWhen<E extends keyof V['events'] & string>(
    condition: Condition,
    event: E,
    fields: EventFields<V['events'][E]>,
  ): void
}

/** What a rule may do in price and limit: no moves, no balances. */
export interface PureScope<V extends Vocabulary> extends AnyScope<V> {
  /** The claims that share these leading columns of the key. */
  group(...keys: readonly string[]): Group
}

export interface TransferOptions<R> {
  readonly from: AccountLike
  readonly to: AccountLike
  readonly reason: R
}

/** One named cut of a split: a share of the whole (default) or of what is left. */
export interface Cut<R = string> {
  readonly to: AccountLike
  /** The split's own reason, unless the cut has another. */
  readonly reason?: R
  readonly share: Ratio
  readonly round: Rounding
  readonly of?: 'whole' | 'rest'
}

export interface SplitOptions<R, C> {
  readonly from: AccountLike
  readonly reason: R
  readonly cuts: C
  /** Who takes what the cuts leave, every remainder unit included. */
  readonly rest: AccountLike
}

/** Who takes the remainder of a `splitAmong`. */
export type DustTaker =
  'first' | 'last' | 'largestRemainder' | SymbolicAccount | `${string}/${string}`

export interface SplitAmongOptions<R, S> {
  readonly from: AccountLike
  readonly reason: R
  readonly list: SymbolicList<S & ItemColumns>
  /** Field of the taker: an account, or an id together with `bucket`. */
  readonly to: keyof S & string
  readonly bucket?: string
  /** Field of the weight. */
  readonly weight: keyof S & string
  readonly dust: DustTaker
}

export interface TakeOptions<R> {
  /** One account, or several that are emptied in this order. */
  readonly from: AccountLike | readonly AccountLike[]
  readonly to: AccountLike
  readonly reason: R
}

/** What a rule may do in settle: moves, in written order. */
export interface SettleScope<V extends Vocabulary> extends AnyScope<V> {
  /** Moves an amount; short of funds discards the claim. A zero amount posts nothing. */
  transfer(amount: AnySymbolicAmount, options: TransferOptions<V['reasons']>): void
  /** Creates units. */
  mint(amount: AnySymbolicAmount, options: Omit<TransferOptions<V['reasons']>, 'from'>): void
  /** Destroys units. */
  burn(amount: AnySymbolicAmount, options: Omit<TransferOptions<V['reasons']>, 'to'>): void
  /** Moves all of an amount in named cuts and a rest; the parts sum to it by construction. */
  split<D extends string, C extends Readonly<Record<string, Cut<V['reasons']>>>>(
    amount: SymbolicAmount<D>,
    options: SplitOptions<V['reasons'], C>,
  ): { readonly [K in keyof C | 'rest']: SymbolicAmount<D> }
  /** Moves all of an amount to the items of a list by weight; weights that sum to 0 discard. */
  splitAmong<S extends ItemColumns>(
    amount: AnySymbolicAmount,
    options: SplitAmongOptions<V['reasons'], S>,
  ): void
  /** Moves what there is, up to an amount, from one or several accounts in order. */
  take<D extends string>(
    upTo: SymbolicAmount<D>,
    options: TakeOptions<V['reasons']>,
  ): { readonly taken: SymbolicAmount<D>; readonly short: SymbolicAmount<D> }
  /** Balance of an account at this point of this claim: a statement with a moment. */
  balance<D extends string>(account: AccountLike, like: SymbolicAmount<D>): SymbolicAmount<D>
  /**
   * Adds to a counter that is no money: units, or an amount as a count of its base units. A counter
   * stays at 2^128 - 1 once it is there.
   */
  tally(count: SymbolicUnits | AnySymbolicAmount, options: { readonly on: AccountLike }): void
}

/** What a rule of a phase may do. */
export type ScopeOf<P extends Phase, V extends Vocabulary> = P extends 'settle'
  ? SettleScope<V>
  : PureScope<V>
