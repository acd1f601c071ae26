import { compareBytes } from '../../bytes/compareBytes.js'
import { isTlmkitError } from '../../errors/BaseError.js'
import { Hasher } from '../../hashing/Sha256.js'
import type { SealedBlock } from '../../journal/Journal.js'
import type { Network } from '../../network/defineNetwork.js'
import { collectClaims } from '../../settlement/collectClaims.js'
import { createSettlementRun } from '../../settlement/createSettlementRun.js'
import { createRowCoder } from '../RowCoder.js'
import type { SettleInput, SettleResult } from '../../settlement/settle.js'
import { SettlementContext } from '../../settlement/SettlementContext.js'
import { Tables } from '../../settlement/Tables.js'
import type { State } from '../../state/State.js'

interface Streamed {
  readonly network: Network
  readonly state: State
  readonly input: SettleInput
  readonly blockRows: number
}

/**
 * Settles the claims of a case as a stream: sorted as the edge sorts them, and pushed in pieces.
 *
 * Gives what differs from settling them at once, or undefined. Keys that stand in two segments are
 * what a stream refuses: such cases say nothing.
 */
export function streamDifference(streamed: Streamed, expected: SettleResult): string | undefined {
  return differenceOf(streamed, expected, false) ?? differenceOf(streamed, expected, true)
}

function differenceOf(
  streamed: Streamed,
  expected: SettleResult,
  coded: boolean,
): string | undefined {
  try {
    const { result, hashes } = stream(streamed, coded)
    const parts = [
      ['receipt hash', result.receiptHash, expected.receiptHash],
      ['blocks', hashes.join(), expected.blocks.map(({ hash }) => hash).join()],
      ['deferred', idsOf(result), idsOf(expected)],
    ] as const
    for (const [what, given, wanted] of parts) {
      if (given !== wanted)
        return `${what}: streamed${coded ? ' coded' : ''} ${given}\n  at once ${wanted}`
    }
    return undefined
  } catch (error) {
    if (isTlmkitError(error) && error.code === 'key-in-two-segments') return undefined
    return `streamed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
  }
}

function stream(
  { network, state, input, blockRows }: Streamed,
  coded: boolean,
): {
  readonly result: SettleResult
  readonly hashes: readonly string[]
} {
  const { id, height, claims, tables = {} } = input
  const blocks: SealedBlock[] = []
  const onBlock = (block: SealedBlock): void => void blocks.push(block)
  const run = createSettlementRun(network, state, { id, height, tables, blockRows, onBlock })
  const hasher = new Hasher()
  const read = new Tables(network.tables, tables)
  const context = new SettlementContext({ network, state, height, tables: read, hasher })
  for (const [kind, route] of network.kinds) {
    const sorted = collectClaims(context, route, claims[kind])
    const piece = 1 + (blockRows % 3)
    const coding = coded ? run.codingOf(kind) : undefined
    const coder = coding === undefined ? undefined : createRowCoder(coding)
    for (let from = 0; from < sorted.length; from += piece) {
      const some = sorted.slice(from, from + piece)
      const bytes = joined(some.map((claim) => claim.bytes))
      run.push(kind, coder?.code(bytes) ?? { bytes, rows: some.length })
    }
    if (coder !== undefined) run.end(kind, coder.digest())
  }
  return { result: run.finish(), hashes: blocks.map(({ hash }) => hash) }
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(pieces.flatMap((piece) => [...piece]))
}

function idsOf({ deferred, state }: SettleResult): string {
  const ids = [...state.settledIds].map(([kind, { watermark, ids: kept }]) => {
    return `${kind} ${String(watermark)} ${[...kept.keys()].sort(compareBytes).join(' ')}`
  })
  return [...deferred.map(({ kind, key, code }) => [kind, ...key, code].join('/')), ...ids].join()
}
