import {
  account,
  amount,
  defineClaimKind,
  defineNetwork,
  definePipeline,
  id,
  initialState,
  settle,
  shared,
  units,
  use,
  useClose,
  type JournalEntry,
  type Network,
  type SettleResult,
  type State,
  type Use,
} from '@tlmkit/core'
import {
  applicationMinimumStake,
  burnEqualsMint,
  globalMint,
  pocketTokenomicsParams,
  proofMissingSlash,
  reimbursementRequest,
  revenueShareColumns,
  slashes,
  validatorRewards,
} from './index.js'

/** What the settle chain of this package reads of a relays claim. */
export const relays = defineClaimKind('relays', {
  key: ['application', 'session', 'supplier'],
  columns: {
    ...revenueShareColumns,
    application: id('application'),
    session: id('session'),
    service: id('service'),
    settled: amount('upokt'),
    sourceOwner: account(),
    unstakeSessionEndHeight: units(),
    unbondingEndHeight: units(),
  },
})

const daoAccount = shared('daoRewardAddress')
const inflation = shared('globalInflationPerClaim')

/** The three TLMs that move a claim's money, wired to the network's params. */
const moneyChain = [
  use(burnEqualsMint, {
    params: {
      mintRatio: shared('mintRatio'),
      distribution: shared('mintEqualsBurnDistribution'),
      daoAccount,
    },
  }),
  use(globalMint, { params: { inflation, allocation: shared('mintAllocation'), daoAccount } }),
  use(reimbursementRequest, { params: { inflation, daoAccount } }),
] as const

export interface PocketOptions {
  readonly params?: Readonly<Record<string, unknown>>
  /** Another order of the money chain, by index. */
  readonly order?: readonly number[]
  readonly minStake?: string
  readonly penalty?: string
}

/** A network of this package's modules alone: claims come with what they settle. */
export function pocketNetwork(options: PocketOptions = {}): Network {
  const { params = {}, order = [0, 1, 2], minStake = '0', penalty = '0' } = options
  const chain: Use[] = [
    ...order.flatMap((index) => moneyChain[index] ?? []),
    use(applicationMinimumStake, { params: { minStake } }),
  ]
  return defineNetwork({
    name: 'pocket-burn',
    denominations: {
      upokt: { decimals: 6, symbol: 'POKT' },
      mark: { decimals: 0, symbol: 'MARK', money: false },
    },
    params: pocketTokenomicsParams,
    paramDefaults: params,
    kinds: {
      relays: definePipeline(relays, chain),
      slashes: definePipeline(slashes, [use(proofMissingSlash, { params: { penalty, minStake } })]),
    },
    close: [
      useClose(validatorRewards, { as: 'minted-rewards', pools: { rewards: 'validators-minted' } }),
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
  })
}

/** A claim of application `app1` that supplier `sup1` serves; shareholders are [address, percent]. */
export function relaysClaim(
  settled: bigint,
  {
    shareholders = [['sup1', 100]],
    ...columns
  }: {
    readonly shareholders?: readonly (readonly [string, number])[]
    readonly application?: string
    readonly session?: string
    readonly supplier?: string
    readonly hasOwner?: boolean
    readonly unstakeSessionEndHeight?: number
  } = {},
): Readonly<Record<string, unknown>> {
  return {
    application: 'app1',
    session: 'session1',
    supplier: 'sup1',
    service: 'svc1',
    settled,
    sourceOwner: 'address/source',
    owner: 'address/owner',
    hasOwner: true,
    unstakeSessionEndHeight: 10,
    unbondingEndHeight: 20,
    shareholders: shareholders.map(([to, percent]) => ({ to: `address/${to}`, percent })),
    ...columns,
  }
}

/** A slash of supplier `sup1` for an expired claim of one session. */
export function slash(session: string): Readonly<Record<string, unknown>> {
  return {
    application: 'app1',
    session,
    supplier: 'sup1',
    service: 'svc1',
    proof: 'missing',
    sessionEndHeight: 10,
    unstakeSessionEndHeight: 20,
  }
}

export interface Given {
  readonly relays?: readonly unknown[]
  readonly slashes?: readonly unknown[]
  readonly validators?: readonly unknown[]
  readonly balances?: Readonly<Record<string, bigint>>
  readonly state?: State
  readonly id?: string
}

/** Settles at height 20, from balances in upokt. */
export function settleGiven(network: Network, given: Given): SettleResult {
  const { balances = {}, id: name = 's1' } = given
  const opening = new Map([['upokt', new Map(Object.entries(balances))]])
  const state = given.state ?? initialState(network, { balances: opening })
  return settle(network, state, {
    id: name,
    height: 20n,
    claims: { relays: { rows: given.relays ?? [] }, slashes: { rows: given.slashes ?? [] } },
    tables: { validators: { rows: given.validators ?? [] } },
  })
}

/** Balances above zero after a settlement, without the supply accounts. */
export function balancesAfter(
  { state }: SettleResult,
  denomination = 'upokt',
): Readonly<Record<string, bigint>> {
  const balances = [...(state.balances.get(denomination) ?? [])]
  return Object.fromEntries(
    balances.filter(([name, balance]) => balance > 0n && !name.startsWith('supply/')),
  )
}

export function entriesOf({ blocks }: SettleResult): readonly JournalEntry[] {
  return blocks.flatMap(({ entries }) => entries)
}

/** Events as [name, fields], in the order they happened. */
export function eventsOf(
  result: SettleResult,
): readonly (readonly [string, JournalEntry['events'][number]['fields']])[] {
  return entriesOf(result).flatMap(({ events }) =>
    events.map(({ event, fields }) => [event, fields] as const),
  )
}
