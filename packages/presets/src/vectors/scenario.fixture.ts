import {
  accountOf,
  initialState,
  settle,
  type JournalEntry,
  type JournalEvent,
  type Network,
  type ParamsVersion,
  type ParamValues,
  type Posting,
  type SettleInput,
  type SettleResult,
  type State,
} from '@tlmkit/core'
import { BASE_TARGET } from '@tlmkit/tlm-relay-mining'
import { pocket, type PocketOptions } from '../pocket.js'

type Rows = readonly Readonly<Record<string, unknown>>[]

/** An application of a scenario: its stake in upokt, and what it is staked for. */
export interface ScenarioApplication {
  readonly application: string
  readonly stake: bigint
  readonly services?: readonly string[]
  readonly spendLimit?: bigint
}

/** A claim of a scenario; what is not said is that of a plain one. */
export interface ScenarioClaim {
  readonly application?: string
  readonly session?: string
  readonly supplier?: string
  readonly service?: string
  readonly relays?: bigint
  readonly computeUnits?: bigint
  readonly rootHash?: unknown
  readonly sessionStart?: bigint
  readonly sessionEnd?: bigint
  readonly proofRequirement?: 'not-required' | 'threshold' | 'probabilistic'
  readonly proofStatus?: 'pending' | 'validated' | 'invalid'
}

/** Shareholders as [name, percent]. */
export type ScenarioShares = readonly (readonly [string, number] | null)[]

/** A settlement of a Pocket network, in a few words. */
export interface Scenario extends PocketOptions {
  readonly network?: Network
  readonly state?: State
  readonly id?: string
  readonly height: bigint
  /** Values in force from a height on; the first from 0. */
  readonly versions?: readonly { readonly from: bigint; readonly values: ParamValues }[]
  readonly applications?: readonly ScenarioApplication[]
  readonly claims?: readonly ScenarioClaim[]
  readonly computeUnitsPerRelay?: bigint
  readonly history?: Rows
  readonly targetHash?: string
  readonly shares?: ScenarioShares
  /** Owner of every supplier; an empty text is none. */
  readonly owner?: string
  readonly supplierStake?: bigint
  readonly validators?: Rows
  readonly balances?: Readonly<Record<string, bigint>>
}

/** What a scenario came to, and how to look at it. */
export interface Settled {
  readonly network: Network
  readonly before: State
  readonly input: SettleInput
  readonly result: SettleResult
  /** Entries of the relay claims, in canonical order. */
  readonly relays: readonly JournalEntry[]
  readonly postings: readonly Posting[]
  events(name: string): readonly JournalEvent[]
  balance(account: string, denomination?: string): bigint
  /** Change of all accounts that the pattern matches, in upokt. */
  delta(pattern: RegExp): bigint
}

/** Settles a scenario through the public API alone. */
export function settleScenario(scenario: Scenario): Settled {
  const { name, params, pinning, order } = scenario
  const options = { name, params, pinning, order }
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  const network = scenario.network ?? pocket(Object.fromEntries(given))
  const before = scenario.state ?? stateOf(network, scenario)
  const input = inputOf(scenario)
  const result = settle(network, before, input)
  const entries = result.blocks.flatMap((block) => block.entries)
  const balanceOf = (state: State, account: string, denomination: string): bigint =>
    state.balances.get(denomination)?.get(account) ?? 0n
  return {
    network,
    before,
    input,
    result,
    relays: entries.filter(({ kind, type }) => kind === 'relays' && type === 'claim'),
    postings: entries.flatMap((entry) => entry.postings),
    events: (event) =>
      entries.flatMap((entry) => entry.events).filter((each) => each.event === event),
    balance: (account, denomination = 'upokt') => balanceOf(result.state, account, denomination),
    delta(pattern) {
      const accounts = [...(result.state.balances.get('upokt')?.keys() ?? [])]
      return accounts
        .filter((account) => pattern.test(account))
        .map((account) => {
          return balanceOf(result.state, account, 'upokt') - balanceOf(before, account, 'upokt')
        })
        .reduce((sum, change) => sum + change, 0n)
    },
  }
}

function stateOf(network: Network, scenario: Scenario): State {
  const { applications = [], balances = {}, supplierStake = 0n, versions } = scenario
  const accounts = new Map(Object.entries(balances))
  for (const { application, stake } of applications) {
    accounts.set(accountOf('application', application, 'stake'), stake)
  }
  for (const { supplier } of pairsOf(scenario)) {
    accounts.set(accountOf('supplier', supplier, 'stake'), supplierStake)
  }
  const first = [{ version: 1, from: 0n, values: {} }]
  const params = versions?.map(({ from, values }, index): ParamsVersion => {
    return { version: index + 1, from, values: { network: values } }
  })
  return initialState(network, {
    balances: new Map([['upokt', accounts]]),
    params: params ?? first,
    lifecycles: new Map([['difficulty', difficultiesOf(scenario)]]),
  })
}

function difficultiesOf(scenario: Scenario) {
  const { targetHash = BASE_TARGET } = scenario
  const entry = { targetHash, relaysEma: 1n, effectiveHeight: 1n }
  const state = { targetHash, relaysEma: 1n, since: 0n, history: [entry] }
  const works = servicesOf(scenario).map((each) => [each, { paramsVersion: 1, state }] as const)
  return new Map(targetHash === BASE_TARGET ? [] : works)
}

function inputOf(scenario: Scenario): SettleInput {
  const { applications = [], claims = [], validators = [], height, id = 'settlement' } = scenario
  const { computeUnitsPerRelay = 1n, history = [], owner = 'owner', shares } = scenario
  const tables: Readonly<Record<string, Rows>> = {
    applications: applications.map(({ application, services = ['svc1'], spendLimit = 0n }) => {
      return { application, services: services.map((service) => ({ service })), spendLimit }
    }),
    suppliers: pairsOf(scenario).map((pair) => ({
      ...pair,
      owner: `address/${owner === '' ? 'nobody' : owner}`,
      hasOwner: owner !== '',
      shareholders: shareholdersOf(shares ?? [[pair.supplier, 100]]),
    })),
    services: servicesOf(scenario).map((service) => ({
      service,
      sourceOwner: 'address/source',
      computeUnitsPerRelay,
      history,
    })),
    validators,
  }
  return {
    id,
    height,
    claims: { relays: { rows: claims.map((claim) => claimRow(claim, computeUnitsPerRelay)) } },
    tables: Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, { rows }])),
  }
}

function shareholdersOf(shares: ScenarioShares): readonly unknown[] {
  return shares.map((share) => {
    return share === null ? null : { to: `address/${share[0]}`, percent: share[1] }
  })
}

function claimRow(claim: ScenarioClaim, computeUnitsPerRelay: bigint) {
  const { relays = 1n, computeUnits = relays * computeUnitsPerRelay, ...columns } = claim
  return {
    application: 'app1',
    session: 's1',
    supplier: 'sup1',
    service: 'svc1',
    sessionStart: 1n,
    sessionEnd: 10n,
    rootHash: rootHashOf({ computeUnits, relays }),
    proofRequirement: 'not-required',
    proofStatus: 'pending',
    ...columns,
  }
}

/** A root of 48 bytes, digest of zeros, as hex. */
export function rootHashOf(root: { computeUnits: bigint; relays: bigint }): string {
  const words = [root.computeUnits, root.relays].map((each) => each.toString(16).padStart(16, '0'))
  return '00'.repeat(32) + words.join('')
}

function servicesOf({ applications = [] }: Scenario): readonly string[] {
  const all = applications.flatMap(({ services = ['svc1'] }) => services)
  return [...new Set(['svc1', ...all])]
}

/** Every supplier that claims, with the service it claims for. */
function pairsOf({ claims = [] }: Scenario): readonly { supplier: string; service: string }[] {
  const pairs = new Map<string, { supplier: string; service: string }>()
  for (const { supplier = 'sup1', service = 'svc1' } of claims) {
    pairs.set(`${supplier}/${service}`, { supplier, service })
  }
  return [...pairs.values()]
}
