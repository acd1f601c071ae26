import { claimOf, defineCommand, reject, tell, type CommandShape } from '@tlmkit/core'
import type { LeaseEnvironment } from '../leases/LeaseEnvironment.js'
import type { LeaseState } from '../leases/LeaseState.js'
import { nodeWorks } from '../leases/works.js'
import { NEW_NODE } from '../nodes/NodeState.js'

/**
 * Frees the collateral of a lease that timed out, once its strike is over: `endStrike()`, by
 * anybody.
 *
 * Errors, in this order: `unknown-lease`, `not-struck`, `too-early`.
 * Source: spec/memory.md, Timeout.
 */
export function endStrike({ kinds }: LeaseEnvironment): CommandShape<LeaseState> {
  return defineCommand<LeaseState>()({
    columns: {},
    codes: ['unknown-lease', 'not-struck', 'too-early'],
    reduce(state, _command, { work, height }) {
      if (state === undefined) return reject('unknown-lease')
      if (state.status !== 'struck') return reject('not-struck')
      const { node, collateral, until } = state
      if (height < until) return reject('too-early')
      const row = { lease: work, node, release: collateral, height }
      return {
        state: { status: 'closed' },
        claims: [claimOf(kinds['strike-ends'], row)],
        tells: [
          tell(nodeWorks, node, (known = NEW_NODE) =>
            known.strikeLease === work ? { ...known, strikeLease: '', strikeUntil: 0n } : known,
          ),
        ],
      }
    },
  })
}
