import { bytesToHex } from '@noble/hashes/utils.js'
import { ByteWriter } from '../bytes/ByteWriter.js'
import { columnsOf } from '../columnar/compileColumns.js'
import { InputError } from '../errors/InputError.js'
import { UsageError } from '../errors/UsageError.js'
import { Hasher, type HashStream } from '../hashing/Sha256.js'
import { Timings, type PhaseName } from '../hashing/Timings.js'
import type { SealedBlock } from '../journal/Journal.js'
import type { Network } from '../network/defineNetwork.js'
import type { Route } from '../network/route.js'
import type { State } from '../state/State.js'
import { ChunkedKind } from './ChunkedKind.js'
import type { CollectedClaim } from './collectClaims.js'
import { BLOCK_ROWS } from './ColumnarEngine.js'
import { finishSettlement } from './finishSettlement.js'
import {
  assertHeight,
  assertInput,
  inputHead,
  repeatSettlement,
  type SettleInternals,
  type SettleOptions,
  type SettleResult,
} from './settle.js'
import { Settlement } from './Settlement.js'
import { SettlementContext } from './SettlementContext.js'
import { StreamedKind } from './StreamedKind.js'
import { Tables, type Presented } from './Tables.js'

/** A settlement of claims that come as row bytes, block by block. */
export interface SettlementRun {
  /**
   * Takes the next claims of a kind: row bytes in canonical order, whole rows. Kinds come in the
   * order of the network; one that was left does not come again.
   */
  readonly push: (kind: string, rows: { readonly bytes: Uint8Array; readonly rows: number }) => void
  /** Closes the settlement: close steps, invariants, receipt, the state after. */
  readonly finish: () => SettleResult
  /** Time per phase, where a clock was given. */
  readonly timings: () => Readonly<Partial<Record<PhaseName, number>>>
}

export interface RunOptions extends Omit<SettleOptions, 'onProgress'> {
  readonly id: string
  /** Height of the settlement, in blocks. */
  readonly height: bigint
  readonly tables?: Readonly<Record<string, Presented>>
  /** Takes every journal block when it is sealed: the result has none then. */
  readonly onBlock?: (block: SealedBlock) => void
  /** A clock, to learn where time goes. It never shows in the result. */
  readonly now?: () => number
}

/**
 * Starts a settlement of claims that stream in: the same result as `settle` of the same claims, and
 * memory that does not grow with their number.
 *
 * Rule: rows must stand in canonical order: route, params version, key bytes, row bytes. Kinds with
 * look-ups, follow-ups or plans of the reference engine are taken some blocks at a time; claims of
 * a kind that follow-ups lead to are held together.
 * Errors: those of `settle`; `rows-invalid`, `rows-disordered`, `key-in-two-segments`,
 * `kinds-disordered`. After an error the run is over, and nothing of it counts.
 */
export function createSettlementRun(
  network: Network,
  state: State,
  options: RunOptions & SettleInternals,
): SettlementRun {
  const hasher = new Hasher(options.sha256)
  assertInput(network, state, { claims: {} })
  const tables = new Tables(network.tables, options.tables ?? {})
  const { height, engine, blockRows, onBlock, createLedger, dust = false } = options
  const context = new SettlementContext({ network, state, height, tables, hasher, createLedger })
  const repeated = state.settlements.has(options.id)
  if (!repeated) assertHeight(state, { height })
  const timings = new Timings(options.now)
  const settlement = new Settlement(context, { engine, blockRows, onBlock, timings, dust })
  const run = new Run(settlement, { id: options.id, blockRows: blockRows ?? BLOCK_ROWS, repeated })
  return {
    push: (kind, rows) => {
      run.push(kind, rows)
    },
    finish: () => run.finish(),
    timings: () => timings.spent,
  }
}

interface RunPlace {
  readonly id: string
  readonly blockRows: number
  /** The id settled before: rows are only hashed. */
  readonly repeated: boolean
}

/** What takes the rows of one kind. */
interface KindStream {
  push(bytes: Uint8Array): void
  finish(): void
}

class Run {
  readonly #settlement: Settlement
  readonly #place: RunPlace
  readonly #kinds: readonly Route[]
  readonly #following = new Map<string, readonly CollectedClaim[]>()
  readonly #input: HashStream
  #current = 0
  #stream: KindStream | undefined
  #rows: HashStream | undefined
  #count = 0
  #over = false

  constructor(settlement: Settlement, place: RunPlace) {
    const { context } = settlement
    this.#settlement = settlement
    this.#place = place
    this.#kinds = [...context.network.kinds.values()]
    this.#input = context.hasher.start()
    this.#input.update(inputHead(context, 'tlmkit-input/1', place.id))
  }

  push(kind: string, { bytes, rows }: { readonly bytes: Uint8Array; readonly rows: number }): void {
    if (this.#over) throw runIsOver()
    this.#over = true
    this.#advance(kind)
    const { timings } = this.#settlement
    timings.start('hash')
    this.#rows ??= this.#settlement.context.hasher.start()
    this.#rows.update(bytes)
    this.#count += rows
    timings.start(undefined)
    if (!this.#place.repeated) {
      this.#stream ??= this.#open()
      this.#stream.push(bytes)
    }
    this.#over = false
  }

  finish(): SettleResult {
    if (this.#over) throw runIsOver()
    this.#over = true
    while (this.#current < this.#kinds.length) this.#leave()
    const inputHash = bytesToHex(this.#input.digest())
    const { id } = this.#place
    const { state, hasher } = this.#settlement.context
    const earlier = state.settlements.get(id)
    if (earlier !== undefined) return repeatSettlement(state, { earlier, inputHash, hasher })
    return finishSettlement(this.#settlement, { id, inputHash })
  }

  #advance(kind: string): void {
    const index = this.#kinds.findIndex(({ kindName }) => kindName === kind)
    if (index < this.#current) throw this.#misplaced(kind, index)
    while (this.#current < index) this.#leave()
  }

  /** Ends the kind at hand: what is left of it settles. */
  #leave(): void {
    const route = this.#kinds[this.#current]
    if (route === undefined) return
    if (!this.#place.repeated) {
      this.#stream ??= this.#open()
      this.#stream.finish()
      this.#settlement.columnar?.flush()
    }
    const rows = (this.#rows ?? this.#settlement.context.hasher.start()).digest()
    this.#input.update(new ByteWriter().text(route.kindName).u32(this.#count).raw(rows).toBytes())
    this.#stream = undefined
    this.#rows = undefined
    this.#count = 0
    this.#current += 1
  }

  #open(): KindStream {
    const route = this.#kinds[this.#current]
    if (route === undefined) throw runIsOver()
    const settlement = this.#settlement
    const { columnar: engine } = settlement
    const { blockRows } = this.#place
    if (engine !== undefined && this.#isColumnar(route)) {
      return new StreamedKind({ settlement, engine, route, blockRows })
    }
    return new ChunkedKind({ settlement, route, following: this.#following })
  }

  /** Whether nothing but the kernels has to look at the claims of a kind. */
  #isColumnar(route: Route): boolean {
    const { network } = this.#settlement.context
    const { kind } = route.default
    if (kind.collect !== undefined || this.#following.has(kind.name)) return false
    if (network.followUps.some(({ from }) => from === kind.name)) return false
    return this.#settlement.context.versionsOf(kind.openedAt).every((version) => {
      const pipelines = this.#settlement.context.compiled(version).pipelines.get(kind.name)
      return [...(pipelines?.values() ?? [])].every((each) => columnsOf(each) !== undefined)
    })
  }

  #misplaced(kind: string, index: number): InputError {
    const names = this.#kinds.map(({ kindName }) => kindName)
    if (index < 0) {
      return new InputError({
        code: 'kind-unknown',
        message: `The network has no claim kind "${kind}": it has ${names.join(', ')}.`,
        details: { kind },
      })
    }
    return new InputError({
      code: 'kinds-disordered',
      message: `Claims of kind "${kind}" come after those of "${names[this.#current] ?? 'the last kind'}": give kinds in the order ${names.join(', ')}.`,
      details: { kind },
    })
  }
}

function runIsOver(): UsageError {
  return new UsageError({
    code: 'run-over',
    message: 'The settlement run has ended, or an error ended it: start a new one.',
  })
}
