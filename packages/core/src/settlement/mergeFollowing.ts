import { keyText } from '../claims/keyOf.js'
import type { Route } from '../network/route.js'
import type { State } from '../state/State.js'
import { sortClaims, type CollectedClaim, type RefusalCode } from './collectClaims.js'

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
 * Errors: discards with `already-settled`, `duplicate-claim`, `conflicting-claims`.
 */
export function mergeFollowing(
  state: State,
  { route, presented, following }: Merge,
): readonly CollectedClaim[] {
  if (following.length === 0) return presented
  const settled = state.settledIds.get(route.kindName)
  const keys = new Set<string>()
  const judged = following.map((claim) => {
    const key = keyText(claim.key)
    if (settled?.ids.has(key) === true) return refuse(claim, 'already-settled')
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
