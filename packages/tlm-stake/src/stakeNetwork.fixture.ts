import {
  account,
  accountOf,
  amount,
  createCommandRun,
  defineCommand,
  defineLifecycle,
  defineNetwork,
  defineTlm,
  initialState,
  parseRatio,
  use,
  type CommandContext,
  type CommandResult,
  type Network,
  type SettleResult,
} from '@tlmkit/core'
import {
  createStakeBook,
  delegationWorks,
  joinWorks,
  operatorWorks,
  stakeLifecycles,
  stakeParams,
  stakePipelines,
  taskWorks,
  thawWorks,
  type DelegationState,
  type JoinState,
  type OperatorState,
  type TaskOptions,
  type TaskState,
  type ThawState,
} from './index.js'
import { otherPipelines, otherWork } from './otherWork.fixture.js'

/** Burns 30 percent of a penalty, rounded down; the insurance takes the rest. */
export const fixtureSplit = defineTlm({
  name: 'fixture-split',
  version: '1.0.0',
  phase: 'settle',
  reads: { penalty: amount(), penaltyFrom: account() },
  reasons: ['penalty'],
  rule({ penalty, penaltyFrom }, _params, claim) {
    const burned = {
      to: 'supply/burn',
      share: parseRatio('0.3', 'burned'),
      round: 'floor',
    } as const
    const rest = 'module/insurance'
    claim.split(penalty, { from: penaltyFrom, reason: 'penalty', cuts: { burned }, rest })
  },
})

const penaltySplit = [use(fixtureSplit)]

/** Height of the test settlements, beyond all commands. */
const LAST = 1n << 40n

type ParamsInput = Readonly<Record<string, unknown>>

export interface StakeOptions extends Partial<TaskOptions> {
  readonly params?: ParamsInput
  /** Account -> base units of LA. */
  readonly balances?: Readonly<Record<string, bigint>>
}

interface ProbedNetwork {
  readonly network: Network
  /** Context of the last probe. */
  seen: CommandContext | undefined
}

const networks = new Map<string, ProbedNetwork>()

/** A network of nothing but stake, made once for the same params and no hooks but named ones. */
function networkOf(options: StakeOptions): ProbedNetwork {
  const { params = {}, isFault, isWatchlisted } = options
  const hooks = isWatchlisted === undefined && (isFault === undefined || isFault === isBad)
  const key = `${isFault === undefined} ${Object.entries(params).join(' ')}`
  const known = hooks ? networks.get(key) : undefined
  if (known !== undefined) return known
  const probed: { network?: Network; seen: CommandContext | undefined } = { seen: undefined }
  probed.network = stakeNetwork(options, (context) => {
    probed.seen = context
  })
  const made = probed as ProbedNetwork
  if (hooks) networks.set(key, made)
  return made
}

/** Evidence that tests agree on to be good. */
export const isBad = (evidence: string): boolean => evidence === 'bad0'

/** A network of nothing but stake, whose probe gives the context of commands away. */
function stakeNetwork({ params = {}, ...options }: StakeOptions, look: Look): Network {
  const probe = defineLifecycle<boolean>()({
    name: 'probe',
    commands: {
      look: defineCommand<boolean>()({
        columns: {},
        codes: [],
        reduce(_state, _command, context) {
          look(context)
          return { state: true }
        },
      }),
    },
  })
  return defineNetwork({
    name: 'stake',
    denominations: { LA: { decimals: 18, symbol: 'LA' } },
    params: stakeParams,
    paramDefaults: params,
    kinds: { ...stakePipelines({ penaltySplit }), ...otherPipelines(penaltySplit) },
    lifecycles: [...stakeLifecycles(options), otherWork, probe],
  })
}

type Look = (context: CommandContext) => void
type Fields = Readonly<Record<string, unknown>>

/** A stake network while commands run, with everything in sight. */
export class StakeBench {
  readonly network: Network
  readonly book = createStakeBook({ denomination: 'LA' })
  readonly #send: (command: object) => CommandResult
  readonly finish: () => SettleResult
  /** Reads works and balances as they are now. */
  readonly view: CommandContext
  height = 0n

  constructor(options: StakeOptions = {}) {
    const probed = networkOf(options)
    this.network = probed.network
    const balances = new Map([['LA', new Map(Object.entries(options.balances ?? {}))]])
    const state = initialState(this.network, { balances })
    const run = createCommandRun(this.network, state, { id: 's1', height: LAST })
    this.#send = (command) => run.apply(command)
    this.finish = () => run.finish()
    this.send('probe', 'p', 'look')
    if (probed.seen === undefined) throw new Error('The probe saw nothing.')
    this.view = probed.seen
  }

  /** Sends a command at `height`. */
  send(lifecycle: string, work: string, command: string, fields: Fields = {}): CommandResult {
    return this.#send({ lifecycle, work, command, height: this.height, ...fields })
  }

  /** Sends a command to a task. Gives its code, or `ok`. */
  task(task: string, command: string, fields: Fields = {}): string {
    return codeOf(this.send(taskWorks.name, task, command, fields))
  }

  /** Sends a command to work of another package. Gives its code, or `ok`. */
  other(job: string, command: string, fields: Fields = {}): string {
    return codeOf(this.send(otherWork.name, job, command, fields))
  }

  /** Sends a command to an operator. Gives its code, or `ok`. */
  operator(operator: string, command: string, fields: Fields = {}): string {
    return codeOf(this.send(operatorWorks.name, operator, command, fields))
  }

  held(kind: string, owner: string, bucket: string): bigint {
    return this.view.balance(accountOf(kind, owner, bucket), 'LA')
  }

  operatorState(id: string): OperatorState {
    return found(this.view.peek(operatorWorks, id), id)
  }

  taskState(id: string): TaskState {
    return found(this.view.peek(taskWorks, id), id)
  }

  delegation(operator: string, delegator: string): DelegationState | undefined {
    return this.view.peek(delegationWorks, `${operator}/${delegator}`)
  }

  thaw(operator: string, number: bigint): ThawState | undefined {
    return this.view.peek(thawWorks, `${operator}/${number}`)
  }

  join(operator: string, height: bigint): JoinState | undefined {
    return this.view.peek(joinWorks, `${operator}/${height}`)
  }
}

/** The code of a rejected command, `ok` of an accepted one. */
export function codeOf(result: CommandResult): string {
  if (result.status !== 'rejected') return result.status === 'accepted' ? 'ok' : result.status
  return result.message !== '' && result.code === 'lifecycle-fault'
    ? `lifecycle-fault: ${result.message}`
    : result.code
}

function found<T>(value: T | undefined, id: string): T {
  if (value === undefined) throw new Error(`There is no "${id}".`)
  return value
}

/** What an offer says unless a test says otherwise. */
export const OFFER = { requester: 'r', type: 'gpu', fee: 100n, deadline: 50n, verifier: 'v' }

/** Balances that are enough for most. */
export const BALANCES = {
  'requester/r/balance': 10_000n,
  'operator/op/balance': 10_000n,
  'delegator/d/balance': 10_000n,
  'delegator/e/balance': 10_000n,
}

/** A bench with an operator `op` of eight GPUs and `own` own stake. */
export function benchWithOperator(options: StakeOptions & { readonly own?: bigint } = {}) {
  const { own = 1000n, ...rest } = options
  const bench = new StakeBench({ balances: BALANCES, ...rest })
  bench.operator('op', 'declare', { capacity: [{ type: 'gpu', count: 8 }] })
  if (own > 0n) bench.operator('op', 'stakeOwn', { amount: own })
  return bench
}
