import { keyText } from '../claims/keyOf.js'
import type { Route } from '../network/route.js'
import type { State } from '../state/State.js'
import {
  refuseSettled,
  sortClaims,
  type CollectedClaim,
  type RefusalCode,
} from './collectClaims.js'

interface Merge {
  readonly route: Route
  readonly presented: readonly CollectedClaim[]
  readonly following: readonly CollectedClaim[]
}

/**
 * Brings claims that follow from others together with those presented of their kind.
 *
 * Rule: a key settles once, ever. A claim that follows wins over a presented one of the same key,
 * and the first over a second that follows.
 * Errors: discards with `already-settled`, `behind-watermark`, `duplicate-claim`, `conflicting-claims`.
 */
export function mergeFollowing(
  state: State,
  { route, presented, following }: Merge,
): readonly CollectedClaim[] {
  if (following.length === 0) return presented
  const settled = state.settledIds.get(route.kindName)
  const { kind } = route.default
  const keys = new Set<string>()
  const judged = following.map((claim) => {
    const key = keyText(claim.key)
    const refusal = refuseSettled(kind, { row: claim.row, text: key }, settled)
    if (refusal !== undefined) return refuse(claim, refusal)
    if (keys.has(key)) return refuse(claim, 'duplicate-claim')
    keys.add(key)
    return claim
  })
  const others = presented.map((claim) =>
    keys.has(keyText(claim.key)) ? refuse(claim, 'conflicting-claims') : claim,
  )
  return sortClaims([...judged, ...others], route)
}

function refuse(claim: CollectedClaim, code: RefusalCode): CollectedClaim {
  return { ...claim, intake: { status: 'refused', code } }
}
