import type { Rounding } from '../amounts/division.js'
import type { Ratio } from '../amounts/Ratio.js'
import type { Phase } from '../tlm/Phase.js'
import type { RulePlace } from './callerLine.js'

/** Version of the operation set. Operations are only added, so that old receipts stay checkable. */
export const PLAN_VERSION = 1

/** Below zero: floor at 0, or a fault that discards the claim. */
export type Shortfall = 'zero' | 'reject'

/** What a pure node computes. Operands are indices of earlier nodes, in the order named. */
export type Operation =
  | { readonly op: 'column'; readonly column: string }
  | { readonly op: 'literal'; readonly value: bigint }
  | { readonly op: 'ratioLiteral'; readonly value: Ratio }
  | { readonly op: 'flagLiteral'; readonly value: boolean }
  | { readonly op: 'accountLiteral'; readonly account: string }
  | { readonly op: 'plus' | 'min' | 'max' | 'multiply' }
  | { readonly op: 'minus'; readonly short: Shortfall }
  | { readonly op: 'over' | 'mulDiv' | 'timesRatio' | 'convert'; readonly rounding: Rounding }
  | { readonly op: 'ratioOf' | 'ratioTimes' | 'ratioOver' }
  | { readonly op: 'ratioInverse' | 'ratioPlusOne' | 'ratioComplement' }
  | { readonly op: 'above' | 'atLeast' | 'below' | 'equal' | 'isZero' }
  | { readonly op: 'is'; readonly value: string }
  | { readonly op: 'sameId' }
  | { readonly op: 'and' | 'or' | 'not' | 'select' | 'alias' }
  | { readonly op: 'bucket'; readonly kind: string; readonly bucket: string }
  | { readonly op: 'item'; readonly field: string }
  | { readonly op: 'listCount' | 'listSum' }
  | { readonly op: 'listDuplicates'; readonly field: string }
  | { readonly op: 'groupPresented' | 'groupCount'; readonly keys: readonly string[] }
  | { readonly op: 'groupSum' | 'groupSame'; readonly keys: readonly string[] }
  | { readonly op: 'taken' | 'short' | 'balance' }
  | { readonly op: 'perClaim'; readonly write: string }

/** What a node's value is. */
export type ValueType = 'amount' | 'units' | 'ratio' | 'flag' | 'oneOf' | 'id' | 'account' | 'list'

/** One recorded value of a rule. */
export interface PlanNode {
  readonly operation: Operation
  readonly operands: readonly number[]
  readonly type: ValueType
  /** Denomination of an amount, concrete. */
  readonly denomination?: string
  /** Index of the list loop it stands in, or -1. */
  readonly scope: number
  /** Which TLM of the chain recorded it. */
  readonly stage: number
  /** Where the rule says it. Not part of the digest. */
  readonly place: RulePlace
  /** Name for explain, unqualified. */
  readonly name?: string
}

interface StatementBase {
  /** Conditions that must all hold, indices of nodes. */
  readonly mask: readonly number[]
  readonly stage: number
  readonly place: RulePlace
}

/** A part of a split, so that its exactness and its dust taker can be read from the plan. */
export interface SplitPart {
  readonly split: number
  readonly part: string
  readonly takesRemainder: boolean
  /** Of the part that takes the remainder: the whole, and the share that would be its own. */
  readonly fair?: { readonly whole: number; readonly share: Ratio }
}

export interface RejectStatement extends StatementBase {
  readonly op: 'reject'
  readonly condition: number
  readonly code: string
}
export interface FinishStatement extends StatementBase {
  readonly op: 'finish'
  readonly condition: number
  readonly outcome: string
}
export interface TransferStatement extends StatementBase {
  readonly op: 'transfer'
  readonly amount: number
  readonly from: number
  readonly to: number
  readonly reason: string
  readonly splitPart?: SplitPart
}
export interface SplitAmongStatement extends StatementBase {
  readonly op: 'splitAmong'
  readonly amount: number
  readonly from: number
  readonly list: number
  readonly to: string
  /** Bucket, where `to` is an id field. */
  readonly bucket?: { readonly kind: string; readonly bucket: string }
  readonly weight: string
  readonly dust: 'first' | 'last' | 'largestRemainder' | number
  readonly reason: string
}
export interface TakeStatement extends StatementBase {
  readonly op: 'take'
  readonly upTo: number
  readonly from: readonly number[]
  readonly to: number
  readonly reason: string
  readonly taken: number
  readonly short: number
}
export interface BalanceStatement extends StatementBase {
  readonly op: 'balance'
  readonly account: number
  readonly result: number
}
export interface TallyStatement extends StatementBase {
  readonly op: 'tally'
  /** Node of units, or of an amount, which counts its base units. */
  readonly units: number
  readonly on: number
}
export interface EmitStatement extends StatementBase {
  readonly op: 'emit'
  readonly event: string
  readonly fields: Readonly<Record<string, number>>
}
export interface EachStatement extends StatementBase {
  readonly op: 'each'
  readonly list: number
  readonly scope: number
  readonly body: readonly Instruction[]
}
export interface PerClaimStatement extends StatementBase {
  readonly op: 'perClaim'
  readonly reads: Readonly<Record<string, number>>
  readonly writes: Readonly<Record<string, number>>
}

export type Statement =
  | RejectStatement
  | FinishStatement
  | TransferStatement
  | SplitAmongStatement
  | TakeStatement
  | BalanceStatement
  | TallyStatement
  | EmitStatement
  | EachStatement
  | PerClaimStatement

/** A node to compute, by index, or a statement to carry out. */
export type Instruction = number | Statement

/** One TLM of the chain as it was traced. */
export interface Stage {
  /** Instance name: the TLM's name, or what `use` called it. */
  readonly name: string
  readonly tlm: string
  readonly version: string
  readonly phase: Phase
  readonly body: readonly Instruction[]
  /** Column name in the chain -> node. */
  readonly writes: Readonly<Record<string, number>>
}

/** What a chain of rules says under one params version: data, before any optimisation. */
export interface Plan {
  readonly planVersion: number
  readonly nodes: readonly PlanNode[]
  readonly stages: readonly Stage[]
  /** Column name -> node, of claim columns and of everything written. */
  readonly columns: Readonly<Record<string, number>>
}
