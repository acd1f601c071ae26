import type { Row } from '../claims/columns.js'
import type { ClaimKind } from '../claims/defineClaimKind.js'
import { keyOf } from '../claims/keyOf.js'
import { parseRow } from '../claims/parseRow.js'
import type { FollowUp } from '../network/defineNetwork.js'
import type { CollectedClaim } from './collectClaims.js'
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
  const hear = ({ entry, row }: EndedClaim): void => {
    if (entry.status === 'discarded') return
    const ending = entry.status === 'settled' ? 'settled' : entry.code
    for (const rule of rules) {
      if (rule.outcome !== ending) continue
      const claim = followingClaim(context, rule, { row, paramsVersion: entry.paramsVersion })
      if (claim === undefined) continue
      const known = claims.get(rule.to)
      if (known === undefined) claims.set(rule.to, [claim])
      else known.push(claim)
    }
  }
  return { hear, claims }
}

function followingClaim(
  context: SettlementContext,
  rule: FollowUp,
  { row, paramsVersion }: { readonly row: Row; readonly paramsVersion: number },
): CollectedClaim | undefined {
  const target = context.network.kinds.get(rule.to)
  const value = target === undefined ? undefined : rule.claim(row)
  if (target === undefined || value === undefined) return undefined
  const kind: ClaimKind = target.default.kind
  const typed = parseRow(
    kind.all,
    value,
    `claim of kind "${kind.name}" that follows from "${rule.from}"`,
  )
  return {
    key: keyOf(kind.key, typed),
    row: typed,
    route: 'default',
    paramsVersion,
    intake: { status: 'collected' },
    bytes: new Uint8Array(),
  }
}
