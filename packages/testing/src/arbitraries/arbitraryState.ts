import { initialState, type Network, type ParamsVersion, type State } from '@tlmkit/core'
import * as fc from 'fast-check'
import { accountsOf, denominationsOf } from './accountsOf.js'
import { arbitraryAmount, type CellOptions } from './arbitraryCell.js'

/** How opening states are drawn. */
export interface StateOptions extends CellOptions {
  readonly params?: readonly ParamsVersion[]
}

/**
 * Opening states of a network, with balances tight on purpose: some accounts empty, some with a few
 * units, some with plenty, some a unit short of the largest amount.
 */
export function arbitraryState(network: Network, options: StateOptions = {}): fc.Arbitrary<State> {
  const { params, ...cells } = options
  const values = params?.at(-1)?.values
  const accounts = accountsOf(network, values === undefined ? cells : { ...cells, params: values })
  const balance = fc.oneof(
    { weight: 2, arbitrary: fc.constant(0n) },
    { weight: 3, arbitrary: arbitraryAmount() },
    { weight: 3, arbitrary: fc.bigInt({ min: 1n, max: 5000n }) },
    { weight: 1, arbitrary: fc.bigInt({ min: 1n << 64n, max: 1n << 120n }) },
  )
  const held = fc.record(Object.fromEntries(accounts.map((account) => [account, balance])))
  const denominations = denominationsOf(network)
  return fc.tuple(...denominations.map(() => held)).map((each) =>
    initialState(network, {
      balances: new Map(
        denominations.map((name, index) => [name, new Map(Object.entries(each[index] ?? {}))]),
      ),
      ...(params === undefined ? {} : { params }),
    }),
  )
}
