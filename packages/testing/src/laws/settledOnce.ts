import { differences, entriesOf } from './bookkeeping.js'
import { hold, type Law, type LawRun } from './LawCase.js'

/** A claim that ended well never ends well again, in the same settlement or a later one. */
export const settledOnce: Law = {
  name: 'settledOnce',
  statement: 'a claim is settled at most once, ever',
  check({ network, input, result, settle }) {
    const first = endedWell(result)
    const later = settle(network, result.state, { ...input, id: `${input.id}-again` })
    const second = endedWell(later)
    for (const claim of second) hold(!first.has(claim), () => `${claim} settled in two settlements`)
    if (second.size === 0 && network.close.length === 0) {
      const moved = differences(result.state.balances, later.state.balances)
      hold(moved.length === 0, () => `nothing settled, and yet ${moved.join('; ')}`)
    }
    return first.size
  },
}

function endedWell(result: LawRun['result']): ReadonlySet<string> {
  const claims = new Set<string>()
  for (const { type, kind, key, status } of entriesOf(result.blocks)) {
    if (type !== 'claim' || status === 'discarded') continue
    const claim = `${kind} ${key.join('/')}`
    hold(!claims.has(claim), () => `${claim} settled twice in one settlement`)
    claims.add(claim)
  }
  return claims
}
