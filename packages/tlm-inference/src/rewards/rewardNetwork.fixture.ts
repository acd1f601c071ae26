import {
  account,
  amount,
  claimOf,
  createCommandRun,
  defineClaimKind,
  defineCommand,
  defineLifecycle,
  defineNetwork,
  definePipeline,
  defineTlm,
  flag,
  id,
  initialState,
  oneOf,
  ratio,
  shared,
  units,
  use,
  type CommandResult,
  type JournalEntry,
  type Network,
  type SettleResult,
} from '@tlmkit/core'
import { z } from 'zod'
import { billMoneyParams } from '../params.js'
import { feeDistribution } from '../tlms/feeDistribution.js'
import {
  countBill,
  heartbeatLifecycles,
  heartbeatParams,
  rewardLifecycles,
  rewardParams,
  rewardPipelines,
  slashBurn,
  slashParams,
  slashPipelines,
  turnWeek,
  type WeightedVoter,
} from '../index.js'

const denomination = 'DGAI'

/** What a test says of its network. */
export interface RewardNetworkOptions {
  readonly params?: Readonly<Record<string, unknown>>
  /** Account -> base units. */
  readonly held?: Readonly<Record<string, bigint>>
  /** Network params from the second block on, over `params`. */
  readonly changed?: Readonly<Record<string, unknown>>
  /** Voters by period. */
  readonly voters?: Readonly<Record<string, readonly WeightedVoter[]>>
}

const bills = defineClaimKind('bills', {
  key: ['bill'],
  columns: {
    ...{ bill: id('bill'), node: id('operator'), gross: amount(denomination), lateness: ratio() },
    ...{ isRouted: flag(), payFrom: account(), adaptorTo: account(), height: units() },
  },
  watermark: { column: 'height', keep: 1n },
})

/** The node's part, at once. */
const payNodePart = defineTlm({
  name: 'pay-node-part',
  version: '1.0.0',
  phase: 'settle',
  reads: { node: id('operator'), nodePart: amount(), payFrom: account() },
  reasons: ['node-part'],
  rule({ node, nodePart, payFrom: from }, _params, claim) {
    claim.transfer(nodePart, { from, to: node.bucket('balance'), reason: 'node-part' })
  },
})

/** Settles a bill of one user at once, and counts it: what bills do in several commands. */
const settledBills = defineLifecycle<boolean>()({
  name: 'settled-bills',
  commands: {
    settle: defineCommand<boolean>()({
      timed: true,
      columns: {
        ...{
          user: id('user'),
          node: id('operator'),
          adaptor: id('adaptor'),
          routed: oneOf('no', 'yes'),
        },
        ...{ cu: units(), gross: amount(denomination), lateness: ratio() },
      },
      codes: [],
      reduce(_state, { user, node, adaptor, routed, cu, gross, lateness }, context) {
        const isRouted = routed === 'yes'
        const row = {
          ...{ bill: context.work, node, gross, lateness, isRouted, height: context.height },
          ...{ payFrom: `user/${user}/balance`, adaptorTo: `adaptor/${adaptor}/balance` },
        }
        const counted = { node, adaptor: isRouted ? adaptor : '', cu, gross, lateness }
        return {
          state: true,
          claims: [claimOf(bills, row)],
          tells: turnWeek({ denomination }, context),
          settled: () => ({ state: true, tells: countBill({ denomination }, context, counted) }),
        }
      },
    }),
  },
})

const params = z.strictObject({
  ...billMoneyParams.shape,
  ...rewardParams.shape,
  ...heartbeatParams.shape,
  ...slashParams.shape,
})

const fees = Object.fromEntries(
  ['networkFee', 'governanceShare', 'adaptorShare', 'treasuryShare'].map((key) => [
    key,
    shared(key),
  ]),
)

function networkOf({ params: given = {}, voters = {} }: RewardNetworkOptions): Network {
  return defineNetwork({
    name: 'rewards',
    denominations: { DGAI: { decimals: 18, symbol: 'DGAI' } },
    params,
    paramDefaults: given,
    kinds: {
      bills: definePipeline(bills, [use(feeDistribution, { params: fees }), use(payNodePart)]),
      ...rewardPipelines(denomination),
      ...slashPipelines({ denomination, penaltySplit: [use(slashBurn)] }),
    },
    lifecycles: [
      settledBills,
      ...rewardLifecycles({
        denomination,
        voters: { votersOf: (_context, period) => voters[`${period}`] ?? [] },
      }),
      ...heartbeatLifecycles({ denomination }),
    ],
  })
}

type Fields = Readonly<Record<string, unknown>>

/** A bill as tests settle it. */
export interface TestBill {
  readonly user?: string
  readonly node?: string
  readonly adaptor?: string
  readonly cu?: bigint
  readonly gross?: bigint
  readonly lateness?: string
}

export const WEEK = 604_800n

/** A network of rewards, heartbeats and bills that settle at once, while commands run. */
export class RewardBench {
  readonly network: Network
  readonly finish: () => SettleResult
  /** Seconds and blocks of the commands sent. */
  time = 0n
  height = 0n
  #bills = 0
  readonly #send: (command: object) => CommandResult
  readonly #held: Map<string, bigint>

  constructor(options: RewardNetworkOptions = {}) {
    this.network = networkOf(options)
    this.#held = new Map(Object.entries(options.held ?? {}))
    const balances = new Map([[denomination, new Map(this.#held)]])
    const params = [
      { version: 1, from: 0n, values: {} },
      { version: 2, from: 2n, values: { network: options.changed ?? {} } },
    ]
    const state = initialState(this.network, { balances, params })
    const run = createCommandRun(this.network, state, { id: 's1', height: 1n << 40n })
    this.#send = (command) => run.apply(command)
    this.finish = () => run.finish()
  }

  /** Sends a command at `time` in a block of its own. */
  send(lifecycle: string, work: string, command: string, fields: Fields = {}): CommandResult {
    this.height += 1n
    const { height, time } = this
    return this.apply({ lifecycle, work, command, height, time, ...fields })
  }

  /** Applies a command as it is. */
  apply(command: object): CommandResult {
    const result = this.#send(command)
    if (result.status === 'accepted') this.#book(result.entries)
    return result
  }

  /** What an account holds now. */
  balance(account: string): bigint {
    return this.#held.get(account) ?? 0n
  }

  #book(entries: readonly JournalEntry[]): void {
    for (const { debit, credit, amount: moved } of entries.flatMap(({ postings }) => postings)) {
      this.#held.set(debit, this.balance(debit) - moved)
      this.#held.set(credit, this.balance(credit) + moved)
    }
  }

  /** Sends a command. Gives its code, or `ok`. */
  code(lifecycle: string, work: string | bigint, command: string, fields: Fields = {}): string {
    const result = this.send(lifecycle, `${work}`, command, fields)
    if (result.status !== 'rejected') return result.status === 'accepted' ? 'ok' : result.status
    return result.message === '' ? result.code : `${result.code}: ${result.message}`
  }

  /** Settles a bill. */
  settle({
    user = 'u',
    node = 'n',
    adaptor = '',
    cu = 1n,
    gross = 0n,
    lateness = '0',
  }: TestBill): void {
    this.#bills += 1
    const routed = adaptor === '' ? 'no' : 'yes'
    const row = {
      user,
      node,
      adaptor: adaptor === '' ? 'none' : adaptor,
      routed,
      cu,
      gross,
      lateness,
    }
    const code = this.code('settled-bills', `b${this.#bills}`, 'settle', row)
    if (code !== 'ok') throw new Error(`A bill did not settle: ${code}`)
  }

  /** A heartbeat of each node in each of the first so many hours of a week. */
  beat(week: bigint, counts: Readonly<Record<string, number>>): void {
    for (let hour = 0; hour < Math.max(...Object.values(counts)); hour++) {
      this.time = week * WEEK + BigInt(hour) * 3600n
      for (const [node, count] of Object.entries(counts)) {
        const code = hour < count ? this.code('heartbeats', node, 'heartbeat') : 'ok'
        if (code !== 'ok') throw new Error(`No heartbeat: ${code}`)
      }
    }
  }
}

/** What accounts hold after all. */
export function heldAfter({ state }: SettleResult, account: string): bigint {
  return state.balances.get(denomination)?.get(account) ?? 0n
}
