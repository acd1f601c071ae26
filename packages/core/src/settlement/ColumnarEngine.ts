import { ByteWriter } from '../bytes/ByteWriter.js'
import type { Row } from '../claims/columns.js'
import type { ClaimKind } from '../claims/defineClaimKind.js'
import { encodeRow } from '../claims/encodeRow.js'
import { ColumnProgram } from '../columnar/ColumnProgram.js'
import type { ColumnPlan } from '../columnar/ColumnPlan.js'
import { Machine } from '../columnar/Machine.js'
import {
  DENOMINATIONS_MAX,
  INTAKE_DEFERRED,
  INTAKE_REFUSED,
  INTAKE_REJECTED,
  ROWS_TRUSTED,
  TABLE_INPUT,
} from '../columnar/rowLayout.js'
import { InvariantViolation } from '../errors/InvariantViolation.js'
import type { OutcomeStatus } from '../journal/JournalEntry.js'
import { INTAKE, type CollectedClaim } from './collectClaims.js'
import type { Settlement } from './Settlement.js'
import type { SettlementContext } from './SettlementContext.js'

/** Rows that are computed together, unless a group has more. */
export const BLOCK_ROWS = 1024

/** One machine waits for the next settlement; more are made where settlements overlap. */
let idle: Machine | undefined
/** Memory beyond which a machine is not kept, in bytes. */
const KEPT_BYTES = 64 << 20

/** How a claim ended. */
export interface ClaimEnd {
  readonly status: OutcomeStatus
  readonly code: string
}

/** Claims of one kind that take one route under one params version, in canonical order. */
export interface Segment {
  readonly kind: string
  readonly plan: ColumnPlan
  readonly claims: readonly CollectedClaim[]
  readonly onEnded: (claim: CollectedClaim, end: ClaimEnd) => void
}

interface EngineOptions {
  readonly blockRows: number | undefined
  /** Whether dust is counted. */
  readonly dust: boolean
}

/** Which rows a program is for. */
interface ProgramPlace {
  readonly route: string
  readonly paramsVersion: number
  /** Column that decides the route, where rows of several are read. */
  readonly routeColumn?: string | undefined
  /** Columns whose texts may come as codes. */
  readonly coded?: ReadonlySet<string> | undefined
}

/** Settles claims on the kernels: the same plans as the reference engine, the same bytes. */
export class ColumnarEngine {
  readonly #settlement: Settlement
  readonly #blockRows: number
  readonly #dust: boolean
  readonly #denominations: readonly string[]
  readonly #programs = new Map<string, ColumnProgram>()
  #machine: Machine | undefined
  #input = 0
  #inputSize = 0
  #isCurrent = true

  constructor(settlement: Settlement, options: EngineOptions) {
    this.#settlement = settlement
    this.#blockRows = options.blockRows ?? BLOCK_ROWS
    this.#dust = options.dust
    this.#denominations = Object.keys(settlement.context.network.denominations)
  }

  /** Whether the kernels can run a settlement. */
  static runs({ isPlainLedger, network }: SettlementContext): boolean {
    return isPlainLedger && Object.keys(network.denominations).length <= DENOMINATIONS_MAX
  }

  /** The machine of this settlement, with the balances of now. */
  get machine(): Machine {
    return this.#open()
  }

  settle({ kind, plan, claims, onEnded }: Segment): void {
    const machine = this.#open()
    const first = claims[0]
    if (first === undefined) return
    const { route, paramsVersion } = first
    const program = this.programOf(kind, plan, { route, paramsVersion })
    const prefix = plan.compiled.program.batchPrefix
    let start = 0
    let size = this.#blockRows
    while (start < claims.length) {
      const left = claims.length - start
      const take = Math.min(left, size + 1)
      const chunk = claims.slice(start, start + take)
      this.#load(program, chunk)
      const rows = take === left ? take : edgeOf(program, take, prefix)
      if (rows === 0) {
        size *= 2
        continue
      }
      this.#run(program, chunk.slice(0, rows), onEnded)
      start += rows
      size = this.#blockRows
    }
    machine.program = undefined
  }

  /** Gives the ledger what moved, before others look at balances. */
  flush(): void {
    const machine = this.#machine
    if (machine === undefined) return
    const { context } = this.#settlement
    machine.push((denomination, account, change) => {
      this.#settlement.changed(denomination, account, change)
    })
    machine.takeTallies((on, units) => {
      context.effects.count([{ on, units, tlm: '' }])
    })
    machine.takeDust((dust) => {
      context.effects.addDustFraction(dust)
    })
    this.#isCurrent = false
  }

  /** Gives the machine back; the settlement is over. */
  close(): void {
    if (this.#machine !== undefined && this.#machine.memory.used < KEPT_BYTES) idle = this.#machine
    this.#machine = undefined
  }

  #open(): Machine {
    if (this.#machine === undefined) {
      const { context, journal, timings } = this.#settlement
      this.#machine = idle ?? new Machine()
      idle = undefined
      const { ledger } = context.effects
      const denominations = this.#denominations
      this.#machine.start({ ledger, symbols: journal.symbols, denominations, timings })
      this.#inputSize = 0
    } else if (!this.#isCurrent) {
      this.#machine.pull()
    }
    this.#isCurrent = true
    return this.#machine
  }

  /** The program of a pipeline on the machine, which now runs it. */
  programOf(kind: string, plan: ColumnPlan, place: ProgramPlace): ColumnProgram {
    const { route, paramsVersion, routeColumn, coded } = place
    const name = `${kind}\n${route}\n${paramsVersion}`
    const known = this.#programs.get(name)
    if (known !== undefined) {
      known.enter()
      return known
    }
    const denominations = this.#denominations
    const machine = this.#open()
    const dust = this.#dust
    const rows = { kind, route, paramsVersion, routeColumn, coded }
    const program = new ColumnProgram({ machine, plan, denominations, dust, ...rows })
    this.#programs.set(name, program)
    machine.program = program
    return program
  }

  /** Makes room for `size` bytes of input, of which the first `used` stay. Gives where it lies. */
  makeInput(size: number, used: number): number {
    const machine = this.#open()
    if (size > this.#inputSize) {
      this.#inputSize = 2 * size
      this.#input = machine.memory.reallocate(this.#input, used, this.#inputSize)
    }
    machine.setTable(TABLE_INPUT, this.#input)
    return this.#input
  }

  /** Brings claims into columns. */
  #load(program: ColumnProgram, claims: readonly CollectedClaim[]): void {
    const { memory } = this.#open()
    const { kind } = program.plan.compiled.pipeline
    const writer = new ByteWriter()
    for (const claim of claims) writeClaim(writer, kind, claim)
    const bytes = writer.toBytes()
    const items = itemsOf(program.plan, claims)
    if (claims.length > program.rowsMax || !program.fits(items)) {
      const rows = Math.max(claims.length, Math.min(2 * program.rowsMax, this.#blockRows + 1))
      program.layOut(rows, roomFor(items))
      program.enter()
    }
    const input = this.makeInput(bytes.length, 0)
    memory.bytes.set(bytes, input)
    this.#machine?.kernels.startKind(0, 0, 0, 1, program.plan.key.length)
    const read = program.read(bytes.length, claims.length, ROWS_TRUSTED)
    if (read === claims.length) return
    throw new InvariantViolation({
      code: 'rows-unread',
      message: `The engine read ${read} of ${claims.length} claims of kind "${kind.name}".`,
    })
  }

  #run(
    program: ColumnProgram,
    claims: readonly CollectedClaim[],
    onEnded: Segment['onEnded'],
  ): void {
    const { deferred } = this.#settlement
    program.open(claims.length)
    claims.forEach(({ intake, key }, row) => {
      if (intake.status === 'collected') return
      if (intake.status === 'deferred') {
        program.endBefore(row, INTAKE_DEFERRED)
        deferred.push({ kind: program.plan.compiled.pipeline.kindName, key, code: intake.code })
        return
      }
      program.endBefore(row, intake.status === 'rejected' ? INTAKE_REJECTED : INTAKE_REFUSED, {
        status: 'discarded',
        tlm: INTAKE,
        code: intake.code,
        note: intake.status === 'rejected' ? (intake.at ?? '') : '',
      })
    })
    const { timings } = this.#settlement
    const phase = timings.start('settle')
    program.run(claims.length)
    timings.start('encode')
    this.record(program, claims.length, true)
    timings.start(phase)
    claims.forEach((claim, row) => {
      if (claim.intake.status === 'deferred') return
      onEnded(claim, program.endOf(row) ?? SETTLED_END)
    })
  }

  /** Writes the entries of a block that ran; `noted`: with what people want to know. */
  record(program: ColumnProgram, rows: number, noted = false): void {
    const { journal, counts } = this.#settlement
    let from = 0
    while (from < rows) {
      const to = Math.min(rows, from + journal.room)
      const notes = new Map<number, string>()
      const bytes = program.encode(from, to)
      const count = noted ? noteRows(program, { from, to, notes }) : to - from
      journal.addEncoded({ bytes, count, notes })
      from = to
    }
    const { kernels } = this.#open()
    counts.settled += kernels.countEntries(0)
    counts.finished += kernels.countEntries(1)
    counts.discarded += kernels.countEntries(2)
  }
}

interface NotedRows {
  readonly from: number
  readonly to: number
  readonly notes: Map<number, string>
}

/** Notes where rows were discarded; gives how many of them have an entry. */
function noteRows(program: ColumnProgram, { from, to, notes }: NotedRows): number {
  let count = 0
  for (let row = from; row < to; row++) {
    if (program.intakeOf(row) === INTAKE_DEFERRED) continue
    const note = program.noteOf(row)
    if (note !== '') notes.set(count, note)
    count += 1
  }
  return count
}

const SETTLED_END: ClaimEnd = Object.freeze({ status: 'settled', code: '' })

/** The last row before which a batch may be cut: no group lies on both sides. */
function edgeOf(program: ColumnProgram, rows: number, prefix: number): number {
  if (prefix === 0) return rows - 1
  for (let row = rows - 1; row > 0; row--) if (program.shared(row) < prefix) return row
  return 0
}

/** A little more room than is needed now, so that the next block fits too. */
function roomFor(items: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  return new Map([...items].map(([list, count]) => [list, count + (count >> 1) + 16]))
}

function writeClaim(writer: ByteWriter, kind: ClaimKind, claim: CollectedClaim): void {
  if (claim.bytes.length > 0) {
    writer.raw(claim.bytes)
    encodeRow(writer, kind.facts, claim.row)
    return
  }
  encodeRow(writer, kind.all, { ...claim.row, ...keyColumns(kind, claim.key) })
}

/** The key of a claim as columns: one that could not be made has no others. */
function keyColumns(kind: ClaimKind, key: readonly string[]): Row {
  return Object.fromEntries(
    kind.key.map((name, part) => {
      const text = key[part] ?? ''
      return [name, kind.columns[name]?.type === 'units' ? BigInt(text) : text]
    }),
  )
}

/** Items of each list of a plan, in all. */
function itemsOf(
  { claim }: ColumnPlan,
  claims: readonly CollectedClaim[],
): ReadonlyMap<string, number> {
  const items = new Map<string, number>()
  for (const [name, { type }] of Object.entries(claim)) {
    if (type !== 'list') continue
    let count = 0
    for (const { row } of claims) {
      const value = row[name]
      if (Array.isArray(value)) count += value.length
    }
    items.set(name, count)
  }
  return items
}
