import type {
  AmountColumn,
  IdColumn,
  ListColumn,
  OneOfColumn,
  RateColumn,
} from '../claims/columns.js'
import type { Use } from '../tlm/use.js'

type Text<X> = X & string

/** Whether a column on offer serves as the column wanted. */
type Fits<Want, Have> = Want extends AmountColumn
  ? Have extends AmountColumn
    ? true
    : false
  : Want extends RateColumn
    ? Have extends RateColumn
      ? true
      : false
    : Want extends ListColumn<infer S>
      ? Have extends ListColumn<infer T>
        ? [ListMisfit<S, T>] extends [never]
          ? true
          : false
        : false
      : Want extends IdColumn<infer K>
        ? Have extends IdColumn<infer L>
          ? [L] extends [K]
            ? true
            : false
          : false
        : Want extends OneOfColumn<infer V>
          ? Have extends OneOfColumn<infer W>
            ? [W] extends [V]
              ? true
              : false
            : false
          : Want extends { readonly type: infer X }
            ? Have extends { readonly type: X }
              ? true
              : false
            : false

type ListMisfit<S, T> = {
  [K in keyof S]: K extends keyof T ? (Fits<S[K], T[K]> extends true ? never : K) : K
}[keyof S]

type Missing<R, A> = Exclude<keyof R, keyof A>
type Misfit<R, A> = {
  [K in keyof R]: K extends keyof A ? (Fits<R[K], A[K]> extends true ? never : K) : never
}[keyof R]

/** [variable, denomination] of each amount a TLM reads, those inside lists included. */
type Bindings<R, A> = {
  [K in keyof R]: K extends keyof A ? BindingOf<R[K], A[K]> : never
}[keyof R]
type BindingOf<Want, Have> =
  Want extends AmountColumn<infer V>
    ? Have extends AmountColumn<infer D>
      ? [V, D]
      : never
    : Want extends RateColumn<infer V, infer W>
      ? Have extends RateColumn<infer D, infer E>
        ? [V, D] | [W, E]
        : never
      : Want extends ListColumn<infer S>
        ? Have extends ListColumn<infer T>
          ? { [K in keyof S]: K extends keyof T ? BindingOf<S[K], T[K]> : never }[keyof S]
          : never
        : never

type Bound<B, V> = B extends readonly [V, infer D] ? D : never
type IsUnion<U, X = U> = [U] extends [never]
  ? false
  : U extends unknown
    ? [X] extends [U]
      ? false
      : true
    : never
type Clash<B> = B extends readonly [infer V, unknown] ? V : never
type Clashing<B> = {
  [V in Text<Clash<B>>]: IsUnion<Bound<B, V>> extends true ? V : never
}[Text<Clash<B>>]

/** What a TLM writes, with its denomination variables bound. */
type Written<W, B> = {
  [K in keyof W]: W[K] extends AmountColumn<infer V>
    ? AmountColumn<[Bound<B, V>] extends [never] ? Text<V> : Text<Bound<B, V>>>
    : W[K]
}

/** `true`, or the sentence that says why a TLM does not fit. */
type Verdict<Name, R, A, Kind extends string> = [Missing<R, A>] extends [never]
  ? [Misfit<R, A>] extends [never]
    ? [Clashing<Bindings<R, A>>] extends [never]
      ? true
      : `TLM '${Text<Name>}' would use denomination '${Text<Clashing<Bindings<R, A>>>}' as '${Text<Bound<Bindings<R, A>, Clashing<Bindings<R, A>>>>}' at once in claim kind '${Kind}'`
    : `TLM '${Text<Name>}' reads column '${Text<Misfit<R, A>>}' with another type than claim kind '${Kind}' offers`
  : `TLM '${Text<Name>}' reads column '${Text<Missing<R, A>>}', which claim kind '${Kind}' does not have and no earlier TLM writes`

/**
 * A chain as it stands, or with the sentence that says what is wrong in the place of the first TLM
 * that does not fit. Tail-recursive with an accumulator, so that long chains check.
 */
export type CheckChain<
  Chain extends readonly unknown[],
  Available,
  Kind extends string,
  Done extends readonly unknown[] = readonly [],
> = Chain extends readonly [infer Head, ...infer Rest]
  ? Head extends Use<infer Name, infer Reads, infer Writes>
    ? Verdict<Name, Reads, Available, Kind> extends true
      ? CheckChain<
          Rest,
          Available & Written<Writes, Bindings<Reads, Available>>,
          Kind,
          readonly [...Done, Head]
        >
      : readonly [...Done, Verdict<Name, Reads, Available, Kind>, ...Rest]
    : readonly [...Done, 'use(tlm) stands here', ...Rest]
  : readonly [...Done, ...Chain]
