import {
  createSettlementRun,
  encodeRow,
  parseRow,
  settle,
  ByteWriter,
  type ClaimKind,
} from '@tlmkit/core'
import { createHash } from 'node:crypto'
import type { Balances, EngineWork } from '../Workload.ts'
import { timed, type Contestant, type PhaseTimes } from './Contestant.ts'

const sha256 = () => createHash('sha256')

/** The reference engine, through the whole of `settle`: rows in, receipt out. */
export function createReference({ network, state, input }: EngineWork): Contestant {
  let balances: Balances = new Map()
  return {
    run() {
      const { milliseconds, busyMilliseconds, ...result } = timed(() =>
        settle(network, state, input, { sha256, engine: 'reference', dust: false }),
      )
      balances = result.state.balances
      const { settled, finished } = result.receipt.claims
      return { milliseconds, busyMilliseconds, settled: settled + finished }
    },
    balances: () => balances,
  }
}

/** Rows of a block of row bytes. */
const BLOCK_ROWS = 4096

interface Block {
  readonly kind: string
  readonly bytes: Uint8Array
  readonly rows: number
}

/** The columnar engine, from row bytes in memory to the receipt; it tells its phases apart. */
export function createColumnar({ network, state, input }: EngineWork): Contestant {
  const blocks: Block[] = []
  for (const [name, { default: pipeline }] of network.kinds) {
    blocks.push(...blocksOf(pipeline.kind, input.claims[name]?.rows ?? []))
  }
  let balances: Balances = new Map()
  return {
    run() {
      const { milliseconds, busyMilliseconds, ...done } = timed(() => {
        const { id, height, tables = {} } = input
        const now = (): number => performance.now()
        const run = createSettlementRun(network, state, {
          id,
          height,
          tables,
          sha256,
          now,
          onBlock: drop,
        })
        for (const { kind, bytes, rows } of blocks) run.push(kind, { bytes, rows })
        return { result: run.finish(), timings: run.timings() }
      })
      balances = done.result.state.balances
      const { settled, finished } = done.result.receipt.claims
      const { read = 0, settle: settling = 0, encode = 0, hash = 0, root = 0 } = done.timings
      const phases: PhaseTimes = { read, settle: settling, encode, hash, root }
      return { milliseconds, busyMilliseconds, settled: settled + finished, phases }
    },
    balances: () => balances,
  }
}

function drop(): void {
  // The journal is hashed and let go: this contestant is not about writing.
}

function* blocksOf(kind: ClaimKind, rows: Iterable<unknown>): Generator<Block> {
  let writer = new ByteWriter()
  let count = 0
  for (const row of rows) {
    encodeRow(writer, kind.columns, parseRow(kind.columns, row, kind.name))
    count += 1
    if (count < BLOCK_ROWS) continue
    yield { kind: kind.name, bytes: writer.toBytes(), rows: count }
    writer = new ByteWriter()
    count = 0
  }
  if (count > 0) yield { kind: kind.name, bytes: writer.toBytes(), rows: count }
}
