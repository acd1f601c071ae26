import { defineNetwork, initialState, settle } from '@tlmkit/core'
import { createHash } from 'node:crypto'
import type { Balances, EngineWork } from '../Workload.ts'
import { timed, type Contestant } from './Contestant.ts'

type Engine = 'reference' | 'columnar'

const sha256 = () => createHash('sha256')

/** One of core's engines, through the whole of `settle`: rows in, receipt out. */
export function createEngine({ network, state, input }: EngineWork, engine: Engine): Contestant {
  let balances: Balances = new Map()
  const options = { sha256, engine }
  return {
    run() {
      const { milliseconds, busyMilliseconds, ...result } = timed(() =>
        settle(network, state, input, options),
      )
      balances = result.state.balances
      const { settled, finished } = result.receipt.claims
      return { milliseconds, busyMilliseconds, settled: settled + finished }
    },
    balances: () => balances,
  }
}

/** Whether core's `settle` looks at the option `engine` at all. */
export function knowsEngines(): boolean {
  let asked = false
  const options = {
    sha256,
    get engine(): Engine {
      asked = true
      return 'columnar'
    },
  }
  const network = defineNetwork({ name: 'probe', denominations: {}, kinds: {} })
  settle(network, initialState(network), { id: 'probe', height: 1n, claims: {} }, options)
  return asked
}
