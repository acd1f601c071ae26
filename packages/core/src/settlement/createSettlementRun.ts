import { bytesToHex } from '@noble/hashes/utils.js'
import { ByteWriter } from '../bytes/ByteWriter.js'
import type { Column } from '../claims/columns.js'
import type { ColumnPlan } from '../columnar/ColumnPlan.js'
import { columnsOf } from '../columnar/compileColumns.js'
import type { NewTexts, RowCoding } from '../columnar/RowCoder.js'
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
  readonly push: (kind: string, rows: PushedRows) => void
  /**
   * How rows of a kind may be coded before they are pushed, by `createRowCoder`: looking texts up
   * is most of reading them, and may be done elsewhere. Undefined where they are needed as they
   * are. Asked when it is the kind's turn: those before it end.
   */
  readonly codingOf: (kind: string) => RowCoding | undefined
  /** Ends a kind whose rows were coded. `digest`: what its coder hashed. */
  readonly end: (kind: string, digest: Uint8Array) => void
  /** Closes the settlement: close steps, invariants, receipt, the state after. */
  readonly finish: () => SettleResult
  /** Time per phase, where a clock was given. */
  readonly timings: () => Readonly<Partial<Record<PhaseName, number>>>
}

/** Rows of a kind: whole row bytes, or those and their new texts as a coder gives them. */
export interface PushedRows {
  readonly bytes: Uint8Array
  readonly rows: number
  readonly texts?: NewTexts
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
 * `kinds-disordered`, `rows-coded-in-part`. After an error the run is over, and nothing of it counts.
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
    codingOf: (kind) => run.codingOf(kind),
    end: (kind, digest) => {
      run.end(kind, digest)
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
  push(bytes: Uint8Array, texts?: NewTexts): void
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
  /** Whether the rows of the kind at hand are coded, and what their coder hashed. */
  #isCoded = false
  #digest: Uint8Array | undefined
  #over = false

  constructor(settlement: Settlement, place: RunPlace) {
    const { context } = settlement
    this.#settlement = settlement
    this.#place = place
    this.#kinds = [...context.network.kinds.values()]
    this.#input = context.hasher.start()
    this.#input.update(inputHead(context, 'tlmkit-input/1', place.id))
  }

  push(kind: string, { bytes, rows, texts }: PushedRows): void {
    if (this.#over) throw runIsOver()
    this.#over = true
    this.#advance(kind)
    if (this.#count > 0 && this.#isCoded !== (texts !== undefined)) throw codedInPart(kind)
    this.#isCoded = texts !== undefined
    if (texts === undefined) this.#hash(bytes)
    this.#count += rows
    if (!this.#place.repeated) {
      this.#stream ??= this.#open()
      this.#stream.push(bytes, texts)
    }
    this.#over = false
  }

  #hash(bytes: Uint8Array): void {
    const { timings } = this.#settlement
    const phase = timings.start('hash')
    this.#rows ??= this.#settlement.context.hasher.start()
    this.#rows.update(bytes)
    timings.start(phase)
  }

  end(kind: string, digest: Uint8Array): void {
    if (this.#over) throw runIsOver()
    this.#over = true
    this.#advance(kind)
    if (!this.#isCoded && this.#count > 0) throw codedInPart(kind)
    this.#isCoded = true
    this.#digest = digest
    this.#leave()
    this.#over = false
  }

  codingOf(kind: string): RowCoding | undefined {
    if (this.#over) throw runIsOver()
    this.#over = true
    this.#advance(kind)
    this.#over = false
    const route = this.#kinds[this.#current]
    const { columnar } = this.#settlement
    if (route === undefined || columnar === undefined || !this.#isColumnar(route)) return undefined
    return codingOf(route, this.#plansOf(route))
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
    if (this.#isCoded && this.#digest === undefined) throw codedInPart(route.kindName)
    const rows = this.#digest ?? (this.#rows ?? this.#settlement.context.hasher.start()).digest()
    this.#input.update(new ByteWriter().text(route.kindName).u32(this.#count).raw(rows).toBytes())
    this.#stream = undefined
    this.#rows = undefined
    this.#digest = undefined
    this.#isCoded = false
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
      const coding = codingOf(route, this.#plansOf(route))
      return new StreamedKind({ settlement, engine, route, blockRows, coding })
    }
    if (this.#isCoded) throw codedInPart(route.kindName)
    return new ChunkedKind({ settlement, route, following: this.#following })
  }

  /** Whether nothing but the kernels has to look at the claims of a kind. */
  #isColumnar(route: Route): boolean {
    const { network } = this.#settlement.context
    const { kind } = route.default
    if (kind.collect !== undefined || this.#following.has(kind.name)) return false
    if (network.followUps.some(({ from }) => from === kind.name)) return false
    return !this.#plansOf(route).includes(undefined)
  }

  /** Plans of a kind's pipelines under all params versions; undefined: columns cannot say it. */
  #plansOf({ default: { kind } }: Route): readonly (ColumnPlan | undefined)[] {
    const { context } = this.#settlement
    return context.versionsOf(kind.openedAt).flatMap((version) => {
      const pipelines = context.compiled(version).pipelines.get(kind.name)
      return [...(pipelines?.values() ?? [])].map((each) => columnsOf(each))
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

/** Columns whose texts a rule reads: but that of the route, which is wanted as it is. */
function codingOf(route: Route, plans: readonly (ColumnPlan | undefined)[]): RowCoding {
  const { key, columns } = route.default.kind
  const routeColumn = route.others.size > 0 ? route.column : undefined
  const isRead = (name: string, list?: string): boolean =>
    plans.some((plan) => {
      const inputs = list === undefined ? plan?.inputs : plan?.itemInputs.get(list)
      return inputs?.has(name) === true
    })
  const coded = Object.entries(columns).flatMap(([name, column]) => {
    if (column.type === 'list') {
      const items = Object.entries(column.of).filter(([item]) => isRead(item, name))
      return items.filter(([, { type }]) => CODED.has(type)).map(([item]) => `${name}.${item}`)
    }
    return CODED.has(column.type) && name !== routeColumn && isRead(name) ? [name] : []
  })
  return { kind: route.kindName, columns, key, coded }
}

const CODED: ReadonlySet<Column['type']> = new Set(['id', 'account', 'ratio', 'rate'])

function codedInPart(kind: string): UsageError {
  return new UsageError({
    code: 'rows-coded-in-part',
    message: `Rows of kind "${kind}" are coded in part, or have no digest: push all of them as one coder gives them, then end the kind with its digest.`,
    details: { kind },
  })
}

function runIsOver(): UsageError {
  return new UsageError({
    code: 'run-over',
    message: 'The settlement run has ended, or an error ended it: start a new one.',
  })
}
