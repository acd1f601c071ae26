import { compareBytes, type State } from '@tlmkit/core'
import { countedBy } from './countedOn.js'

/** Which pool the figures are of. */
export interface FiguresOptions {
  readonly denomination: string
  /** Account of the pool; `module/insurance` when absent. */
  readonly pool?: string
  /** Causes of this pool, where the network has several; all that were counted when absent. */
  readonly causes?: readonly string[]
}

/** What one cause brought into the pool and took out of it, in base units. */
export interface CauseFigures {
  readonly cause: string
  readonly in: bigint
  readonly out: bigint
}

/** What an insurance pool holds, took in and paid, in base units of its denomination. */
export interface InsuranceFigures {
  readonly balance: bigint
  readonly in: bigint
  readonly out: bigint
  /** By the bytes of the cause. */
  readonly byCause: readonly CauseFigures[]
}

/**
 * The figures of an insurance pool, in base units of its denomination, since the network began.
 *
 * Rule: the balance is the pool's account; in and out are the tallies `insurance/<cause>/in` and
 * `insurance/<cause>/out`, which the TLMs of this package count. in - out = balance for a pool that
 * began empty, while only these TLMs move it. Two pools, or two denominations, share no cause:
 * tallies know neither.
 * Units: base units. A tally stays at 2^128 - 1 once it is there.
 * @example
 * insuranceFigures(state, { denomination: 'LA' })
 * // { balance: 9760n, in: 624960n, out: 615200n, byCause: [{ cause: 'failure', ... }] }
 */
export function insuranceFigures(
  state: Pick<State, 'balances' | 'tallies'>,
  { denomination, pool = 'module/insurance', causes }: FiguresOptions,
): InsuranceFigures {
  const flows = new Map<string, { in: bigint; out: bigint }>()
  for (const [account, units] of state.tallies) {
    const counted = countedBy(account)
    if (counted === undefined || causes?.includes(counted.cause) === false) continue
    const flow = flows.get(counted.cause) ?? { in: 0n, out: 0n }
    flow[counted.flow] += units
    flows.set(counted.cause, flow)
  }
  const byCause = [...flows]
    .map(([cause, flow]) => ({ cause, ...flow }))
    .sort((a, b) => compareBytes(a.cause, b.cause))
  return {
    balance: state.balances.get(denomination)?.get(pool) ?? 0n,
    in: byCause.reduce((sum, each) => sum + each.in, 0n),
    out: byCause.reduce((sum, each) => sum + each.out, 0n),
    byCause,
  }
}
