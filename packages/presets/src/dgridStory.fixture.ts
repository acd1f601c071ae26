import {
  createCommandRun,
  initialState,
  type CommandRun,
  type Network,
  type SettleResult,
  type State,
} from '@tlmkit/core'
import { dgrid, type DgridOptions } from './dgrid.js'

/** Base units of a DGAI. */
export const DGAI = 10n ** 18n

export const OPENING = {
  'adaptor/ada/balance': 1_000n * DGAI,
  'module/emission': 1_000_000n * DGAI,
  'module/treasury': 1_000_000n * DGAI,
  'operator/n1/balance': 10_000n * DGAI,
  'user/ann/balance': 1_000n * DGAI,
  'voter/vic/balance': 20_000n * DGAI,
  'voter/wim/balance': 10_000n * DGAI,
} as const

type Fields = Readonly<Record<string, unknown>>

/** Commands on a network of inference bills, whose node has staked. Signatures are all good. */
export class DgridStory {
  readonly network: Network
  height = 1
  time = 1
  readonly #run: CommandRun
  readonly #start: State
  #result: SettleResult | undefined

  constructor(options: DgridOptions = {}) {
    this.network = dgrid({
      ...{ signatures: { verify: () => true }, name: 'dgrid-test' },
      ...options,
      params: { pauseGuardians: ['gus'], ...options.params },
    })
    const balances = new Map([['DGAI', new Map<string, bigint>(Object.entries(OPENING))]])
    this.#start = initialState(this.network, { balances })
    this.#run = createCommandRun(this.network, this.#start, { id: 's', height: 10n ** 9n })
    const operator = { lifecycle: 'stake-operators', work: 'n1' }
    this.apply({ ...operator, command: 'declare', capacity: [] })
    this.apply({ ...operator, command: 'stakeOwn', amount: (5_000n * DGAI).toString() })
  }

  /** Gives the code of a command, or `ok`. */
  apply(command: Fields): string {
    const { height, time } = this
    const result = this.#run.apply({ height, time, ...command })
    return result.status === 'rejected' ? result.code : 'ok'
  }

  bill(command: string, fields: Fields = {}, work = 'b1'): string {
    return this.apply({ lifecycle: 'bills', work, command, ...fields })
  }

  proposal(command: string, fields: Fields = {}, work = 'p1'): string {
    return this.apply({ lifecycle: 'proposals', work, command, ...fields })
  }

  open(work = 'b1', cuMax = 100): string {
    const fields = { user: 'ann', model: 'chat-small', cuMax, verifier: 'vera' }
    return this.bill('open', fields, work)
  }

  dispatch(work = 'b1', adaptor = 'ada'): string {
    return this.bill('dispatch', { node: 'n1', adaptor, signer: 'ann', signature: '' }, work)
  }

  submit(work = 'b1', responseMs = 800, cu = 100): string {
    return this.bill('submit', { node: 'n1', resultHash: 'ab', cu, responseMs }, work)
  }

  settle(work = 'b1', responseMs = 800, cu = 100): string {
    return this.bill('settle', { verifier: 'vera', cu, responseMs, reference: 'r' }, work)
  }

  registerAdaptor(): string {
    return this.apply({ lifecycle: 'adaptors', work: 'ada', command: 'registerAdaptor' })
  }

  get state(): State {
    this.#result ??= this.#run.finish()
    return this.#result.state
  }

  balance(account: string): bigint {
    return this.state.balances.get('DGAI')?.get(account) ?? 0n
  }

  gained(account: keyof typeof OPENING): bigint {
    return this.balance(account) - OPENING[account]
  }
}
