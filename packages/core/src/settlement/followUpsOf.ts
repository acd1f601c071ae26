import type { Row } from '../claims/columns.js'
import type { ClaimKind } from '../claims/defineClaimKind.js'
import { keyOf } from '../claims/keyOf.js'
import { parseRow } from '../claims/parseRow.js'
import type { FollowUp } from '../network/defineNetwork.js'
import { isTlmkitError } from '../errors/BaseError.js'
import { routeOf, type CollectedClaim } from './collectClaims.js'
import type { EndedClaim } from './Settlement.js'
import type { SettlementContext } from './SettlementContext.js'

/** Claims that follow from those of one kind, gathered while they end. */
export interface Following {
  readonly hear: (claim: EndedClaim) => void
  /** Kind -> its new claims, in the order their causes ended. */
  readonly claims: ReadonlyMap<string, readonly CollectedClaim[]>
}

/** Listens to the claims of `kind` and makes those that follow from them. */
export function followUpsOf(context: SettlementContext, kind: string): Following {
  const rules = context.network.followUps.filter(({ from }) => from === kind)
  const claims = new Map<string, CollectedClaim[]>()
  const hear = ({ status, code, key, paramsVersion, row }: EndedClaim): void => {
    if (status === 'discarded') return
    const ending = status === 'settled' ? 'settled' : code
    for (const rule of rules) {
      if (rule.outcome !== ending) continue
      const claim = followingClaim(context, rule, {
        row,
        key,
        paramsVersion,
      })
      if (claim === undefined) continue
      const known = claims.get(rule.to)
      if (known === undefined) claims.set(rule.to, [claim])
      else known.push(claim)
    }
  }
  return { hear, claims }
}

interface Cause {
  readonly row: Row
  readonly key: readonly string[]
  readonly paramsVersion: number
}

/** The claim that follows, or undefined. One that cannot be made is discarded under its cause. */
function followingClaim(
  context: SettlementContext,
  rule: FollowUp,
  { row, key, paramsVersion }: Cause,
): CollectedClaim | undefined {
  const target = context.network.kinds.get(rule.to)
  if (target === undefined) return undefined
  const { kind } = target.default
  const bytes = new Uint8Array()
  try {
    const value = rule.claim(row)
    if (value === undefined) return undefined
    const typed = parseRow(kind.all, value, `claim that follows from "${rule.from}"`)
    const route = routeOf(target, typed)
    const intake = { status: 'collected' } as const
    return { key: keyOf(kind.key, typed), row: typed, route, paramsVersion, intake, bytes }
  } catch (error) {
    if (isTlmkitError(error) && error.kind === 'usage') throw error
    const at = error instanceof Error ? error.message : 'unknown fault'
    const intake = { status: 'rejected', code: 'follow-up-fault', at } as const
    return { key: keyUnder(kind, key), row: {}, route: 'default', paramsVersion, intake, bytes }
  }
}

/** A key of the kind that names the cause. */
function keyUnder(kind: ClaimKind, cause: readonly string[]): readonly string[] {
  const name = cause.join(':')
  return kind.key.map((column) => (kind.columns[column]?.type === 'units' ? '0' : name))
}
