import { compareBytes, type AccountPath, type Network, type State } from '@tlmkit/core'
import { moneyOf, soleMoney } from '../summary/isMoney.js'

/** What a cause brought into a pool, and what was paid out for it: units as counted. */
export interface CauseFigures {
  readonly cause: string
  readonly in: bigint
  readonly out: bigint
}

/** The figures of an insurance pool. Base units. */
export interface PoolFigures {
  readonly account: AccountPath
  readonly balances: readonly { readonly denomination: string; readonly amount: bigint }[]
  /** Denomination of what is counted; undefined where the state does not tell. */
  readonly counted: string | undefined
  /** By cause, in order of name. */
  readonly causes: readonly CauseFigures[]
  readonly total: Omit<CauseFigures, 'cause'>
  /** Balance that no cause accounts for, such as what the pool opened with. */
  readonly other: bigint | undefined
}

/**
 * Reads the figures of a pool from a state: its balances, and the tallies by cause.
 *
 * Rule: a pool `module/<name>` counts units on `<name>/<cause>/in` and `<name>/<cause>/out`.
 */
export function poolFigures(network: Network, state: State, account: AccountPath): PoolFigures {
  const balances = moneyOf(network).flatMap((denomination) => {
    const amount = state.balances.get(denomination)?.get(account)
    return amount === undefined ? [] : [{ denomination, amount }]
  })
  const causes = causesOf(state, account.split('/')[1] ?? account)
  const sum = (side: 'in' | 'out'): bigint => causes.reduce((total, each) => total + each[side], 0n)
  const total = { in: sum('in'), out: sum('out') }
  const [only, another] = balances
  const counted = another === undefined ? (only?.denomination ?? soleMoney(network)) : undefined
  const balance = only?.amount ?? 0n
  const other = counted === undefined ? undefined : balance - (total.in - total.out)
  return { account, balances, counted, causes, total, other }
}

function causesOf(state: State, name: string): readonly CauseFigures[] {
  const causes = new Map<string, CauseFigures>()
  for (const [path, units] of state.tallies) {
    const [kind, cause = '', side, more] = path.split('/')
    if (kind !== name || more !== undefined || (side !== 'in' && side !== 'out')) continue
    causes.set(cause, { ...(causes.get(cause) ?? { cause, in: 0n, out: 0n }), [side]: units })
  }
  return [...causes.values()].sort((a, b) => compareBytes(a.cause, b.cause))
}
