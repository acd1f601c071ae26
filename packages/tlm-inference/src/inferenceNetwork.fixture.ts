import {
  accountOf,
  amount,
  createCommandRun,
  defineNetwork,
  defineTlm,
  id,
  initialState,
  use,
  type CommandResult,
  type CommandRun,
  type LifecycleState,
  type Network,
  type SettleResult,
  type State,
} from '@tlmkit/core'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { z } from 'zod'
import {
  billLifecycles,
  billParams,
  billPipelines,
  checkBillParams,
  dispatchMessage,
  inferenceKinds,
  plainSlashBook,
  slashBurn,
  slashedNodes,
  slashEvidence,
  slashKinds,
  slashParams,
  slashPipelines,
  type BillLifecycleOptions,
  type Signatures,
} from './index.js'

/** Stands for the modules that bind and free stake. */
const bindStake = defineTlm({
  name: 'bind-stake',
  version: '1.0.0',
  phase: 'settle',
  reads: { operator: id('operator'), bind: amount() },
  codes: ['free-stake-short'],
  reasons: ['bind'],
  rule({ operator, bind }, _params, claim) {
    const free = operator.bucket('free')
    claim.reject(claim.balance(free, bind).below(bind), 'free-stake-short')
    claim.transfer(bind, { from: free, to: operator.bucket('bound'), reason: 'bind' })
  },
})
const freeStake = defineTlm({
  name: 'free-stake',
  version: '1.0.0',
  phase: 'settle',
  reads: { operator: id('operator'), release: amount() },
  reasons: ['free'],
  rule({ operator, release }, _params, claim) {
    const [from, to] = [operator.bucket('bound'), operator.bucket('free')]
    claim.transfer(release, { from, to, reason: 'free' })
  },
})
/** A scheme for tests: anybody can make these signatures. */
export function plainSignature(signer: string, message: string): string {
  return bytesToHex(keccak_256(concatBytes(utf8ToBytes(signer), hexToBytes(message))))
}

const plainSignatures: Signatures = {
  verify: (signer, message, signature) => plainSignature(signer, message) === signature,
}

const params = z
  .strictObject({ ...billParams.shape, ...slashParams.shape })
  .superRefine(checkBillParams)

export interface NetworkOptions {
  readonly params?: Partial<z.input<typeof params>>
  readonly isPaused?: () => boolean
  readonly stake?: NonNullable<BillLifecycleOptions<'DGAI'>['stake']>
  /** Whether false results are slashed beyond the bind; not when absent. */
  readonly isSlashed?: boolean
}

/** Target of the model `m` in milliseconds. */
export const TARGET = 1000n

const node = { reads: { operator: 'node' } } as const

/** A network of bills, with stake written out. Evidence `01` shows that a result is false. */
export function inferenceNetwork(options: NetworkOptions = {}): Network {
  const { stake, isPaused, isSlashed = false } = options
  const denomination = 'DGAI'
  const penaltySplit = [use(slashBurn)]
  const slash = { kinds: slashKinds(denomination), stake: plainSlashBook(denomination) }
  return defineNetwork({
    name: 'inference-test',
    denominations: { DGAI: { decimals: 18, symbol: 'DGAI' } },
    params,
    paramDefaults: {
      ...{ models: { m: TARGET }, routers: ['r1'], minNodeStake: '1000' },
      ...options.params,
    },
    kinds: {
      ...billPipelines({
        ...{ denomination, penaltySplit },
        bindStake: [use(bindStake, node)],
        freeStake: [use(freeStake, node)],
      }),
      ...slashPipelines({ denomination, penaltySplit }),
    },
    lifecycles: [
      ...billLifecycles({
        ...{ denomination, domain: 'inference-test', kinds: inferenceKinds(denomination) },
        ...{ signatures: plainSignatures, isFake: (evidence) => evidence === '01' },
        ...(isSlashed ? { slash } : {}),
        ...(stake === undefined ? {} : { stake }),
      }),
      ...[slashEvidence, slashedNodes],
    ],
    ...(isPaused === undefined ? {} : { isPaused }),
  })
}

/** Money that a test starts with: account -> base units. */
export type Opening = Readonly<Record<string, bigint>>

/** 10,000 tokens. */
export const RICH = 10n ** 22n

export const OPENING: Opening = {
  ...Object.fromEntries(['u1', 'u2', 'n1'].map((one) => [`user/${one}/balance`, RICH])),
  ...Object.fromEntries(['a1', 'a2', 'n1'].map((one) => [`adaptor/${one}/balance`, RICH])),
  ...Object.fromEntries(['n1', 'n2'].map((one) => [accountOf('operator', one, 'free'), RICH])),
  'operator/poor/free': 1000n,
  'operator/small/free': 999n,
}

interface RunOptions extends NetworkOptions {
  readonly opening?: Opening
  readonly state?: State
}

type Envelope = Readonly<Record<'lifecycle' | 'work' | 'command', string>>

/** Commands of bills, in a run of their own. */
export class BillRun {
  readonly #run: CommandRun
  #finished: SettleResult | undefined

  constructor(options: RunOptions = {}) {
    const { opening = OPENING, state } = options
    const network = inferenceNetwork(options)
    const balances = new Map([['DGAI', new Map(Object.entries(opening))]])
    const start = state ?? initialState(network, { balances })
    this.#run = createCommandRun(network, start, { id: 'run', height: 10n ** 12n })
  }

  result(envelope: Envelope, height: number | bigint, fields: object = {}): CommandResult {
    return this.#run.apply({ ...envelope, height: String(height), ...fields })
  }

  /** Carries out a command; gives its code, or `ok`. */
  apply(envelope: Envelope, height: number | bigint, fields: object = {}): string {
    const result = this.result(envelope, height, fields)
    return result.status === 'rejected' ? result.code : 'ok'
  }

  bill(command: string, height: number | bigint, fields: object = {}, work = 'b1'): string {
    return this.apply({ lifecycle: 'bills', work, command }, height, fields)
  }

  adaptor(command: string, height: number | bigint, work = 'a1'): string {
    return this.apply({ lifecycle: 'adaptors', work, command }, height)
  }

  get receipt(): SettleResult {
    this.#finished ??= this.#run.finish()
    return this.#finished
  }

  get state(): State {
    return this.receipt.state
  }

  work(lifecycle: string, work: string): LifecycleState | undefined {
    return this.state.lifecycles.get(lifecycle)?.get(work)?.state
  }

  balance(path: string): bigint {
    return this.state.balances.get('DGAI')?.get(path) ?? 0n
  }

  /** What an account gained over its opening. */
  gained(path: string, opening: Opening = OPENING): bigint {
    return this.balance(path) - (opening[path] ?? 0n)
  }
}

/** Fields of an open. */
export const opening = (cuMax: bigint | number = 100n, user = 'u1') => ({
  ...{ user, model: 'm', cuMax: String(cuMax), verifier: 'v1' },
})

interface Order {
  readonly node?: string
  readonly adaptor?: string
  readonly signer?: string
  readonly bill?: string
}

/** Fields of a dispatch that its signer signed for just this bill, node and adaptor. */
export function dispatching(order: Order = {}): Readonly<Record<string, unknown>> {
  const { node: by = 'n1', adaptor = '', signer = 'u1', bill = 'b1' } = order
  const message = dispatchMessage({ domain: 'inference-test', bill, node: by, adaptor })
  return { node: by, adaptor, signer, signature: plainSignature(signer, message) }
}

export const submission = (cu: bigint | number = 100n, responseMs: bigint | number = 0n) => ({
  ...{ node: 'n1', resultHash: 'aa', cu: String(cu), responseMs: String(responseMs) },
})

export const verdict = (cu: bigint | number = 100n, responseMs: bigint | number = 0n) => ({
  ...{ verifier: 'v1', cu: String(cu), responseMs: String(responseMs), reference: 'receipt 1' },
})
