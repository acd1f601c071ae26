import { ByteWriter } from '../bytes/ByteWriter.js'
import { compareByteArrays } from '../bytes/compareByteArrays.js'
import { compareInOrder } from '../bytes/compareInOrder.js'
import type { Row } from '../claims/columns.js'
import { isDeferral, type ClaimKind } from '../claims/defineClaimKind.js'
import { encodeRow } from '../claims/encodeRow.js'
import { compareKeys, keyOf, keyText } from '../claims/keyOf.js'
import { parseRow } from '../claims/parseRow.js'
import { isTlmkitError } from '../errors/BaseError.js'
import { UsageError } from '../errors/UsageError.js'
import type { Route } from '../network/route.js'
import type { SettledIds } from '../state/State.js'
import { isRejection } from '../tlm/defineTlm.js'
import type { SettlementContext } from './SettlementContext.js'
import type { Presented } from './Tables.js'

/** Why the core itself refuses a claim. */
/** Codes of claims that the core refuses before they run. */
export type RefusalCode =
  'duplicate-claim' | 'conflicting-claims' | 'already-settled' | 'behind-watermark'

/** Why a claim does not enter the pipeline. Refused ones do not count as presented, rejected do. */
export type Intake =
  | { readonly status: 'collected' }
  | {
      readonly status: 'rejected' | 'refused' | 'deferred'
      readonly code: string
      readonly at?: string
    }

/** A claim ready for its pipeline. */
export interface CollectedClaim {
  readonly key: readonly string[]
  /** Presented columns and facts. */
  readonly row: Row
  readonly route: string
  readonly paramsVersion: number
  readonly intake: Intake
  /** Canonical bytes of the presented columns. */
  readonly bytes: Uint8Array
}

/** Name under which the journal records what the core itself refuses. */
export const INTAKE = 'intake'

const COLLECTED: Intake = Object.freeze({ status: 'collected' })

/**
 * Reads, routes, pins, orders and looks up the claims of one kind.
 *
 * Rule: canonical order is route, params version, key bytes; arrival order never matters. Equal
 * claims presented twice settle once; claims that share a key and differ are all refused.
 * Errors: those of `parseRow`; codes of refused claims: `duplicate-claim`, `conflicting-claims`,
 * `already-settled`, `behind-watermark`.
 */
export function collectClaims(
  context: SettlementContext,
  route: Route,
  presented: Presented | undefined,
): readonly CollectedClaim[] {
  const { kind } = route.default
  const seen = new Map<string, Draft[]>()
  let index = 0
  for (const value of presented?.rows ?? []) {
    const where = presented?.where?.(index) ?? `${kind.name} claim ${index + 1}`
    const draft = readClaim(kind, parseRow(kind.columns, value, where))
    const same = seen.get(draft.text)
    if (same === undefined) seen.set(draft.text, [draft])
    else same.push(draft)
    index += 1
  }
  const settledIds = context.state.settledIds.get(kind.name)
  const claims: CollectedClaim[] = []
  for (const drafts of seen.values()) {
    const verdicts = judgeDuplicates(drafts)
    drafts.forEach((draft, place) => {
      const refusal = verdicts[place] ?? refuseSettled(kind, draft, settledIds)
      claims.push(settleIntake(context, route, { draft, refusal }))
    })
  }
  return sortClaims(claims, route)
}

interface Draft {
  readonly row: Row
  readonly key: readonly string[]
  readonly text: string
  readonly bytes: Uint8Array
}

function readClaim(kind: ClaimKind, row: Row): Draft {
  const key = keyOf(kind.key, row)
  const writer = new ByteWriter()
  encodeRow(writer, kind.columns, row)
  return { row, key, text: keyText(key), bytes: writer.toBytes() }
}

function judgeDuplicates(drafts: readonly Draft[]): readonly (RefusalCode | undefined)[] {
  const [first] = drafts
  if (drafts.length < 2 || first === undefined) return [undefined]
  const equal = drafts.every((draft) => compareByteArrays(draft.bytes, first.bytes) === 0)
  return drafts.map((_, place) =>
    equal ? (place === 0 ? undefined : 'duplicate-claim') : 'conflicting-claims',
  )
}

/** Why a claim that settled before, or stands behind the watermark, is refused. */
export function refuseSettled(
  kind: ClaimKind,
  draft: { readonly row: Row; readonly text: string },
  settled: SettledIds | undefined,
): RefusalCode | undefined {
  if (settled?.ids.has(draft.text) === true) return 'already-settled'
  const mark = kind.watermark === undefined ? undefined : draft.row[kind.watermark.column]
  const behind =
    typeof mark === 'bigint' && settled?.watermark !== undefined && mark <= settled.watermark
  return behind ? 'behind-watermark' : undefined
}

function settleIntake(
  context: SettlementContext,
  route: Route,
  { draft, refusal }: { readonly draft: Draft; readonly refusal: RefusalCode | undefined },
): CollectedClaim {
  const { kind } = route.default
  const opened = kind.openedAt === undefined ? undefined : draft.row[kind.openedAt]
  const paramsVersion = context.versionFor(typeof opened === 'bigint' ? opened : undefined)
  const base = {
    key: draft.key,
    bytes: draft.bytes,
    route: routeOf(route, draft.row),
    paramsVersion,
  }
  if (refusal !== undefined) {
    return { ...base, row: draft.row, intake: { status: 'refused', code: refusal } }
  }
  return { ...base, ...lookUp(context, kind, { row: draft.row, paramsVersion }) }
}

/** Name of the route that a claim takes. */
export function routeOf(route: Route, row: Row): string {
  const value = row[route.column]
  return typeof value === 'string' && route.others.has(value) ? value : 'default'
}

/** Looks up the facts of a claim: its row with them, or why it does not enter the pipeline. */
export function lookUp(
  context: SettlementContext,
  kind: ClaimKind,
  { row, paramsVersion }: { readonly row: Row; readonly paramsVersion: number },
): Pick<CollectedClaim, 'row' | 'intake'> {
  if (kind.collect === undefined) return { row, intake: COLLECTED }
  try {
    const found: object = kind.collect(row, context.collectContext(paramsVersion))
    if (isRejection(found)) return ended(kind, row, { status: 'rejected', code: found.rejected })
    if (isDeferral(found)) return ended(kind, row, { status: 'deferred', code: found.deferred })
    const facts = parseRow(kind.facts, found, 'facts')
    return { row: { ...row, ...facts }, intake: COLLECTED }
  } catch (error) {
    if (isTlmkitError(error) && error.kind === 'usage') throw error
    const at = error instanceof Error ? error.message : 'unknown fault'
    return { row, intake: { status: 'rejected', code: 'collect-fault', at } }
  }
}

type Ended = Exclude<Intake, { readonly status: 'collected' }>

function ended(kind: ClaimKind, row: Row, intake: Ended): Pick<CollectedClaim, 'row' | 'intake'> {
  assertCode(kind, intake.code)
  return { row, intake }
}

function assertCode(kind: ClaimKind, code: string): void {
  if (kind.codes.includes(code)) return
  throw new UsageError({
    code: 'name-undeclared',
    message: `collect of claim kind "${kind.name}" uses code "${code}", which is not among its codes.`,
  })
}

/** Brings claims of one kind into canonical order: route, params version, key bytes. */
export function sortClaims(claims: CollectedClaim[], route: Route): readonly CollectedClaim[] {
  const { kind } = route.default
  const compare = compareKeys(kind.columns, kind.key)
  const rank = new Map(['default', ...route.others.keys()].map((name, index) => [name, index]))
  return claims.sort(
    compareInOrder<CollectedClaim>(
      (a, b) => (rank.get(a.route) ?? 0) - (rank.get(b.route) ?? 0),
      (a, b) => a.paramsVersion - b.paramsVersion,
      (a, b) => compare(a.key, b.key),
      (a, b) => compareByteArrays(a.bytes, b.bytes),
      (a, b) => intakeRank(a) - intakeRank(b),
    ),
  )
}

/** Of equal claims the one that settles comes first. */
function intakeRank(claim: CollectedClaim): number {
  return claim.intake.status === 'refused' ? 1 : 0
}
