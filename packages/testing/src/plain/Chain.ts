import type { Ratio, Rounding } from '@tlmkit/core'

/** What a random rule computes in base units of `tok`. References are by number, across a chain. */
export type AmountPiece =
  | { readonly op: 'column'; readonly name: 'a' | 'b' | 'claimed' | 'before' }
  | { readonly op: 'item' }
  | { readonly op: 'known'; readonly number: number }
  | { readonly op: 'constant'; readonly value: bigint }
  | { readonly op: 'plus' | 'min' | 'max'; readonly x: AmountPiece; readonly y: AmountPiece }
  | {
      readonly op: 'minus'
      readonly x: AmountPiece
      readonly y: AmountPiece
      readonly short: 'zero' | 'reject'
    }
  | {
      readonly op: 'times'
      readonly x: AmountPiece
      readonly ratio: Ratio | 'column'
      readonly rounding: Rounding
    }
  | {
      readonly op: 'mulDiv'
      readonly x: AmountPiece
      readonly m: UnitsPiece
      readonly d: UnitsPiece
      readonly rounding: Rounding
    }
  | {
      readonly op: 'over'
      readonly x: AmountPiece
      readonly units: UnitsPiece
      readonly rounding: Rounding
    }
  | { readonly op: 'forUnits'; readonly x: AmountPiece; readonly units: UnitsPiece }
  | { readonly op: 'convert'; readonly rounding: Rounding }
  | {
      readonly op: 'select'
      readonly condition: ConditionPiece
      readonly x: AmountPiece
      readonly y: AmountPiece
    }

/** What a random rule counts. */
export type UnitsPiece =
  | { readonly op: 'column'; readonly name: 'u' | 'v' }
  | { readonly op: 'item' }
  | { readonly op: 'known'; readonly number: number }
  | { readonly op: 'constant'; readonly value: bigint }
  | { readonly op: 'count' }
  | { readonly op: 'countAbove'; readonly weight: bigint }
  | {
      readonly op: 'plus' | 'times' | 'min' | 'max'
      readonly x: UnitsPiece
      readonly y: UnitsPiece
    }
  | {
      readonly op: 'minus'
      readonly x: UnitsPiece
      readonly y: UnitsPiece
      readonly short: 'zero' | 'reject'
    }
  | {
      readonly op: 'over'
      readonly x: UnitsPiece
      readonly y: UnitsPiece
      readonly rounding: Rounding
    }

/** What a random rule asks. */
export type ConditionPiece =
  | { readonly op: 'flag' }
  | { readonly op: 'mode'; readonly value: Mode }
  | { readonly op: 'duplicates'; readonly field: 'to' | 'who' }
  | { readonly op: 'isZero'; readonly x: AmountPiece }
  | {
      readonly op: 'above' | 'atLeast' | 'below' | 'is'
      readonly x: AmountPiece
      readonly y: AmountPiece
    }
  | { readonly op: 'unitsAbove'; readonly x: UnitsPiece; readonly y: UnitsPiece }
  | { readonly op: 'and' | 'or'; readonly x: ConditionPiece; readonly y: ConditionPiece }
  | { readonly op: 'not'; readonly x: ConditionPiece }

export type Mode = 'slow' | 'fast' | 'free'

/** An account that a random rule names. */
export type AccountPiece =
  | { readonly at: 'module'; readonly name: string }
  | { readonly at: 'app' | 'node' | 'itemWho'; readonly bucket: string }
  | { readonly at: 'to' | 'itemTo' }

/** One cut of a split. */
export interface CutPiece {
  readonly to: AccountPiece
  readonly share: Ratio
  readonly round: Rounding
  readonly of: 'whole' | 'rest'
}

/** One statement of a random rule. Those with `number` give a value to later ones. */
export type StatementPiece =
  | { readonly do: 'let'; readonly number: number; readonly value: AmountPiece }
  | { readonly do: 'reject'; readonly condition: ConditionPiece }
  | { readonly do: 'finish'; readonly condition: ConditionPiece }
  | { readonly do: 'emit'; readonly value: AmountPiece }
  | { readonly do: 'emitWhen'; readonly condition: ConditionPiece; readonly value: AmountPiece }
  | { readonly do: 'groupPresented'; readonly number: number; readonly keys: number }
  | {
      readonly do: 'groupCount'
      readonly number: number
      readonly keys: number
      readonly where: ConditionPiece | undefined
    }
  | {
      readonly do: 'groupSum'
      readonly number: number
      readonly keys: number
      readonly value: AmountPiece
      readonly where: ConditionPiece | undefined
    }
  | {
      readonly do: 'groupSame'
      readonly number: number
      readonly keys: number
      readonly value: AmountPiece
    }
  | {
      readonly do: 'transfer'
      readonly amount: AmountPiece
      readonly from: AccountPiece
      readonly to: AccountPiece
    }
  | { readonly do: 'transferGems'; readonly from: AccountPiece; readonly to: AccountPiece }
  | { readonly do: 'mint'; readonly amount: AmountPiece; readonly to: AccountPiece }
  | { readonly do: 'burn'; readonly amount: AmountPiece; readonly from: AccountPiece }
  | {
      readonly do: 'split'
      readonly number: number
      readonly amount: AmountPiece
      readonly from: AccountPiece
      readonly cuts: readonly CutPiece[]
      readonly rest: AccountPiece
    }
  | {
      readonly do: 'splitAmong'
      readonly amount: AmountPiece
      readonly from: AccountPiece
      readonly field: 'to' | 'who'
      readonly dust: 'first' | 'last' | 'largestRemainder' | AccountPiece
    }
  | {
      readonly do: 'take'
      /** Number of what was taken; what was short has the next one. */
      readonly number: number
      readonly upTo: AmountPiece
      readonly from: readonly AccountPiece[]
      readonly to: AccountPiece
    }
  | { readonly do: 'balance'; readonly number: number; readonly of: AccountPiece }
  | { readonly do: 'tally'; readonly units: UnitsPiece; readonly on: AccountPiece }
  | {
      readonly do: 'when'
      readonly condition: ConditionPiece
      readonly then: readonly StatementPiece[]
      readonly otherwise: readonly StatementPiece[]
    }
  | {
      readonly do: 'each'
      readonly number: number
      readonly body: readonly StatementPiece[]
      readonly sum: AmountPiece
    }

/** One TLM of a random chain. Each writes an amount: price `claimed`, the first limit `settled`. */
export interface TlmPiece {
  readonly name: string
  readonly phase: 'price' | 'limit' | 'settle'
  readonly statements: readonly StatementPiece[]
  readonly result: AmountPiece
}

/** A random chain: a price, a limit or two, some settle TLMs. Plain data. */
export type Chain = readonly TlmPiece[]

/** One claim of the one kind that random chains work on. */
export interface PlainClaim {
  readonly app: string
  readonly session: bigint
  readonly claim: string
  readonly node: string
  readonly a: bigint
  readonly b: bigint
  readonly g: bigint
  readonly u: bigint
  readonly v: bigint
  readonly r: Ratio
  readonly q: Ratio
  readonly f: boolean
  readonly mode: Mode
  readonly to: string
  readonly items: readonly PlainItem[]
}

export interface PlainItem {
  readonly to: string
  readonly who: string
  readonly w: bigint
  readonly x: bigint
}

/** Lowest balance of `app/<id>/funds`, in base units. Every other account has 0. */
export const FUNDS_FLOOR = 3n
