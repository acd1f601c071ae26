import { InputError, compareBytes, didYouMean } from '@tlmkit/core'
import type { LifecycleState, Network, State } from '@tlmkit/core'

/** Names that a misspelt one is compared with. */
const NAMES_MAX = 5000

/** A piece of work of a lifecycle that is a node's, or that a node takes part in. */
export interface NodeWork {
  readonly lifecycle: string
  readonly work: string
  readonly paramsVersion: number
  readonly state: LifecycleState
}

/** What a state holds of a node. Base units, and units as counted. */
export interface NodeFigures {
  readonly node: string
  readonly balances: readonly {
    readonly denomination: string
    readonly account: string
    readonly amount: bigint
  }[]
  readonly tallies: readonly { readonly account: string; readonly units: bigint }[]
  /** In the order of the network's lifecycles, then of work ids. */
  readonly works: readonly NodeWork[]
}

/**
 * Reads from a state what it holds of a node: accounts it owns, what was counted on them, and works
 * that are called after it.
 *
 * Rule: an account `kind/<node>/bucket`; a work `<node>`, `<other>/<node>` or `<node>/<other>`.
 * Errors: `node-unknown`.
 */
export function nodeFigures(network: Network, state: State, node: string): NodeFigures {
  const balances = Object.keys(network.denominations).flatMap((denomination) =>
    owned(state.balances.get(denomination), node).map(([account, amount]) => ({
      ...{ denomination, account, amount },
    })),
  )
  const tallies = owned(state.tallies, node).map(([account, units]) => ({ account, units }))
  const works = [...network.lifecycles.keys()].flatMap((lifecycle) =>
    worksOf(state, lifecycle, node),
  )
  const isKnown = balances.length + tallies.length + works.length > 0
  if (!isKnown) throw unknownNode(network, state, node)
  return { node, balances, tallies, works }
}

function owned(
  accounts: ReadonlyMap<string, bigint> | undefined,
  node: string,
): readonly (readonly [string, bigint])[] {
  const mine = [...(accounts ?? [])].filter(([account]) => account.split('/')[1] === node)
  return mine.sort(([a], [b]) => compareBytes(a, b))
}

function worksOf(state: State, lifecycle: string, node: string): readonly NodeWork[] {
  const works: NodeWork[] = []
  for (const [work, { paramsVersion, state: held }] of state.lifecycles.get(lifecycle) ?? []) {
    const isMine = work === node || work.endsWith(`/${node}`) || work.startsWith(`${node}/`)
    if (isMine) works.push({ lifecycle, work, paramsVersion, state: held })
  }
  return works.sort((a, b) => compareBytes(a.work, b.work))
}

function unknownNode(network: Network, state: State, node: string): InputError {
  const names = new Set<string>()
  for (const accounts of state.balances.values()) {
    for (const account of accounts.keys()) {
      const owner = account.startsWith('operator/') ? account.split('/')[1] : undefined
      if (owner !== undefined && names.size < NAMES_MAX) names.add(owner)
    }
  }
  return new InputError({
    code: 'node-unknown',
    message: `The state of network "${network.name}" holds no account and no work of "${node}".${didYouMean(node, names)}`,
    details: { node },
  })
}
