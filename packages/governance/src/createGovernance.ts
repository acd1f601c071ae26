import {
  UsageError,
  type CommandContext,
  type IsPaused,
  type Lifecycle,
  type Network,
} from '@tlmkit/core'
import { governanceKinds } from './claims.js'
import { governancePipelines } from './governancePipelines.js'
import { pausesLifecycle } from './pauses/pausesLifecycle.js'
import { isPausedByGuardian } from './pauses/pauseWorks.js'
import { proposalsLifecycle } from './proposals/proposalsLifecycle.js'
import { ballots, proposalWeeks, queuedChanges } from './proposals/ProposalState.js'
import { votersLifecycle } from './stake/votersLifecycle.js'
import { stakeCheckpoints, stakeCourses } from './stake/works.js'
import { createParamStore, type ParamStore } from './store/createParamStore.js'
import { switchesLifecycle } from './switches/switchesLifecycle.js'
import type { SwitchSignatures } from './switches/SwitchSignatures.js'
import { isSwitchedOff, type Switches } from './switches/switchWorks.js'
import { votersOfWeek, type WeeklyVoter } from './voters/votersOfWeek.js'

export interface GovernanceOptions<D extends string> {
  /** Denomination that is staked, bonded and paid. */
  readonly denomination: D
  /** The network that governance is part of; asked for only when commands run. */
  readonly network: () => Network
  /** Lifecycles whose new work a guardian may pause; none where absent. */
  readonly pausable?: readonly string[]
  /** Emergency switches by name, and the lifecycles whose new work each stops. */
  readonly switches?: Switches
  /** How orders to the switches are signed; without it no signature is good. */
  readonly signatures?: SwitchSignatures
  /** Start of the first week, in seconds; the network's param `genesisTime`, or 0, if absent. */
  readonly genesisTime?: (context: CommandContext) => bigint
}

/** What a network takes of governance. */
export interface Governance {
  /** Pipelines, to spread into the network's kinds. */
  readonly kinds: ReturnType<typeof governancePipelines>
  readonly lifecycles: readonly Lifecycle[]
  /** Goes into the network as it is. */
  readonly isPaused: IsPaused
  /** Voters of a week, for rewards; of a week that is over. */
  readonly votersOf: (context: CommandContext, period: bigint) => readonly WeeklyVoter[]
  /** The network's parameters. */
  readonly store: () => ParamStore
}

/**
 * Makes governance for a network: voters, proposals, pauses and switches over its parameters.
 *
 * Rule: the network spreads `governanceParams` into its own params.
 * Errors: `governance-invalid`.
 * Source: spec/governance.md.
 * @example
 * const governance = createGovernance({ denomination: 'LA', network: () => network })
 * const network: Network = defineNetwork({
 *   params: z.strictObject({ ...governanceParams.shape, ...billParams.shape }),
 *   kinds: { ...governance.kinds, ...billPipelines },
 *   lifecycles: [...governance.lifecycles, ...billLifecycles],
 *   isPaused: governance.isPaused,
 * })
 */
export function createGovernance<const D extends string>(
  options: GovernanceOptions<D>,
): Governance {
  const { denomination, network, pausable = [], switches = {} } = options
  const { genesisTime = genesisTimeOf } = options
  const { signatures = { signerOf: () => undefined } } = options
  const kinds = governanceKinds(denomination)
  const stopped = [...pausable, ...Object.values(switches).flat()]
  let known: ParamStore | undefined
  const store = (): ParamStore => {
    if (known === undefined) {
      assertLifecycles(network(), stopped)
      known = createParamStore(network())
    }
    return known
  }
  const networkName = (): string => network().name
  const lifecycles = [
    proposalsLifecycle({ denomination, kinds, store }),
    votersLifecycle(denomination, kinds),
    pausesLifecycle(new Set(pausable)),
    switchesLifecycle({ switches, signatures, networkName }),
    ...[stakeCourses, stakeCheckpoints, ballots, proposalWeeks, queuedChanges],
  ]
  assertOthers(lifecycles, stopped)
  return Object.freeze({
    kinds: governancePipelines(kinds),
    lifecycles,
    isPaused: (lifecycle: string, context: CommandContext) =>
      isPausedByGuardian(context, lifecycle) || isSwitchedOff(context, switches, lifecycle),
    votersOf: (context: CommandContext, period: bigint) =>
      votersOfWeek(context, period, genesisTime(context)),
    store,
  })
}

function genesisTimeOf({ paramsNow }: CommandContext): bigint {
  const { genesisTime } = paramsNow
  return typeof genesisTime === 'bigint' ? genesisTime : 0n
}

/** Governance is not stopped: it must be able to replace who stops. */
function assertOthers(own: readonly Lifecycle[], stopped: readonly string[]): void {
  const found = own.find(({ name }) => stopped.includes(name))
  if (found === undefined) return
  throw invalid(`Governance's own lifecycle "${found.name}" cannot be paused: take it out.`)
}

function assertLifecycles({ name, lifecycles }: Network, stopped: readonly string[]): void {
  const unknown = stopped.find((lifecycle) => !lifecycles.has(lifecycle))
  if (unknown === undefined) return
  throw invalid(`Network "${name}" has no lifecycle "${unknown}", which is to be paused.`)
}

function invalid(message: string): UsageError {
  return new UsageError({ code: 'governance-invalid', message })
}
