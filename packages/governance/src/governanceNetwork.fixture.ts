import {
  amountOf,
  claimOf,
  createCommandRun,
  defineClaimKind,
  defineCommand,
  defineLifecycle,
  defineNetwork,
  definePipeline,
  defineTlm,
  id,
  initialState,
  module,
  reject,
  shared,
  use,
  type CommandResult,
  type CommandRun,
  type Network,
  type SettleResult,
  type State,
} from '@tlmkit/core'
import { amountParam, ratioParam, sharesParam, unitsParam } from '@tlmkit/params'
import { z } from 'zod'
import {
  createGovernance,
  governanceParams,
  type Governance,
  type SwitchMessage,
  type SwitchSignatures,
} from './index.js'

/** Base units of so many tokens. */
export const tokens = (count: number | bigint) => BigInt(count) * 10n ** 18n

const effect = 'An effect.'
const params = z
  .strictObject({
    ...governanceParams.shape,
    fee: amountParam(10n, { max: 100n, unit: 'base units', effect }),
    epoch: unitsParam(10n, { fixed: true, unit: 'blocks', effect }),
    low: unitsParam(1n, { unit: 'units', effect }),
    high: unitsParam(10n, { unit: 'units', effect }),
    split: sharesParam({ supplier: '0.7', dao: '0.3' }, { effect }),
  })
  .superRefine(({ low, high }, context) => {
    if (low > high) context.addIssue({ code: 'custom', path: ['low'], message: 'at most high' })
  })

export type TestParams = z.input<typeof params>

const payments = defineClaimKind('jobs', { key: ['job'], columns: { job: id('job') } })
const payJob = defineTlm({
  name: 'pay-job',
  version: '1.0.0',
  phase: 'settle',
  reads: { job: id('job') },
  params: z.strictObject({
    fee: amountParam(1n, { unit: 'base units', effect }),
    tax: ratioParam('0.1', { max: '0.5', effect }),
  }),
  reasons: ['pay'],
  rule({ job }, { fee }, claim) {
    const [from, to] = [job.bucket('funds'), module('pot')]
    claim.transfer(amountOf(fee, 'LA'), { from, to, reason: 'pay' })
  },
})

/** Work of another kind: it opens, where it is not paused, and ends with a payment. */
const jobs = defineLifecycle<{ readonly isOpen: boolean }>()({
  name: 'jobs',
  commands: {
    open: defineCommand<{ readonly isOpen: boolean }>()({
      columns: {},
      codes: ['paused'],
      reduce: (_state, _fields, { isPaused }) =>
        isPaused ? reject('paused') : { state: { isOpen: true } },
    }),
    close: defineCommand<{ readonly isOpen: boolean }>()({
      columns: {},
      codes: ['not-open'],
      reduce(state, _fields, { work }) {
        if (state?.isOpen !== true) return reject('not-open')
        return { state: { isOpen: false }, claims: [claimOf(payments, { job: work })] }
      },
    }),
  },
})

/** Signatures that read `<signer> signs <message>`. */
export const plainSignatures: SwitchSignatures = {
  signerOf(message, signature) {
    const [signer = '', text] = signature.split(' signs ')
    return text === messageText(message) ? signer : undefined
  },
}

const messageText = (message: SwitchMessage) =>
  [message.network, message.switch, message.isOn, message.nonce, message.expiresAt].join(' ')

/** What signers sign, as the plain signatures have it. */
export function signed(signers: readonly string[], message: Partial<SwitchMessage> = {}) {
  const given = {
    ...{ network: 'governance-test', switch: 'halt-jobs', isOn: true, nonce: 0n },
    ...{ expiresAt: 10n ** 12n },
    ...message,
  }
  const { isOn, nonce, expiresAt } = given
  const signatures = signers.map((signer) => ({
    signature: `${signer} signs ${messageText(given)}`,
  }))
  return { isOn, nonce: String(nonce), expiresAt: String(expiresAt), signatures }
}

const guards = {
  pauseGuardians: ['ada'],
  emergencySigners: ['s1', 's2', 's3', 's4', 's5'],
  emergencySignersMin: 3,
}

export interface TestNetwork {
  readonly network: Network
  readonly governance: Governance
}

export function governanceNetwork(values: Partial<TestParams> = {}): TestNetwork {
  const governance: Governance = createGovernance({
    denomination: 'LA',
    network: () => network,
    pausable: ['jobs'],
    switches: { 'halt-jobs': ['jobs'], 'halt-none': [] },
    signatures: plainSignatures,
  })
  const network: Network = defineNetwork({
    name: 'governance-test',
    denominations: { LA: { decimals: 18, symbol: 'LA' } },
    params,
    paramDefaults: { ...guards, ...values },
    kinds: {
      ...governance.kinds,
      jobs: definePipeline(payments, [use(payJob, { params: { fee: shared('fee') } })]),
    },
    lifecycles: [...governance.lifecycles, jobs],
    isPaused: governance.isPaused,
  })
  return { network, governance }
}

const OPENING: Readonly<Record<string, bigint>> = {
  'voter/ann/balance': tokens(100_000),
  'voter/ben/balance': tokens(100_000),
  'voter/cat/balance': tokens(100_000),
  'voter/poor/balance': tokens(5_000) - 1n,
  'module/treasury': tokens(1_000),
  'job/j1/funds': 1000n,
  'job/j2/funds': 1000n,
  'job/j3/funds': 1000n,
}

export const DAY = 86_400
export const WEEK = 7 * DAY
/** When proposals are made in tests. */
export const T = 100 * WEEK
/** First second of its voting, and the first after it. */
export const VOTING = T + WEEK
export const VOTED = VOTING + WEEK
export const TIMELOCK = 129_600

/** Commands of governance, in a run of their own; heights go up by one. */
export class GovernanceRun {
  readonly test: TestNetwork
  readonly #run: CommandRun
  #finished: SettleResult | undefined
  #height = 0

  constructor(values: Partial<TestParams> = {}, opening: Readonly<Record<string, bigint>> = {}) {
    this.test = governanceNetwork(values)
    const balances = new Map([['LA', new Map(Object.entries({ ...OPENING, ...opening }))]])
    const start = initialState(this.test.network, { balances })
    this.#run = createCommandRun(this.test.network, start, { id: 'run', height: 10n ** 12n })
  }

  result(path: string, time: number | bigint | undefined, fields: object = {}): CommandResult {
    const [lifecycle, work, command] = path.split('/')
    this.#height += 1
    const envelope = { lifecycle, work, command, height: this.#height }
    const timed = time === undefined ? envelope : { ...envelope, time: String(time) }
    return this.#run.apply({ ...timed, ...fields })
  }

  /** Carries out `lifecycle/work/command`; gives its code, or `ok`. */
  apply(path: string, time: number | bigint | undefined, fields: object = {}): string {
    const result = this.result(path, time, fields)
    return result.status === 'rejected' ? result.code : 'ok'
  }

  /** Stakes of the three voters, long before anything is proposed. */
  staked(ann = 10_000, ben = 10_000, cat = 10_000): this {
    for (const [voter, count] of Object.entries({ ann, ben, cat })) {
      if (count > 0) this.apply(`voters/${voter}/stake`, 1, { amount: String(tokens(count)) })
    }
    return this
  }

  get finished(): SettleResult {
    this.#finished ??= this.#run.finish()
    return this.#finished
  }

  get state(): State {
    return this.finished.state
  }

  balance(path: string): bigint {
    return this.state.balances.get('LA')?.get(path) ?? 0n
  }

  work(lifecycle: string, work: string): unknown {
    return this.state.lifecycles.get(lifecycle)?.get(work)?.state
  }

  /** All base units there are. */
  get total(): bigint {
    return [...(this.state.balances.get('LA') ?? [])].reduce((sum, [, held]) => sum + held, 0n)
  }
}

/** A proposal of changes `owner.key: value`. */
export function proposal(changes: Readonly<Record<string, string>>, fields: object = {}) {
  return {
    proposer: 'ann',
    changes: Object.entries(changes).map(([key, value]) => ({ key, value })),
    payments: [],
    bondFrom: 'balance',
    ...fields,
  }
}

export const FEE_20 = { 'network.fee': '20' }

/** Carries out `lifecycle/work/command` with a time and fields; all must be accepted. */
export function all(
  run: GovernanceRun,
  steps: readonly (readonly [path: string, time: number | undefined, fields?: object])[],
): void {
  for (const [path, time, fields] of steps) {
    const code = run.apply(path, time, fields)
    if (code !== 'ok') throw new Error(`${path} at ${String(time)} ends with ${code}.`)
  }
}

export const vote = (voter: string, choice: string) => ({ voter, choice })
