import type { AccountPath } from '../accounts/Account.js'
import type { Balances } from '../engine/Ledger.js'
import type { Receipt } from '../journal/Receipt.js'
import type { LifecycleState } from '../lifecycle/defineLifecycle.js'
import type { ParamSet } from '../network/compileNetwork.js'
import type { Network } from '../network/defineNetwork.js'

/** Parameter values that are in force from a height on. */
export interface ParamsVersion {
  readonly version: number
  /** First height, in blocks, at which work opens with this version. */
  readonly from: bigint
  readonly values: ParamSet
}

/** Ids of claims that were settled, above the watermark; below it every claim is refused. */
export interface SettledIds {
  /** Claims at or below this height or sequence are refused. Undefined: none is. */
  readonly watermark: bigint | undefined
  /** Key text -> value of the watermark column. */
  readonly ids: ReadonlyMap<string, bigint>
}

/** Stands for a claim kind where the state keeps ids of commands; no kind can be called so. */
export const COMMAND_IDS = '#commands'

/** A piece of work of a lifecycle, and the params version it opened with. */
export interface Work {
  readonly paramsVersion: number
  readonly state: LifecycleState
}

/** Everything a settlement starts from, and ends with. */
export interface State {
  readonly network: string
  /** Height of the last settlement, in blocks. */
  readonly height: bigint
  /** Time of the last command that had one, in seconds; 0 before any. */
  readonly time: bigint
  readonly balances: Balances
  /** Units counted so far, by account. */
  readonly tallies: ReadonlyMap<AccountPath, bigint>
  readonly params: readonly ParamsVersion[]
  /** Lifecycle -> work -> its state. */
  readonly lifecycles: ReadonlyMap<string, ReadonlyMap<string, Work>>
  /** Claim kind -> settled ids; `#commands` -> ids of accepted commands. */
  readonly settledIds: ReadonlyMap<string, SettledIds>
  /** Settlement id -> its receipt. */
  readonly settlements: ReadonlyMap<string, Receipt>
  /** Hash of the last receipt, hex. */
  readonly lastReceipt: string
}

interface InitialState {
  readonly balances?: Balances
  readonly params?: readonly ParamsVersion[]
  readonly lifecycles?: State['lifecycles']
}

/** The state of a network before its first settlement. */
export function initialState(network: Network, initial: InitialState = {}): State {
  return Object.freeze({
    network: network.name,
    height: 0n,
    time: 0n,
    balances: initial.balances ?? network.genesis,
    tallies: new Map<AccountPath, bigint>(),
    params: initial.params ?? [{ version: 1, from: 0n, values: {} }],
    lifecycles: initial.lifecycles ?? new Map<string, ReadonlyMap<string, Work>>(),
    settledIds: new Map<string, SettledIds>(),
    settlements: new Map<string, Receipt>(),
    lastReceipt: '0'.repeat(64),
  })
}
