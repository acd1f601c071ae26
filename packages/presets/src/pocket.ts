import {
  defineFollowUp,
  defineNetwork,
  definePipeline,
  shared,
  use,
  useClose,
  type Network,
  type Pipeline,
} from '@tlmkit/core'
import {
  applicationMinimumStake,
  burnEqualsMint,
  globalMint,
  proofMissingPenalty,
  proofMissingSlash,
  reimbursementRequest,
  slashes,
  validatorRewards,
} from '@tlmkit/tlm-burn'
import { penaltySplit } from '@tlmkit/tlm-insurance'
import {
  budgetLifecycle,
  difficultyLifecycle,
  maxClaimable,
  relayPrice,
  relays,
  relayTally,
} from '@tlmkit/tlm-relay-mining'
import { POCKET_MAINNET_PARAMS } from './POCKET_MAINNET_PARAMS.js'
import { pocketParams, type PocketParamsInput } from './pocketParams.js'

/** A TLM that moves the money of a settled claim. */
export type PocketSettleTlm = 'burn-equals-mint' | 'global-mint' | 'reimbursement-request'

/** What becomes of the stake that suppliers lose for claims without a valid proof. */
export type PocketSlashes = 'burned' | 'insured'

export interface PocketOptions {
  readonly name?: string
  /** Defaults of the network's parameters, over those of the schema; states may say otherwise. */
  readonly params?: Partial<PocketParamsInput>
  /** `live` settles all by the newest params, to reproduce poktroll; the price stays pinned. */
  readonly pinning?: 'opened' | 'live'
  /** The TLMs that move a claim's money, in order; those not named are left out. */
  readonly order?: readonly PocketSettleTlm[]
  /** `insured` burns a share of each slash only, and gives the rest to `module/insurance`. */
  readonly slashes?: PocketSlashes
}

const DEFAULT_ORDER = ['burn-equals-mint', 'global-mint', 'reimbursement-request'] as const

/**
 * A network that settles as Pocket's Shannon does.
 *
 * Rule: relay claims are priced, limited, counted and paid; those that expire unproven slash their
 * supplier within the same settlement; the validators share two pools at its close.
 * Units: amounts are upokt; `mark` counts notices and is no money.
 * Errors: those of `defineNetwork`; `tlm-required` where inflation is minted and not charged.
 * Source: spec/pocket.md.
 * @example
 * const network = pocket({ params: POCKET_MAINNET_PARAMS })
 */
export function pocket(options: PocketOptions = {}): Network {
  const { name = 'pocket', params = {}, pinning = 'opened' } = options
  const { order = DEFAULT_ORDER, slashes: lost = 'burned' } = options
  return defineNetwork({
    name,
    denominations: {
      upokt: { decimals: 6, symbol: 'POKT' },
      mark: { decimals: 0, symbol: 'MARK', money: false },
    },
    params: pocketParams,
    paramDefaults: params,
    pinning,
    kinds: {
      relays: definePipeline(relays, [
        use(relayPrice),
        limit(),
        use(relayTally),
        ...order.map((each) => settleTlms[each]()),
        use(applicationMinimumStake, { params: { minStake: shared('applicationMinStake') } }),
      ]),
      slashes: slashTlms[lost](),
    },
    followUps: [defineFollowUp(relays, 'expired', slashes, slashOf)],
    close: [
      useClose(validatorRewards, {
        as: 'minted-rewards',
        params: { income: 'minted' },
        pools: { rewards: 'validators-minted' },
      }),
      useClose(validatorRewards, {
        as: 'inflation-rewards',
        params: { income: 'inflation' },
        pools: { rewards: 'validators-inflation' },
      }),
    ],
    pools: {
      'validators-minted': { denomination: 'upokt', leftover: 'carry' },
      'validators-inflation': { denomination: 'upokt', leftover: 'carry' },
    },
    lifecycles: [difficultyLifecycle, budgetLifecycle],
  })
}

const daoAccount = shared('daoRewardAddress')
const inflation = shared('globalInflationPerClaim')

const limit = () =>
  use(maxClaimable, {
    params: {
      inflation,
      bonusMultiplier: shared('overservicingBonusMultiplier'),
      suppliersPerSession: shared('numSuppliersPerSession'),
    },
  })

const settleTlms = {
  'burn-equals-mint': () =>
    use(burnEqualsMint, {
      params: {
        mintRatio: shared('mintRatio'),
        distribution: shared('mintEqualsBurnDistribution'),
        daoAccount,
        validatorPool: 'pool/validators-minted',
      },
    }),
  'global-mint': () =>
    use(globalMint, {
      params: {
        inflation,
        allocation: shared('mintAllocation'),
        daoAccount,
        validatorPool: 'pool/validators-inflation',
      },
    }),
  'reimbursement-request': () => use(reimbursementRequest, { params: { inflation, daoAccount } }),
} satisfies Record<PocketSettleTlm, () => unknown>

const slashParams = {
  penalty: shared('proofMissingPenalty'),
  minStake: shared('supplierMinStake'),
}

const slashTlms = {
  burned: () =>
    definePipeline(slashes, [
      use(proofMissingSlash, { params: { ...slashParams, denomination: 'upokt' } }),
    ]),
  insured: () =>
    definePipeline(slashes, [
      use(proofMissingPenalty, { params: slashParams }),
      use(penaltySplit, { params: { cause: 'proof-missing' } }),
    ]),
} satisfies Record<PocketSlashes, () => Pipeline>

interface ExpiredRelays {
  readonly application: string
  readonly session: string
  readonly supplier: string
  readonly service: string
  readonly sessionEnd: bigint
  readonly expiration: 'none' | 'proof-missing' | 'proof-invalid'
  readonly unstakeSessionEndHeight: bigint
}

function slashOf({ sessionEnd, expiration, ...claim }: ExpiredRelays) {
  const { application, session, supplier, service, unstakeSessionEndHeight } = claim
  return {
    application,
    session,
    supplier,
    service,
    proof: expiration === 'proof-invalid' ? 'invalid' : 'missing',
    sessionEndHeight: sessionEnd,
    unstakeSessionEndHeight,
  }
}

/** Pocket's network with the parameter values that its software starts from. */
export const pocketNetwork: Network = pocket()

/** Pocket's network with the parameter values of its main network, as `pocket-mainnet`. */
export const pocketMainnet: Network = pocket({
  name: 'pocket-mainnet',
  params: POCKET_MAINNET_PARAMS,
})
