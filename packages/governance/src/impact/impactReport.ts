import {
  createCommandRun,
  InputError,
  settle,
  type AccountPath,
  type EngineName,
  type Network,
  type ParamSet,
  type Presented,
  type SettleResult,
  type Sha256,
  type State,
} from '@tlmkit/core'
import { layOverAll } from '../store/layOver.js'
import { createImpactRecorder } from './createImpactRecorder.js'
import { impactOf } from './impactOf.js'
import type { Impact } from './Impact.js'
import type { ImpactRun } from './ImpactRun.js'

/** A settlement of the past: what it was given, claims or commands. */
export interface PastSettlement {
  readonly id: string
  /** Blocks. */
  readonly height: bigint
  readonly claims?: Readonly<Record<string, Presented>>
  readonly commands?: readonly unknown[]
  readonly tables?: Readonly<Record<string, Presented>>
}

export interface ImpactRange {
  /** The state before the first of them. */
  readonly state: State
  /** In the order they were made. */
  readonly settlements: readonly PastSettlement[]
}

export interface ImpactReportOptions {
  /** Accounts whose course is told, such as treasuries; the network's pools where absent. */
  readonly pools?: readonly AccountPath[]
  /** Whether an account counts among payees, winners and losers; all but pools where absent. */
  readonly isCounted?: (account: AccountPath) => boolean
  readonly sha256?: Sha256
  readonly engine?: EngineName
}

/**
 * Replays a range of past settlements under proposed parameter values, and compares.
 *
 * Rule: the same engine settles the same input twice: under the values that were in force, and with
 * the changes laid over every version of them.
 * Units: base units. Rounding: none.
 * Errors: `impact-range-settled`, those of settling, and of `compileNetwork` for values that the
 * network refuses.
 * Source: spec/governance.md, Impact report.
 * @example
 * impactReport(network, { state, settlements }, { network: { mintRatio: '0.975' } })
 */
export function impactReport(
  network: Network,
  range: ImpactRange,
  changes: ParamSet,
  options: ImpactReportOptions = {},
): Impact {
  const { pools = [...network.pools.keys()].map((pool) => `pool/${pool}`), isCounted } = options
  const told = { ...options, pools }
  const before = replay(network, range, told)
  const state = { ...range.state, params: layOverAll(range.state.params, changes) }
  const after = replay(network, { ...range, state }, told)
  return impactOf(before, after, isCounted === undefined ? {} : { isCounted })
}

function replay(
  network: Network,
  { state: opening, settlements }: ImpactRange,
  options: ImpactReportOptions,
): ImpactRun {
  const recorder = createImpactRecorder(opening, options)
  let state = opening
  for (const settlement of settlements) {
    const result = replayOne(network, { state, settlement }, options)
    if (result.repeated) throw alreadySettled(settlement)
    recorder.add(result)
    state = result.state
  }
  return recorder.finish()
}

function replayOne(
  network: Network,
  { state, settlement }: { readonly state: State; readonly settlement: PastSettlement },
  { sha256, engine }: ImpactReportOptions,
): SettleResult {
  const { id, height, claims = {}, commands, tables = {} } = settlement
  const shared = sha256 === undefined ? {} : { sha256 }
  if (commands === undefined) {
    const settling = engine === undefined ? shared : { ...shared, engine }
    return settle(network, state, { id, height, claims, tables }, settling)
  }
  const run = createCommandRun(network, state, { ...shared, id, height, tables })
  for (const command of commands) run.apply(command)
  return run.finish()
}

function alreadySettled({ id }: PastSettlement): InputError {
  return new InputError({
    code: 'impact-range-settled',
    message: `Settlement "${id}" is in the state already: give the state before the range.`,
    details: { settlement: id },
  })
}
