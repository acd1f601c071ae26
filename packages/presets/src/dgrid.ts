import { defineNetwork, use, type CommandContext, type Network, type Use } from '@tlmkit/core'
import { createGovernance, type SwitchSignatures } from '@tlmkit/governance'
import {
  billLifecycles,
  billPipelines,
  heartbeatLifecycles,
  inferenceKinds,
  rewardLifecycles,
  rewardPipelines,
  slashBurn,
  slashKinds,
  slashPipelines,
  type FakeCheck,
  type Signatures,
} from '@tlmkit/tlm-inference'
import {
  bindStake,
  createStakeBook,
  freeStake,
  stakeLifecycles,
  stakePipelines,
} from '@tlmkit/tlm-stake'
import { dgridParams, type DgridParamsInput } from './dgridParams.js'
import { ed25519Signatures } from './ed25519Signatures.js'
import { ed25519SwitchSignatures } from './ed25519SwitchSignatures.js'

/** Bills that adaptors route, and bills that nodes get from users directly. */
export type DgridProfile = 'dgrid' | 'dgrid-direct'

export interface DgridOptions {
  readonly profile?: DgridProfile
  /** Name of the network, part of everything that is signed; that of the profile when absent. */
  readonly name?: string
  /** Defaults of the network's parameters, over those of the profile; states may say otherwise. */
  readonly params?: Partial<DgridParamsInput>
  /** Where what nodes lose goes: any TLM that takes `penalty` out of `penaltyFrom`. */
  readonly penalty?: Use
  /** How dispatches are signed; Ed25519, with signers called by their keys. */
  readonly signatures?: Signatures
  /** How orders to the emergency switch are signed; Ed25519 likewise. */
  readonly switchSignatures?: SwitchSignatures
  /** Judges evidence of false results; without it only the verifier's no counts. */
  readonly isFake?: FakeCheck
}

/** Milliseconds in which an answer of a model is not late. */
const MODELS = { 'chat-small': 800n, 'chat-large': 2_500n, image: 12_000n } as const

const PROFILES = {
  dgrid: { models: MODELS, delegatorsShareLoss: false },
  'dgrid-direct': { models: MODELS, delegatorsShareLoss: false, adaptorShare: '0' },
} as const satisfies Record<DgridProfile, Partial<DgridParamsInput>>

/** Lifecycles that open work, which may be paused. */
const PAUSABLE = ['bills', 'stake-tasks'] as const

/**
 * A network of inference bills with stake, rewards and governance, in DGAI.
 *
 * Rule: users escrow what a request may cost; what it did cost is split among operations, voters,
 * adaptor, treasury and node; lateness costs the node. Nodes bind stake; what they lose is burned.
 * Holders vote on every parameter, and are paid for it.
 * Units: base units of DGAI, which has 18 decimals.
 * Errors: those of `defineNetwork`.
 * Source: spec/inference.md, spec/governance.md, spec/stake.md.
 * @example
 * const network = dgrid({ penalty: use(penaltySplit, { params: { cause: 'inference' } }) })
 */
export function dgrid(options: DgridOptions = {}): Network {
  const { profile = 'dgrid', params = {}, penalty = use(slashBurn), isFake } = options
  const { name = profile, signatures = ed25519Signatures() } = options
  const { switchSignatures = ed25519SwitchSignatures() } = options
  const denomination = 'DGAI'
  const penaltySplit = [penalty]
  const stake = createStakeBook({ denomination })
  const governance = createGovernance({
    denomination,
    network: () => network,
    pausable: PAUSABLE,
    switches: { 'new-work': PAUSABLE },
    signatures: switchSignatures,
    genesisTime,
  })
  const network: Network = defineNetwork({
    name,
    denominations: { DGAI: { decimals: 18, symbol: 'DGAI' } },
    params: dgridParams,
    paramDefaults: { ...PROFILES[profile], ...params },
    kinds: {
      ...billPipelines({ denomination, ...nodeStake(), penaltySplit }),
      ...slashPipelines({ denomination, penaltySplit }),
      ...rewardPipelines(denomination),
      ...stakePipelines({ denomination, penaltySplit }),
      ...governance.kinds,
    },
    lifecycles: [
      ...billLifecycles({
        ...{ denomination, domain: name, signatures, stake },
        kinds: inferenceKinds(denomination),
        slash: { kinds: slashKinds(denomination), stake },
        rewards: { denomination },
        ...(isFake === undefined ? {} : { isFake }),
      }),
      ...heartbeatLifecycles({ denomination, stake }),
      ...rewardLifecycles({ denomination, voters: governance }),
      ...stakeLifecycles({ denomination }),
      ...governance.lifecycles,
    ],
    isPaused: governance.isPaused,
  })
  return network
}

/** When week 0 begins, in seconds, as the params have it. */
function genesisTime({ paramsNow }: CommandContext): bigint {
  const { genesisTime: time } = paramsNow
  return typeof time === 'bigint' ? time : 0n
}

const nodeStake = () => {
  const node = { reads: { operator: 'node' } } as const
  return { bindStake: [use(bindStake, node)], freeStake: [use(freeStake, node)] }
}

/** The network of inference bills with the parameter values of its specification. */
export const dgridNetwork: Network = dgrid()

/** The same without adaptors. */
export const dgridDirectNetwork: Network = dgrid({ profile: 'dgrid-direct' })
