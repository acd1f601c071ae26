import { divide, tell, type CommandContext, type LifecycleEvent, type Tell } from '@tlmkit/core'
import { microtaskParamsOf } from '../microtaskParamsOf.js'
import { microtaskNodes, type NodeState } from './microtaskNodes.js'

interface Strikes {
  readonly tells: readonly Tell[]
  readonly events: readonly LifecycleEvent[]
}

/**
 * Counts a failed batch against nodes, and lists those that failed too many in a row.
 *
 * `failedPay`: by node, what a good batch must pay it to clear its name, in base units.
 * Rule: at `watchlistAfter` a node is listed until the start of epoch e + 1 + `watchlistEpochs`, and
 * its count starts anew.
 * Source: spec/microtask.md, Watchlist.
 */
export function strikeNodes(
  context: CommandContext,
  failedPay: ReadonlyMap<string, bigint>,
): Strikes {
  const { watchlistAfter, watchlistEpochs, epochLengthBlocks } = microtaskParamsOf(
    context.paramsNow,
  )
  const epoch = divide(context.height, epochLengthBlocks, 'floor')
  const until = (epoch + 1n + watchlistEpochs) * epochLengthBlocks
  const tells: Tell[] = []
  const events: LifecycleEvent[] = []
  for (const [node, pay] of failedPay) {
    const known = context.peek(microtaskNodes, node)
    const strikes = (known?.strikes ?? 0n) + 1n
    const isListed = strikes >= watchlistAfter
    const after: NodeState = {
      strikes: isListed ? 0n : strikes,
      listedUntil: isListed ? until : (known?.listedUntil ?? 0n),
      failedPay: pay,
    }
    tells.push(tell(microtaskNodes, node, () => after))
    if (isListed) events.push({ event: 'node-watchlisted', fields: { node, until } })
  }
  return { tells, events }
}
