import { defineNetwork, definePipeline, shared, use, type Network } from '@tlmkit/core'
import { createGovernance, type SwitchSignatures } from '@tlmkit/governance'
import { penaltySplit } from '@tlmkit/tlm-insurance'
import {
  collateralPenalty,
  extraSlash,
  leaseCollateral,
  leaseFee,
  leaseKinds,
  leaseLifecycles,
  leasePrepay,
  lockAuditBond,
  payAuditBond,
  payLease,
  refundCleared,
  refundFailed,
  rewardAuditor,
  type BlockHash,
  type Signatures,
} from '@tlmkit/tlm-memory'
import {
  bindStake,
  createStakeBook,
  freeStake,
  stakeLifecycles,
  stakePipelines,
} from '@tlmkit/tlm-stake'
import { blocks, recordedHash } from './blockHashes.js'
import { ed25519Signatures } from './ed25519Signatures.js'
import { ed25519SwitchSignatures } from './ed25519SwitchSignatures.js'
import { lagrangeMemoryParams, type LagrangeMemoryParamsInput } from './lagrangeMemoryParams.js'

export interface LagrangeMemoryOptions {
  /** Name of the network; part of everything that is signed. */
  readonly name?: string
  /** Defaults of the network's parameters, over those of the schema; states may say otherwise. */
  readonly params?: Partial<LagrangeMemoryParamsInput>
  /** How offers, seals and orders are signed; Ed25519, with signers called by their keys. */
  readonly signatures?: Signatures
  /** Hashes of blocks, which audits draw pages by; those that `blocks` recorded. */
  readonly blockHash?: BlockHash
  /** How orders to governance's switch are signed; Ed25519, with signers called by their keys. */
  readonly switchSignatures?: SwitchSignatures
}

/**
 * A network of memory leases with stake and insurance, in LA.
 *
 * Rule: callers prepay nodes for memory by size and block; nodes bind stake as collateral; late
 * releases and failed audits cost it, split between burn and insurance.
 * Units: base units of LA, which has 18 decimals.
 * Errors: those of `defineNetwork`.
 * Source: spec/memory.md, spec/stake.md, spec/governance.md.
 * @example
 * const network = lagrangeMemory({ signatures: ed25519Signatures({ keys: { ada: '...' } }) })
 */
export function lagrangeMemory(options: LagrangeMemoryOptions = {}): Network {
  const { name = 'lagrange-memory', params = {}, blockHash = recordedHash } = options
  const { signatures = ed25519Signatures() } = options
  const denomination = 'LA'
  const kinds = leaseKinds(denomination)
  const stake = createStakeBook({ denomination })
  const { switchSignatures = ed25519SwitchSignatures() } = options
  const governance = createGovernance({
    ...{ denomination, network: () => network, signatures: switchSignatures },
    ...{ pausable: PAUSABLE, switches: { 'new-work': PAUSABLE } },
  })
  const network: Network = defineNetwork({
    name,
    denominations: { LA: { decimals: 18, symbol: 'LA' } },
    params: lagrangeMemoryParams,
    paramDefaults: params,
    kinds: {
      ...leasePipelines(kinds),
      ...stakePipelines({ denomination, penaltySplit: [split('task-fault', burnRate)] }),
      ...governance.kinds,
    },
    lifecycles: [
      ...leaseLifecycles({ denomination, domain: name, kinds, signatures, blockHash, stake }),
      ...stakeLifecycles({ denomination }),
      ...governance.lifecycles,
      blocks,
    ],
    isPaused: governance.isPaused,
  })
  return network
}

/** Lifecycles that open work, which may be paused. */
const PAUSABLE = ['leases', 'stake-tasks'] as const

const burnRate = { failureBurnRate: shared('failureBurnRate') }

const split = (cause: string, params: typeof burnRate) =>
  use(penaltySplit, { params: { ...params, cause } })
const freeNode = () => use(freeStake, { reads: { operator: 'node' } })
const pay = () =>
  use(payLease, { params: { protocolCut: shared('protocolCut'), treasury: shared('treasury') } })

function leasePipelines(kinds: ReturnType<typeof leaseKinds<'LA'>>) {
  return {
    reservations: definePipeline(kinds.reservations, [
      use(leasePrepay),
      use(leaseCollateral, { params: { sigma: shared('sigma') } }),
      use(bindStake, { reads: { operator: 'node' } }),
    ]),
    releases: definePipeline(kinds.releases, [use(leaseFee), pay(), freeNode()]),
    timeouts: definePipeline(kinds.timeouts, [
      use(leaseFee),
      pay(),
      use(collateralPenalty),
      split('lease-late', burnRate),
    ]),
    'strike-ends': definePipeline(kinds['strike-ends'], [freeNode()]),
    'audit-openings': definePipeline(kinds['audit-openings'], [
      use(lockAuditBond, { params: { auditBondRate: shared('auditBondRate') } }),
    ]),
    'audit-answers': definePipeline(kinds['audit-answers'], [use(payAuditBond)]),
    // The burned share and the auditor's part of it go first; all that is left insures.
    'audit-failures': definePipeline(kinds['audit-failures'], [
      use(refundFailed),
      use(collateralPenalty),
      use(extraSlash, { params: { extraSlashRate: shared('extraSlashRate') } }),
      use(rewardAuditor, { params: burnRate, reads: { penalty: 'penaltyWhole' } }),
      use(penaltySplit, {
        params: { failureBurnRate: '0', cause: 'audit-failed' },
        reads: { penalty: 'penaltyLeft' },
      }),
    ]),
    clearings: definePipeline(kinds.clearings, [use(refundCleared), freeNode()]),
  }
}

/** The network of memory leases with the parameter values of its specification. */
export const lagrangeMemoryNetwork: Network = lagrangeMemory()
