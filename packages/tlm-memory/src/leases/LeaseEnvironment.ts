import {
  accountOf,
  divide,
  reject,
  type AccountPath,
  type CommandContext,
  type Rejection,
} from '@tlmkit/core'
import type { LeaseKinds } from '../claims.js'
import { memoryParamsOf } from '../memoryParamsOf.js'
import type { LeaseState, LiveLease } from './LeaseState.js'
import type { Signatures } from './Signatures.js'
import type { StakeBook } from './StakeBook.js'

/**
 * The hash of a block, hex of 32 bytes; nothing while it is not known. Pure: from the context, a
 * lifecycle that is fed with hashes, or constants.
 */
export type BlockHash = (context: CommandContext, height: bigint) => string | undefined

/** What the commands of leases work with. */
export interface LeaseEnvironment {
  /** Name of the network, part of everything that is signed. */
  readonly domain: string
  readonly kinds: LeaseKinds
  readonly stake: StakeBook
  readonly signatures: Signatures
  readonly blockHash: BlockHash
}

/** An open lease, or why it is none: the first two codes of most ladders. */
export function openLease(
  state: LeaseState | undefined,
): LiveLease | Rejection<'unknown-lease' | 'not-open'> {
  if (state === undefined) return reject('unknown-lease')
  return state.status === 'open' ? state : reject('not-open')
}

/** Epoch of a command. */
export function epochOf({ height, paramsNow }: CommandContext): bigint {
  return divide(height, memoryParamsOf(paramsNow).epochLengthBlocks, 'floor')
}

/** First height of an epoch, in blocks. */
export function startOf({ paramsNow }: CommandContext, epoch: bigint): bigint {
  return epoch * memoryParamsOf(paramsNow).epochLengthBlocks
}

/** Where collateral that is lost is gathered until it is split. */
export function penaltyAccount(lease: string): AccountPath {
  return accountOf('penalty', lease, 'locked')
}

/** Last height at which a node may release a lease without being timed out. */
export function dueAtOf(context: CommandContext, lease: LiveLease): bigint {
  const end = lease.reservedAt + lease.maxBlocks
  const from = lease.auditEndedAt > end ? lease.auditEndedAt : end
  return from + memoryParamsOf(context.params).releaseGrace
}

/** Blocks of a lease that are paid: at least 1, at most what was prepaid. */
export function paidBlocks({ reservedAt, maxBlocks }: LiveLease, until: bigint): bigint {
  const used = until - reservedAt
  if (used < 1n) return 1n
  return used < maxBlocks ? used : maxBlocks
}
