import {
  defineNetwork,
  definePipeline,
  initialState,
  settle,
  shared,
  use,
  type JournalEntry,
  type ParamValues,
  type SettleResult,
  type State,
} from '@tlmkit/core'
import { ratioParam } from '@tlmkit/params'
import { z } from 'zod'
import {
  budgetLifecycle,
  difficultyLifecycle,
  maxClaimable,
  maxClaimableParams,
  relayPrice,
  relays,
  relayTally,
} from './index.js'
import { checkSharedParams, serviceParams, sharedParams } from './params.js'

const inflation = ratioParam('0.1', { effect: 'Charged on top of every claim.' })
const schema = z
  .strictObject({
    ...sharedParams.shape,
    ...serviceParams.shape,
    inflation,
    bonusMultiplier: maxClaimableParams.shape.bonusMultiplier,
    budget: maxClaimableParams.shape.budget,
    sharers: maxClaimableParams.shape.sharers,
  })
  .superRefine(checkSharedParams)

/** Prices and limits only: what is paid is the business of other packages. */
export const network = defineNetwork({
  name: 'relays-only',
  denominations: { upokt: { decimals: 6, symbol: 'POKT' } },
  params: schema,
  kinds: {
    relays: definePipeline(relays, [
      use(relayPrice),
      use(maxClaimable, {
        params: {
          inflation: shared('inflation'),
          bonusMultiplier: shared('bonusMultiplier'),
          budget: shared('budget'),
          sharers: shared('sharers'),
          suppliersPerSession: shared('numSuppliersPerSession'),
        },
      }),
      use(relayTally),
    ]),
  },
  lifecycles: [difficultyLifecycle, budgetLifecycle],
})

/** One token unit per compute unit, one pending session. */
export const plain = {
  computeUnitsToTokensMultiplier: '1',
  computeUnitCostGranularity: '1',
  numSuppliersPerSession: '4',
}

interface Case {
  readonly stake?: bigint
  readonly spendLimit?: bigint
  readonly params?: ParamValues
  readonly claims: readonly object[]
  readonly height?: bigint
  readonly state?: State
  readonly tables?: Readonly<Record<string, readonly object[]>>
}

export const rootHash = (computeUnits: number, count = computeUnits): string =>
  '00'.repeat(32) +
  computeUnits.toString(16).padStart(16, '0') +
  count.toString(16).padStart(16, '0')

export const claim = (supplier: string, computeUnits: number, more: object = {}) => ({
  application: 'app1',
  session: 's1',
  supplier,
  service: 'svc1',
  sessionStart: 1,
  sessionEnd: 10,
  rootHash: rootHash(computeUnits),
  proofRequirement: 'not-required',
  proofStatus: 'pending',
  ...more,
})

const SUPPLIERS = ['sup1', 'sup2', 'sup3', 'sup4', 'sup5']
const tablesOf = ({ spendLimit = 0n }: Case) => ({
  applications: [
    { application: 'app1', services: [{ service: 'svc1' }], spendLimit },
    { application: 'app2', services: [{ service: 'svc1' }, { service: 'svc2' }], spendLimit },
    { application: 'app3', services: [{ service: 'svc2' }], spendLimit },
  ],
  suppliers: SUPPLIERS.map((supplier) => ({
    supplier,
    service: 'svc1',
    owner: `account/${supplier}`,
    hasOwner: true,
    shareholders: [{ to: `account/${supplier}`, percent: 100 }],
  })),
  services: [
    { service: 'svc1', sourceOwner: 'account/source', computeUnitsPerRelay: 1, history: [] },
  ],
})

export function run(given: Case): SettleResult {
  const { stake = 0n, params = {}, claims, height = 20n } = given
  const state =
    given.state ??
    initialState(network, {
      balances: new Map([['upokt', new Map([['application/app1/stake', stake]])]]),
      params: [{ version: 1, from: 0n, values: { network: { ...plain, ...params } } }],
    })
  const tables = { ...tablesOf(given), ...given.tables }
  return settle(network, state, {
    id: `settlement-${height}`,
    height,
    claims: { relays: { rows: claims } },
    tables: Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, { rows }])),
  })
}

export const entriesOf = ({ blocks }: SettleResult): readonly JournalEntry[] =>
  blocks.flatMap(({ entries }) => entries).filter(({ type }) => type === 'claim')
export const settledOf = (given: Case): readonly (bigint | undefined)[] =>
  entriesOf(run(given)).map(({ settled }) => settled)
export const codeOf = (given: Case): string | undefined => entriesOf(run(given))[0]?.code
export const eventsOf = (given: Case) => entriesOf(run(given)).flatMap(({ events }) => events)
