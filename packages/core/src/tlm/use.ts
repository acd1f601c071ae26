import type { Columns } from '../claims/columns.js'
import { UsageError } from '../errors/UsageError.js'
import { didYouMean } from '../errors/closest.js'
import type { ParamValues } from '../params/parseParams.js'
import type { SharedParam } from '../params/shared.js'
import type { SchemaInput, StandardSchema } from '../params/StandardSchema.js'
import { assertName, type Tlm } from './defineTlm.js'

/** Parameter values for one use: any subset of the schema's keys; the rest are its defaults. */
export type UseParams<S> = {
  readonly [K in keyof SchemaInput<S>]?: SchemaInput<S>[K] | SharedParam
}

/** Columns of C under the names that F gives them. */
export type Renamed<C, F> = {
  readonly [K in keyof C as K extends keyof F ? (F[K] extends string ? F[K] : K) : K]: C[K]
}

/** Column name of the TLM -> column name in the chain. */
export type Renames<C> = { readonly [K in keyof C]?: string }

/** A TLM as one chain uses it. */
export interface Use<Name extends string = string, Reads = Columns, Writes = Columns> {
  readonly tlm: Tlm
  /** Instance name, which params and explain use. */
  readonly name: string
  readonly params: ParamValues
  readonly readNames: Readonly<Record<string, string>>
  readonly writeNames: Readonly<Record<string, string>>
  /** Types only: what the chain checker reads. */
  readonly '~types'?: { readonly name: Name; readonly reads: Reads; readonly writes: Writes }
}

type OnlyKeys<F, C> = { readonly [K in Exclude<keyof F, keyof C>]: never }

/**
 * Puts a TLM into a chain, with params, and with its columns renamed where the claim kind calls
 * them
 * otherwise.
 *
 * Errors: `rename-unknown`.
 * @example use(penaltySplit, { params: { burned: '0.3' }, reads: { penalty: 'deducted' } })
 */
export function use<
  Name extends string,
  Reads extends Columns,
  Writes extends Columns,
  P extends StandardSchema,
  const F extends Renames<Reads> = Readonly<Record<never, never>>,
  const G extends Renames<Writes> = Readonly<Record<never, never>>,
>(
  tlm: Tlm<Name, Reads, Writes, P>,
  options: {
    readonly as?: string
    readonly params?: UseParams<P>
    readonly reads?: F & OnlyKeys<F, Reads>
    readonly writes?: G & OnlyKeys<G, Writes>
  } = {},
): Use<Name, Renamed<Reads, F>, Renamed<Writes, G>> {
  const name = options.as ?? tlm.name
  assertName('TLM', name)
  return Object.freeze({
    tlm: tlm,
    name,
    params: Object.freeze({ ...options.params }),
    readNames: renames(tlm.name, tlm.reads, options.reads ?? {}),
    writeNames: renames(tlm.name, tlm.writes, options.writes ?? {}),
  })
}

function renames(
  tlm: string,
  columns: Columns,
  given: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  for (const column of Object.keys(given)) {
    if (column in columns) continue
    throw new UsageError({
      code: 'rename-unknown',
      message: `TLM "${tlm}" has no column "${column}" to rename.${didYouMean(column, Object.keys(columns))}`,
      details: { tlm, column },
    })
  }
  const entries = Object.keys(columns).map((column) => [column, given[column] ?? column] as const)
  return Object.freeze(Object.fromEntries(entries))
}
