import type { Columns } from '../claims/columns.js'
import { defineClaimKind } from '../claims/defineClaimKind.js'
import type { JournalEntry } from '../journal/JournalEntry.js'
import { defineNetwork, type Network } from '../network/defineNetwork.js'
import { definePipeline } from '../pipeline/definePipeline.js'
import { settle, type SettleResult } from '../settlement/settle.js'
import { initialState, type State } from '../state/State.js'
import type { Use } from '../tlm/use.js'

/** A network of one claim kind, `jobs`, in denominations `tok` and `gem`. */
export interface OneKind {
  readonly columns: Columns
  readonly key: readonly string[]
  readonly chain: readonly Use[]
  readonly floors?: Readonly<Record<string, bigint>>
}

export function networkOf({ columns, key, chain, floors }: OneKind): Network {
  const kind = defineClaimKind('jobs', { key, columns })
  return defineNetwork({
    name: 'one-kind',
    denominations: { tok: { decimals: 0, symbol: 'TOK' }, gem: { decimals: 0, symbol: 'GEM' } },
    kinds: { jobs: definePipeline(kind, [...chain]) },
    ...(floors === undefined ? {} : { floors }),
  })
}

export function stateOf(network: Network, held: Readonly<Record<string, bigint>> = {}): State {
  return initialState(network, { balances: new Map([['tok', new Map(Object.entries(held))]]) })
}

/** What a test asserts of a settlement. */
export interface Settled {
  readonly entries: readonly JournalEntry[]
  /** `key status code`, in canonical order. */
  readonly ends: readonly string[]
  /** `debit > credit amount`, in order. */
  readonly postings: readonly string[]
  readonly events: readonly JournalEntry['events'][number][]
  readonly balances: Readonly<Record<string, bigint>>
  readonly result: SettleResult
}

/** Settles rows of a one-kind network. */
export function settleRows(
  network: Network,
  rows: readonly unknown[],
  held: Readonly<Record<string, bigint>> = {},
): Settled {
  const input = { id: 's1', height: 1n, claims: { jobs: { rows } } }
  const result = settle(network, stateOf(network, held), input)
  const entries = result.blocks.flatMap((block) => block.entries)
  return {
    entries,
    ends: entries.map(({ key, status, code }) => [key.join('/'), status, code].join(' ').trim()),
    postings: entries.flatMap(({ postings }) =>
      postings.map(({ debit, credit, amount }) => `${debit} > ${credit} ${amount}`),
    ),
    events: entries.flatMap(({ events }) => events),
    balances: Object.fromEntries(result.state.balances.get('tok') ?? []),
    result,
  }
}
