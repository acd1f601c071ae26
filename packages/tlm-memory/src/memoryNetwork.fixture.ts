import {
  account,
  accountOf,
  amount,
  createCommandRun,
  defineNetwork,
  definePipeline,
  defineTlm,
  divide,
  id,
  initialState,
  module,
  shared,
  supply,
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
import { ratioParam } from '@tlmkit/params'
import { z } from 'zod'
import {
  collateralPenalty,
  extraSlash,
  leaseCollateral,
  leaseFee,
  leaseKinds,
  leaseLifecycles,
  leasePrepay,
  lockAuditBond,
  memoryParams,
  offerMessage,
  payAuditBond,
  payLease,
  refundCleared,
  refundFailed,
  rewardAuditor,
  sealMessage,
  switchMessage,
  type BlockHash,
  type Signatures,
  type StakeBook,
  type SwitchOrder,
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
/** Stands for the insurance's split. */
const penaltySplit = defineTlm({
  name: 'penalty-split',
  version: '1.0.0',
  phase: 'settle',
  reads: { penalty: amount(), penaltyFrom: account() },
  writes: { burned: amount(), pooled: amount() },
  params: z.object({ failureBurnRate: ratioParam('0.3', { effect: 'Burned share.' }) }),
  reasons: ['penalty'],
  rule({ penalty, penaltyFrom }, { failureBurnRate }, claim) {
    const cuts = { burned: { to: supply.burn, share: failureBurnRate, round: 'floor' } } as const
    const rest = module('insurance')
    const parts = claim.split(penalty, { from: penaltyFrom, reason: 'penalty', cuts, rest })
    return { burned: parts.burned, pooled: parts.rest }
  },
})

const kinds = leaseKinds('LA')
const freeNode = () => use(freeStake, { reads: { operator: 'node' } })
const fee = [
  use(leaseFee),
  use(payLease, {
    params: { protocolCut: shared('protocolCut'), treasury: shared('treasury') },
  }),
] as const
const burnRate = { failureBurnRate: shared('failureBurnRate') }

/** A scheme for tests: anybody can make these signatures. */
export function plainSignature(signer: string, message: string): string {
  return bytesToHex(keccak_256(concatBytes(utf8ToBytes(signer), hexToBytes(message))))
}

const plainSignatures: Signatures = {
  verify: (signer, message, signature) => plainSignature(signer, message) === signature,
}

/** Hashes of blocks that tests know in advance. */
export const blockHashAt = (height: bigint): string => {
  return bytesToHex(keccak_256(utf8ToBytes(`block ${height}`)))
}

const hashOfTests: BlockHash = (_context, height) => blockHashAt(height)

type Params = z.input<typeof memoryParams>

export interface NetworkOptions {
  readonly params?: Partial<Params>
  readonly stake?: StakeBook
  readonly blockHash?: BlockHash
}

/** A network of leases, with stake and split written out. */
export function memoryNetwork(options: NetworkOptions = {}): Network {
  const { params = {}, stake, blockHash = hashOfTests } = options
  return defineNetwork({
    name: 'memory-test',
    denominations: { LA: { decimals: 18, symbol: 'LA' } },
    params: memoryParams,
    paramDefaults: params,
    kinds: {
      reservations: definePipeline(kinds.reservations, [
        use(leasePrepay),
        use(leaseCollateral, { params: { sigma: shared('sigma') } }),
        use(bindStake, { reads: { operator: 'node' } }),
      ]),
      releases: definePipeline(kinds.releases, [...fee, freeNode()]),
      timeouts: definePipeline(kinds.timeouts, [
        ...fee,
        use(collateralPenalty),
        use(penaltySplit, { params: burnRate }),
      ]),
      'strike-ends': definePipeline(kinds['strike-ends'], [freeNode()]),
      'audit-openings': definePipeline(kinds['audit-openings'], [
        use(lockAuditBond, { params: { auditBondRate: shared('auditBondRate') } }),
      ]),
      'audit-answers': definePipeline(kinds['audit-answers'], [use(payAuditBond)]),
      'audit-failures': definePipeline(kinds['audit-failures'], [
        use(refundFailed),
        use(collateralPenalty),
        use(extraSlash, { params: { extraSlashRate: shared('extraSlashRate') } }),
        use(rewardAuditor, { params: burnRate, reads: { penalty: 'penaltyWhole' } }),
        use(penaltySplit, { params: { failureBurnRate: '0' }, reads: { penalty: 'penaltyLeft' } }),
      ]),
      clearings: definePipeline(kinds.clearings, [use(refundCleared), freeNode()]),
    },
    lifecycles: leaseLifecycles({
      ...{ denomination: 'LA', domain: 'memory-test', kinds, blockHash },
      signatures: plainSignatures,
      ...(stake === undefined ? {} : { stake }),
    }),
  })
}

/** Money that a test starts with: account -> base units. */
export type Opening = Readonly<Record<string, bigint>>

const RICH = 10n ** 12n

export const OPENING: Opening = {
  ...Object.fromEntries(['c1', 'c2', 'n1'].map((one) => [`caller/${one}/balance`, RICH])),
  ...Object.fromEntries(['a1', 'a2'].map((one) => [`auditor/${one}/balance`, RICH])),
  ...Object.fromEntries(
    ['n1', 'n2', 'n3'].map((node) => [accountOf('operator', node, 'free'), RICH]),
  ),
}

interface Options extends NetworkOptions {
  readonly opening?: Opening
  readonly state?: State
}

type Envelope = Readonly<Record<'lifecycle' | 'work' | 'command', string>>

/** Commands of memory leases, in a run of their own. */
export class LeaseRun {
  readonly #run: CommandRun
  #finished: SettleResult | undefined

  constructor(options: Options = {}) {
    const { opening = OPENING, state } = options
    const network = memoryNetwork(options)
    const balances = new Map([['LA', new Map(Object.entries(opening))]])
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

  lease(command: string, height: number | bigint, fields: object = {}, work = 'l1'): string {
    return this.apply({ lifecycle: 'leases', work, command }, height, fields)
  }

  audit(command: string, height: number | bigint, fields: object = {}, work = 'u1'): string {
    return this.apply({ lifecycle: 'memory-audits', work, command }, height, fields)
  }

  node(command: string, height: number | bigint, fields: object = {}, work = 'n1'): string {
    return this.apply({ lifecycle: 'memory-nodes', work, command }, height, fields)
  }

  flip(command: string, height: number | bigint, fields: object = {}): string {
    return this.apply({ lifecycle: 'memory-switch', work: 'switch', command }, height, fields)
  }

  stepRho(height: number | bigint): string {
    return this.apply({ lifecycle: 'memory-oracle', work: 'oracle', command: 'stepRho' }, height)
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
    return this.state.balances.get('LA')?.get(path) ?? 0n
  }

  /** What an account gained over its opening. */
  gained(path: string, opening: Opening = OPENING): bigint {
    return this.balance(path) - (opening[path] ?? 0n)
  }
}

export interface Wish {
  readonly lease?: string
  readonly caller?: string
  readonly node?: string
  readonly bytes?: bigint | number
  readonly maxBlocks?: bigint | number
  readonly isPinned?: boolean
  readonly rhoCap?: bigint
  readonly offerKib?: bigint
  readonly offerBlocks?: bigint
}

/** Fields of a reserve, with an offer that the node signed for just this lease. */
export function reservation(wish: Wish = {}): Readonly<Record<string, unknown>> {
  const { lease = 'l1', caller = 'c1', node = 'n1', bytes = 10_000, maxBlocks = 100 } = wish
  const { isPinned = false, rhoCap = 2n ** 96n } = wish
  const { offerKib = divide(BigInt(bytes), 1024n, 'ceil'), offerBlocks = BigInt(maxBlocks) } = wish
  const offer = { lease, caller, node, rhoCap, kib: offerKib, blocks: offerBlocks }
  const message = offerMessage({ domain: 'memory-test', ...offer })
  return {
    ...{ caller, node, bytes: String(bytes), maxBlocks: String(maxBlocks), isPinned },
    ...{ rhoCap: String(rhoCap), offerKib: String(offerKib), offerBlocks: String(offerBlocks) },
    signature: plainSignature(node, message),
  }
}

/** Fields of a seal by a party. */
export function sealing(
  party: string,
  root: string,
  { lease = 'l1', round = 0n }: { readonly lease?: string; readonly round?: bigint } = {},
): Readonly<Record<string, unknown>> {
  const message = sealMessage({ domain: 'memory-test', lease, round, root })
  return { party, root, signature: plainSignature(party, message) }
}

/** Fields of an order that signers signed. */
export function order(
  signers: readonly string[],
  signed: Partial<Omit<SwitchOrder, 'domain'>> & { readonly order: SwitchOrder['order'] },
): Readonly<Record<string, unknown>> {
  const { order: what, nonce = 0n, expiresAt = 10n ** 9n } = signed
  const message = switchMessage({ domain: 'memory-test', order: what, nonce, expiresAt })
  return {
    ...(what === 'resume' ? {} : { clear: what === 'suspend-and-clear' }),
    ...{ nonce: String(nonce), expiresAt: String(expiresAt) },
    signatures: signers.map((signer) => ({ signer, signature: plainSignature(signer, message) })),
  }
}

/** A run in which nodes n1 and n2 lend a million KiB each. */
export function readyRun(options: Options = {}): LeaseRun {
  const run = new LeaseRun(options)
  for (const node of ['n1', 'n2']) run.node('declareCapacity', 0, { kib: '1000000' }, node)
  return run
}

/** A run with the lease l1 sealed at height 1 over bytes. */
export function sealedRun(bytes: Uint8Array, root: string, options: Options = {}): LeaseRun {
  const run = readyRun(options)
  const codes = [
    run.lease('reserve', 0, reservation({ bytes: bytes.length })),
    run.lease('seal', 1, sealing('c1', root)),
    run.lease('seal', 1, sealing('n1', root)),
  ]
  if (codes.some((code) => code !== 'ok')) throw new Error(codes.join(' '))
  return run
}
