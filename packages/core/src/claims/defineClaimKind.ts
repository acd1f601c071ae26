import type { AccountPath } from '../accounts/Account.js'
import { UsageError } from '../errors/UsageError.js'
import type { ParamValues } from '../params/parseParams.js'
import type { Columns, Row, RowOf } from './columns.js'
import { assertKey, type Table } from './defineTable.js'

/**
 * What collecting a claim may look at besides the claim. All of it is fixed before any claim
 * settles.
 */
export interface CollectContext {
  /** Height of the settlement, in blocks. */
  readonly height: bigint
  /** Network params in force when the claim's work opened. */
  readonly params: ParamValues
  /** Network params in force at a height. */
  readonly paramsAt: (height: bigint) => ParamValues
  /** Row of a table by its key, or undefined. */
  readonly find: <T extends Table>(
    table: T,
    ...key: readonly string[]
  ) => RowOf<T['columns']> | undefined
  /** Opening balance of an account, in base units: what it held before the settlement. */
  readonly balance: (account: AccountPath, denomination: string) => bigint
  /** State of a lifecycle's work before the settlement, or undefined. */
  readonly lifecycle: (lifecycle: string, work: string) => unknown
}

/** The claim is not due yet: it stays where it is, uncounted. */
export interface Deferral {
  readonly deferred: string
}

/** Gives a deferral: the claim may be presented again. */
export function defer(code: string): Deferral {
  return Object.freeze({ deferred: code })
}

export function isDeferral(value: object): value is Deferral {
  return 'deferred' in value && typeof value.deferred === 'string'
}

/** What collecting gives: the facts, a discard, or not yet. */
export type Collected<F> = RowOf<F> | { readonly rejected: string } | Deferral

/** The columns of a claim, its key, and the facts that are looked up when it is collected. */
export interface ClaimKind<Name extends string = string, C extends Columns = Columns> {
  readonly name: Name
  readonly key: readonly string[]
  /** Columns as presented. */
  readonly columns: Columns
  /** Columns that `collect` adds. */
  readonly facts: Columns
  /** Columns that rules may read: presented and facts. */
  readonly all: C
  /** Codes that `collect` may reject or defer with. */
  readonly codes: readonly string[]
  readonly tables: readonly Table[]
  /** Units column: the height at which the work opened, which pins its params version. */
  readonly openedAt: string | undefined
  /** Units column with a block height, and how many blocks back settled ids are kept. */
  readonly watermark: { readonly column: string; readonly keep: bigint } | undefined
  readonly collect: ((claim: Row, context: CollectContext) => Collected<Columns>) | undefined
}

interface ClaimKindOptions<C extends Columns, F extends Columns> {
  /** Columns that identify a claim; groups are prefixes of it. */
  readonly key: readonly (keyof C & string)[]
  readonly columns: C
  readonly facts?: F
  readonly codes?: readonly string[]
  readonly tables?: readonly Table[]
  readonly openedAt?: keyof C & string
  readonly watermark?: { readonly column: keyof C & string; readonly keep: bigint }
  readonly collect?: (claim: RowOf<C>, context: CollectContext) => Collected<F>
}

/**
 * Defines a claim kind.
 *
 * Rule: `collect` is a pure look-up of facts, run once per claim before any claim settles. A claim
 * it rejects is discarded but still counts as presented; one it defers does not.
 * Errors: `key-unknown`, `key-invalid`, `claim-kind-invalid`.
 */
export function defineClaimKind<
  const Name extends string,
  const C extends Columns,
  const F extends Columns = Readonly<Record<never, never>>,
>(name: Name, options: ClaimKindOptions<C, F>): ClaimKind<Name, C & F> {
  const owner = `Claim kind "${name}"`
  assertKey(owner, options)
  assertFacts(owner, options)
  for (const column of [options.openedAt, options.watermark?.column]) {
    if (column !== undefined && options.columns[column]?.type !== 'units') {
      throw invalid(`${owner} orders claims by "${column}", which is not a units column`)
    }
  }
  return Object.freeze({
    name,
    key: Object.freeze([...options.key]),
    columns: Object.freeze({ ...options.columns }),
    facts: Object.freeze({ ...options.facts }),
    all: Object.freeze({ ...options.columns, ...options.facts }) as C & F,
    codes: Object.freeze([...(options.codes ?? [])]),
    tables: Object.freeze([...(options.tables ?? [])]),
    openedAt: options.openedAt,
    watermark: options.watermark,
    collect: options.collect as ClaimKind['collect'],
  })
}

function assertFacts(
  owner: string,
  options: { readonly columns: Columns; readonly facts?: Columns; readonly collect?: unknown },
): void {
  const facts = Object.keys(options.facts ?? {})
  const twice = facts.find((fact) => fact in options.columns)
  if (twice !== undefined) throw invalid(`${owner} has "${twice}" as column and as fact`)
  if (facts.length > 0 && options.collect === undefined) {
    throw invalid(`${owner} has facts and no collect function that looks them up`)
  }
}

function invalid(why: string): UsageError {
  return new UsageError({ code: 'claim-kind-invalid', message: `${why}.` })
}
