import { ByteWriter } from '../bytes/ByteWriter.js'
import type { Dust } from '../engine/Effects.js'
import type { Ledger } from '../engine/Ledger.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { InputError } from '../errors/InputError.js'
import { didYouMean } from '../errors/closest.js'
import { Hasher, type Sha256 } from '../hashing/Sha256.js'
import type { SealedBlock } from '../journal/Journal.js'
import type { Payout } from '../journal/payoutTree.js'
import { hashReceipt, type Receipt } from '../journal/Receipt.js'
import type { Network } from '../network/defineNetwork.js'
import type { State } from '../state/State.js'
import { collectClaims, type CollectedClaim } from './collectClaims.js'
import { finishSettlement } from './finishSettlement.js'
import { followUpsOf } from './followUpsOf.js'
import { mergeFollowing } from './mergeFollowing.js'
import { Settlement, type Deferred, type EngineName } from './Settlement.js'
import { SettlementContext } from './SettlementContext.js'
import { Tables, type Presented } from './Tables.js'

/** What a settlement works on. Rows are untrusted; they are read and checked first, all of them. */
export interface SettleInput {
  /** Name of the settlement. The same name never settles two different inputs. */
  readonly id: string
  /** Height of the settlement, in blocks. */
  readonly height: bigint
  /** Claims by kind. Arrival order never matters. */
  readonly claims: Readonly<Record<string, Presented>>
  readonly tables?: Readonly<Record<string, Presented>>
}

export interface SettleOptions {
  /** A faster SHA-256 than the built-in one, such as node:crypto's. */
  readonly sha256?: Sha256
  /** Hears how many claims of how many have ended. */
  readonly onProgress?: (ended: number, total: number) => void
  /** Which engine runs the rules: it never shows in the result. The default is columnar. */
  readonly engine?: EngineName
  /** Whether remainder units are counted by taker. */
  readonly dust?: boolean
}

/** For tests that break a promise on purpose. */
export interface SettleInternals {
  readonly createLedger?: (base: State['balances'], floor: (account: string) => bigint) => Ledger
  /** Rows that the columnar engine computes together. */
  readonly blockRows?: number
}

/** What a settlement came to. */
export interface SettleResult {
  readonly receipt: Receipt
  readonly receiptHash: string
  /** The state after it; the same object when the settlement was repeated. */
  readonly state: State
  /** Journal blocks; none when the settlement was repeated. */
  readonly blocks: readonly SealedBlock[]
  readonly deferred: readonly Deferred[]
  /** Net payouts per account, in base units, as the payout root has them. */
  readonly payouts: readonly Payout[]
  /** Remainder units that takers got on top of their shares; none when repeated or uncounted. */
  readonly dust: readonly Dust[]
  /** True when this id settled this input before: nothing was posted again. */
  readonly repeated: boolean
}

/**
 * Settles claims: exact token movements, all of a claim or none of it, and a receipt.
 *
 * Rule: same id and input give the same receipt and post nothing again; same id with another input
 * is refused. Faulty claims are discarded; unreadable input and broken invariants stop everything.
 * Errors: `state-of-another-network`, `kind-unknown`, `height-backwards`, `settlement-id-reused`,
 * those of reading rows, and invariant violations.
 */
export function settle(
  network: Network,
  state: State,
  input: SettleInput,
  options: SettleOptions & SettleInternals = {},
): SettleResult {
  const hasher = new Hasher(options.sha256)
  assertInput(network, state, input)
  const tables = new Tables(network.tables, input.tables ?? {})
  const { height } = input
  const { createLedger, engine, blockRows, dust = true } = options
  const context = new SettlementContext({ network, state, height, tables, hasher, createLedger })
  const collected = new Map<string, readonly CollectedClaim[]>()
  for (const [kind, route] of network.kinds) {
    collected.set(kind, collectClaims(context, route, input.claims[kind]))
  }
  const inputHash = hashInput(context, input, collected)
  const earlier = state.settlements.get(input.id)
  if (earlier !== undefined) return repeatSettlement(state, { earlier, inputHash, hasher })
  assertHeight(state, input)
  const settlement = new Settlement(context, { engine, blockRows, dust })
  runKinds(settlement, collected, options.onProgress)
  return finishSettlement(settlement, { id: input.id, inputHash })
}

function runKinds(
  settlement: Settlement,
  collected: Map<string, readonly CollectedClaim[]>,
  onProgress: SettleOptions['onProgress'],
): void {
  const { network, state } = settlement.context
  const following = new Map<string, readonly CollectedClaim[]>()
  let total = 0
  let ended = 0
  for (const claims of collected.values()) total += claims.length
  for (const [kind, route] of network.kinds) {
    const claims = mergeFollowing(state, {
      route,
      presented: collected.get(kind) ?? [],
      following: following.get(kind) ?? [],
    })
    collected.set(kind, claims)
    const followers = followUpsOf(settlement.context, kind)
    settlement.settleKind(kind, claims, (claim) => {
      followers.hear(claim)
      ended += 1
      onProgress?.(ended, Math.max(total, ended))
    })
    for (const [target, more] of followers.claims) {
      following.set(target, [...(following.get(target) ?? []), ...more])
    }
  }
}

/** SHA-256 over id, height, tables, and each kind's SHA-256 over its claims in canonical order. */
function hashInput(
  context: SettlementContext,
  input: SettleInput,
  collected: ReadonlyMap<string, readonly CollectedClaim[]>,
): string {
  const stream = context.hasher.start()
  stream.update(inputHead(context, 'tlmkit-input/1', input.id))
  for (const [kind, claims] of collected) {
    const rows = context.hasher.start()
    for (const { bytes } of claims) rows.update(bytes)
    stream.update(new ByteWriter().text(kind).u32(claims.length).raw(rows.digest()).toBytes())
  }
  return bytesToHex(stream.digest())
}

/** What every input hash starts with: format, network, id, height, tables. */
export function inputHead(context: SettlementContext, format: string, id: string): Uint8Array {
  const head = new ByteWriter().text(format).text(context.network.name)
  head.text(id).u128(context.height)
  context.tables.encode(head)
  return head.toBytes()
}

interface Repeat {
  readonly earlier: Receipt
  readonly inputHash: string
  readonly hasher: Hasher
}

/** The receipt of a settlement that was made before. Errors: `settlement-id-reused`. */
export function repeatSettlement(
  state: State,
  { earlier, inputHash, hasher }: Repeat,
): SettleResult {
  if (earlier.inputHash !== inputHash) {
    throw new InputError({
      code: 'settlement-id-reused',
      message: `Settlement "${earlier.settlement}" settled another input already (${earlier.inputHash.slice(0, 12)}..., now ${inputHash.slice(0, 12)}...): give this one another id.`,
      details: { settlement: earlier.settlement },
    })
  }
  const receiptHash = hashReceipt(earlier, hasher)
  return {
    receipt: earlier,
    receiptHash,
    state,
    blocks: [],
    deferred: [],
    payouts: [],
    dust: [],
    repeated: true,
  }
}

/** Errors: `state-of-another-network`, `kind-unknown`. */
export function assertInput(
  network: Network,
  state: State,
  input: Pick<SettleInput, 'claims'>,
): void {
  if (state.network !== network.name) {
    throw new InputError({
      code: 'state-of-another-network',
      message: `The state belongs to network "${state.network}", the settlement is of "${network.name}".`,
      details: { state: state.network, network: network.name },
    })
  }
  for (const kind of Object.keys(input.claims)) {
    if (network.kinds.has(kind)) continue
    throw new InputError({
      code: 'kind-unknown',
      message: `Network "${network.name}" has no claim kind "${kind}".${didYouMean(kind, network.kinds.keys())}`,
      details: { kind },
    })
  }
}

/** Heights never go back. Errors: `height-backwards`. */
export function assertHeight(state: State, input: Pick<SettleInput, 'height'>): void {
  if (input.height >= state.height) return
  throw new InputError({
    code: 'height-backwards',
    message: `The settlement is at height ${input.height}, the state is at ${state.height} already.`,
    details: { height: input.height, state: state.height },
  })
}
