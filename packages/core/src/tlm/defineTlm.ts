import type { Columns, Row, RowOf } from '../claims/columns.js'
import { UsageError } from '../errors/UsageError.js'
import type { SchemaOutput, StandardSchema } from '../params/StandardSchema.js'
import type { EventShapes, ScopeOf } from '../rules/ClaimScope.js'
import type { SymbolicRow } from '../rules/wrapColumn.js'
import type { Phase } from './Phase.js'

/** Version of the contract between a TLM and the core. */
export const API_VERSION = 1

/** Discards one claim from a per-claim function. */
export interface Rejection<C extends string = string> {
  readonly rejected: C
}

/** Gives a rejection with one of the codes a TLM or lifecycle declares. */
export function reject<const C extends string>(code: C): Rejection<C> {
  return Object.freeze({ rejected: code })
}

export function isRejection(value: object): value is Rejection {
  return 'rejected' in value && typeof value.rejected === 'string'
}

type PerClaimResult<C extends string> = Readonly<Record<string, bigint>> | Rejection<C>

/** A body that is traced to a plan, or a plain function over one claim's numbers. */
export type TlmBody =
  | { readonly kind: 'rule'; readonly rule: (...args: never[]) => unknown }
  | {
      readonly kind: 'perClaim'
      readonly perClaim: (row: Row, params: never) => PerClaimResult<string>
    }

/** A Token Logic Module: named, versioned, frozen. Made by `defineTlm`. */
export interface Tlm<
  Name extends string = string,
  Reads extends Columns = Columns,
  Writes extends Columns = Columns,
  Params extends StandardSchema = StandardSchema,
> {
  readonly apiVersion: number
  readonly name: Name
  readonly version: string
  readonly phase: Phase
  readonly reads: Reads
  readonly writes: Writes
  readonly params: Params | undefined
  readonly reasons: readonly string[]
  readonly codes: readonly string[]
  readonly outcomes: readonly string[]
  readonly events: EventShapes
  readonly after: readonly string[]
  readonly requires: readonly string[]
  readonly conflicts: readonly string[]
  readonly body: TlmBody
}

interface Declaration<
  Name extends string,
  P extends Phase,
  Reads extends Columns,
  Writes extends Columns,
  Params extends StandardSchema,
  Reason extends string,
  Code extends string,
  Outcome extends string,
  Events extends EventShapes,
> {
  readonly name: Name
  /** Semantic version. A change that moves other amounts is a major one. */
  readonly version: string
  readonly phase: P
  readonly reads: Reads
  readonly writes?: Writes
  readonly params?: Params
  readonly reasons?: readonly Reason[]
  readonly codes?: readonly Code[]
  readonly outcomes?: readonly Outcome[]
  readonly events?: Events
  /** TLMs that must stand earlier in the chain where they are in it. */
  readonly after?: readonly string[]
  /** TLMs that must be in the chain. */
  readonly requires?: readonly string[]
  /** TLMs that must not be in the chain. */
  readonly conflicts?: readonly string[]
}

type RuleResult<Writes> = [keyof Writes] extends [never] ? unknown : SymbolicRow<Writes>
type Scope<
  P extends Phase,
  R extends string,
  C extends string,
  O extends string,
  E extends EventShapes,
> = ScopeOf<P, { reasons: R; codes: C; outcomes: O; events: E }>

interface WithRule<Args extends readonly unknown[], Result> {
  readonly rule: (...args: Args) => Result
  readonly perClaim?: never
}
interface WithPerClaim<Args extends readonly unknown[], Result> {
  readonly perClaim: (...args: Args) => Result
  readonly rule?: never
}

/** A declaration together with its one body. */
export type TlmOptions<
  Name extends string,
  P extends Phase,
  Reads extends Columns,
  Writes extends Columns,
  Params extends StandardSchema,
  R extends string,
  C extends string,
  O extends string,
  E extends EventShapes,
> = Declaration<Name, P, Reads, Writes, Params, R, C, O, E> &
  (
    | WithRule<
        [columns: SymbolicRow<Reads>, params: SchemaOutput<Params>, claim: Scope<P, R, C, O, E>],
        RuleResult<Writes>
      >
    | WithPerClaim<
        [row: RowOf<Reads>, params: SchemaOutput<Params>],
        { readonly [K in keyof Writes]: bigint } | Rejection<C>
      >
  )

/**
 * Defines a Token Logic Module.
 *
 * Rule: `rule` is traced over symbolic columns and becomes data; `perClaim` (price and limit only)
 * runs over one claim's integers, for arithmetic the rule language lacks.
 * Errors: `tlm-invalid`, when the name, version or body is not usable.
 * @example
 * const price = defineTlm({
 *   name: 'flat-price', version: '1.0.0', phase: 'price',
 *   reads: { relays: units(), unitPrice: amount() }, writes: { claimed: amount() },
 *   rule: ({ relays, unitPrice }) => ({ claimed: unitPrice.forUnits(relays) }),
 * })
 */
export function defineTlm<
  const Name extends string,
  const P extends Phase,
  Reads extends Columns,
  Writes extends Columns = Readonly<Record<never, never>>,
  Params extends StandardSchema = StandardSchema<object, object>,
  const R extends string = never,
  const C extends string = never,
  const O extends string = never,
  E extends EventShapes = Readonly<Record<never, never>>,
>(
  options: TlmOptions<Name, P, Reads, Writes, Params, R, C, O, E>,
): Tlm<Name, Reads, Writes, Params> {
  assertDeclaration(options)
  return Object.freeze({
    apiVersion: API_VERSION,
    name: options.name,
    version: options.version,
    phase: options.phase,
    reads: Object.freeze({ ...options.reads }),
    writes: Object.freeze({ ...options.writes }) as Writes,
    params: options.params,
    reasons: Object.freeze([...(options.reasons ?? [])]),
    codes: Object.freeze([...(options.codes ?? [])]),
    outcomes: Object.freeze([...(options.outcomes ?? [])]),
    events: Object.freeze({ ...options.events }),
    after: Object.freeze([...(options.after ?? [])]),
    requires: Object.freeze([...(options.requires ?? [])]),
    conflicts: Object.freeze([...(options.conflicts ?? [])]),
    body: bodyOf(options),
  })
}

interface Bodies {
  readonly rule?: unknown
  readonly perClaim?: unknown
}

function bodyOf(options: Bodies): TlmBody {
  if (typeof options.rule === 'function') {
    return Object.freeze({ kind: 'rule', rule: options.rule as (...args: never[]) => unknown })
  }
  const perClaim = options.perClaim as (row: Row, params: never) => PerClaimResult<string>
  return Object.freeze({ kind: 'perClaim', perClaim })
}

const NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/
const VERSION = /^[0-9]+\.[0-9]+\.[0-9]+(?:-[0-9A-Za-z.-]+)?$/

interface NamedDeclaration extends Bodies {
  readonly name: string
  readonly version: string
  readonly phase: Phase
  readonly events?: EventShapes
}

function assertDeclaration(options: NamedDeclaration): void {
  assertName('TLM', options.name)
  assertVersion('TLM', options)
  if (Object.hasOwn(options.events ?? {}, 'tlm-fault')) {
    throw invalid(`TLM "${options.name}" calls an event "tlm-fault", which only the core emits`)
  }
  const bodies = [options.rule, options.perClaim].filter((body) => typeof body === 'function')
  if (bodies.length !== 1) {
    throw invalid(`TLM "${options.name}" needs exactly one body, rule or perClaim`)
  }
  if (options.perClaim !== undefined && options.phase === 'settle') {
    throw invalid(`TLM "${options.name}" is perClaim in settle: only price and limit allow it`)
  }
}

/** Errors: `tlm-invalid`. */
export function assertName(what: string, name: string): void {
  if (!NAME.test(name)) {
    throw invalid(`${what} name "${name}" is not lower case words joined by hyphens`)
  }
}

/** Errors: `tlm-invalid`. */
export function assertVersion(
  what: string,
  { name, version }: { readonly name: string; readonly version: string },
): void {
  if (!VERSION.test(version)) {
    throw invalid(`${what} "${name}" has version "${version}", which is not like 1.2.3`)
  }
}

function invalid(why: string): UsageError {
  return new UsageError({ code: 'tlm-invalid', message: `${why}.` })
}
