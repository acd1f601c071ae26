import { toUtf8 } from '../bytes/utf8.js'
import { InputError } from '../errors/InputError.js'
import { columnsOf } from '../columnar/compileColumns.js'
import type { ColumnProgram } from '../columnar/ColumnProgram.js'
import type { Machine } from '../columnar/Machine.js'
import type { NewTexts, RowCoding } from '../columnar/RowCoder.js'
import { rowsInvalid } from '../columnar/rowsInvalid.js'
import {
  INTAKE_REFUSED,
  READ_ENDS_EARLY,
  READ_OUT_OF_ORDER,
  ROWS_CODED,
  ROWS_FRESH,
  TABLE_INPUT,
  TABLE_LAST_ROW,
} from '../columnar/rowLayout.js'
import type { Route } from '../network/route.js'
import { keyText } from '../claims/keyOf.js'
import { INTAKE } from './collectClaims.js'
import type { ColumnarEngine } from './ColumnarEngine.js'
import { keyInTwoSegments, mayRepeatKeys } from './segments.js'
import type { Settlement } from './Settlement.js'

interface Streamed {
  readonly settlement: Settlement
  readonly engine: ColumnarEngine
  readonly route: Route
  readonly blockRows: number
  readonly coding: RowCoding
}

/** Most bytes of an id, an account or a number. */
const TEXT_BYTES_MAX = 1024

/**
 * Settles the claims of one kind from row bytes in canonical order, holding a block at a time.
 *
 * Errors: `rows-invalid`, `rows-disordered`, `key-in-two-segments`.
 */
export class StreamedKind {
  readonly #settlement: Settlement
  readonly #engine: ColumnarEngine
  readonly #route: Route
  readonly #machine: Machine
  readonly #routes: readonly string[]
  readonly #versions: readonly number[]
  /** Whether one key may stand under several routes or versions. */
  readonly #mayRepeat: boolean
  #program: ColumnProgram
  #segment = 0
  /** Where the input lies, how much of it was settled, and how much is left, in bytes. */
  #input = 0
  #passed = 0
  #length = 0
  /** Bytes of the last full block: with less there is no use in reading. */
  #blockBytes = 0
  #rowsMax: number
  #rowsDone = 0
  readonly #coded: ReadonlySet<string>
  #origin = ROWS_FRESH

  constructor({ settlement, engine, route, blockRows, coding }: Streamed) {
    this.#settlement = settlement
    this.#coded = new Set(coding.coded)
    this.#engine = engine
    this.#route = route
    this.#rowsMax = blockRows + 1
    const { kind } = route.default
    this.#routes = ['default', ...route.others.keys()]
    this.#versions = settlement.context.versionsOf(kind.openedAt)
    this.#mayRepeat = mayRepeatKeys(settlement.context, route)
    this.#machine = engine.machine
    this.#startKind()
    this.#program = this.#enter(0)
  }

  /** Claims settled so far. */
  get rows(): number {
    return this.#rowsDone
  }

  /** Takes rows: coded ones with the texts that are new in them. */
  push(bytes: Uint8Array, texts?: NewTexts): void {
    this.#compact()
    const size = this.#length + bytes.length
    this.#input = this.#engine.makeInput(size + 8 + (texts?.bytes.length ?? 0), this.#length)
    const { memory } = this.#machine
    memory.bytes.set(bytes, this.#input + this.#length)
    if (texts !== undefined) {
      this.#machine.addCodes(this.#input + size + ((8 - (size & 7)) & 7), texts)
      this.#origin = ROWS_CODED
    }
    this.#length = size
    this.#drain(false)
  }

  /** Settles what is left. */
  finish(): void {
    this.#drain(true)
  }

  #startKind(): void {
    const { kernels, memory } = this.#machine
    const { state } = this.#settlement.context
    const symbols = this.#routes.slice(1).map((name) => this.#machine.symbolOf(name))
    const routes = memory.allocate(4 * Math.max(1, symbols.length))
    symbols.forEach((symbol, index) => {
      memory.setWord(routes + 4 * index, symbol)
    })
    const versions = memory.allocate(16 * this.#versions.length)
    this.#versions.forEach((version, index) => {
      const from = state.params.find((each) => each.version === version)?.from ?? 0n
      memory.setWide(versions + 16 * index, from)
    })
    this.#machine.setTable(TABLE_LAST_ROW, memory.allocate(this.#keyBytesMax()))
    kernels.forgetKeys()
    this.#machine.startCodes()
    kernels.startKind(
      routes,
      symbols.length,
      versions,
      this.#versions.length,
      this.#route.default.kind.key.length,
    )
  }

  /** Most bytes of a key, with where its parts lie. */
  #keyBytesMax(): number {
    const { key, columns } = this.#route.default.kind
    return key.reduce((bytes, name) => {
      const column = columns[name]
      const values = column?.type === 'oneOf' ? column.values : []
      const longest = values.reduce((most, value) => Math.max(most, toUtf8(value).length), 0)
      return bytes + 8 + Math.max(longest, TEXT_BYTES_MAX)
    }, 0)
  }

  /** The program of a segment: made when it first comes. */
  #enter(segment: number): ColumnProgram {
    const { route, paramsVersion } = this.#placeOf(segment)
    const kind = this.#route.kindName
    const compiled = this.#settlement.findPipeline(kind, route, paramsVersion)
    const plan = columnsOf(compiled)
    if (plan === undefined) throw new TypeError('a plan that the columns cannot say')
    this.#segment = segment
    const routeColumn = this.#routes.length > 1 ? this.#route.column : undefined
    const place = { route, paramsVersion, routeColumn, coded: this.#coded }
    this.#program = this.#engine.programOf(kind, plan, place)
    if (this.#program.rowsMax < this.#rowsMax) {
      this.#program.layOut(this.#rowsMax, this.#program.moreItems())
      this.#program.enter()
    }
    return this.#program
  }

  #placeOf(segment: number): { readonly route: string; readonly paramsVersion: number } {
    const route = this.#routes[segment >>> 16] ?? 'default'
    return { route, paramsVersion: this.#versions[segment & 0xffff] ?? 0 }
  }

  /** Settles every row that can be: full blocks, and all but a group that may go on. */
  #drain(final: boolean): void {
    const { timings } = this.#settlement
    const before = timings.start('read')
    while (this.#length > 0 && (final || this.#length >= this.#blockBytes)) {
      const read = this.#read()
      const full = read === this.#rowsMax
      const turn = this.#turnOf(read)
      if (!final && !full && turn === read) break
      const rows = turn < read || (final && !full) ? turn : this.#edgeOf(read)
      if (rows === 0) {
        if (read === 0) throw this.#fault(READ_ENDS_EARLY, 0)
        this.#rowsMax *= 2
        this.#blockBytes = 0
        this.#enter(this.#segment)
        continue
      }
      timings.start('settle')
      this.#settle(rows)
      timings.start('read')
      this.#pass(rows)
    }
    timings.start(before)
  }

  /** Reads what is there into the columns of the segment of its first row. */
  #read(): number {
    const { kernels } = this.#machine
    for (;;) {
      const program = this.#program
      const read = program.read(this.#length, this.#rowsMax, this.#origin)
      const fault = kernels.readFault()
      const ended = fault === READ_ENDS_EARLY
      if (fault !== 0 && !ended) throw this.#fault(fault, read)
      if (kernels.readIsFull() !== 0 && read < this.#rowsMax) {
        program.layOut(program.rowsMax, program.moreItems())
        program.enter()
        continue
      }
      if (read === 0) return 0
      const segment = program.segment(0)
      if (segment === this.#segment) return read
      this.#enter(segment)
    }
  }

  /** The first row of those read that belongs to another segment. */
  #turnOf(read: number): number {
    let turn = read
    for (let row = read - 1; row > 0; row--) {
      if (this.#program.segment(row) === this.#segment) break
      turn = row
    }
    return turn
  }

  /** The last row before which a block may be cut: no group and no key lies on both sides. */
  #edgeOf(read: number): number {
    const program = this.#program
    const { batchPrefix } = program.plan.compiled.program
    const prefix = batchPrefix > 0 ? batchPrefix : program.plan.key.length
    for (let row = read - 1; row > 0; row--) if (program.shared(row) < prefix) return row
    return 0
  }

  #settle(rows: number): void {
    const program = this.#program
    const { timings } = this.#settlement
    const { route, paramsVersion } = this.#placeOf(this.#segment)
    this.#settlement.pipeline(this.#route.kindName, route, paramsVersion)
    program.open(rows)
    this.#refuse(rows)
    program.run(rows)
    timings.start('encode')
    this.#engine.record(program, rows)
    timings.start('settle')
    this.#keepIds(rows)
    this.#rowsDone += rows
  }

  /** Refuses what shares a key, settled before, or stands behind the watermark. */
  #refuse(rows: number): void {
    const program = this.#program
    const { kernels } = this.#machine
    const { kind } = this.#route.default
    const head = (code: string): number => program.refusalHead(INTAKE, code)
    kernels.refuseSameKeys(rows, head('duplicate-claim'), head('conflicting-claims'))
    if (this.#mayRepeat) this.#refuseRepeats(rows)
    const settled = this.#settlement.context.state.settledIds.get(kind.name)
    if (settled === undefined) return
    if (settled.ids.size > 0) {
      const refused = head('already-settled')
      for (let row = 0; row < rows; row++) {
        if (program.intakeOf(row) === INTAKE_REFUSED) continue
        if (settled.ids.has(keyText(program.keyOf(row)))) kernels.refuseRow(row, refused)
      }
    }
    const { watermark } = settled
    if (watermark === undefined || kind.watermark === undefined) return
    const column = program.headerOf(kind.watermark.column)
    const [low, high] = [BigInt.asUintN(64, watermark), watermark >> 64n]
    kernels.refuseBehind(column, low, high, rows, head('behind-watermark'))
  }

  #refuseRepeats(rows: number): void {
    const row = this.#machine.kernels.noteKeys(rows, this.#program.plan.key.length)
    if (row === rows) return
    const key = keyText(this.#program.keyOf(row))
    throw keyInTwoSegments(this.#where(row), this.#route.kindName, key)
  }

  /** Notes which ids settled, and stay above the watermark. */
  #keepIds(rows: number): void {
    const program = this.#program
    const { kernels, memory } = this.#machine
    const { kindName } = this.#route
    const mark = this.#route.default.kind.watermark
    const { settledIds } = this.#settlement
    const column = program.headerOf(mark?.column)
    let above: bigint | undefined
    if (mark !== undefined) {
      kernels.newestHeight(column, rows, program.scratch)
      above = settledIds.follow(kindName, memory.wide(program.scratch))
    }
    const out = program.scratch + 16
    const [low, high] = above === undefined ? [0n, 0n] : [BigInt.asUintN(64, above), above >> 64n]
    const count = kernels.keptAbove(above === undefined ? 0 : column, low, high, rows, out)
    for (let index = 0; index < count; index++) {
      const row = memory.word(out + 4 * index)
      const height = mark === undefined ? 0n : program.wideOf(mark.column, row)
      settledIds.addMark(kindName, keyText(program.keyOf(row)), height)
    }
  }

  /** Goes on after rows that were settled. */
  #pass(rows: number): void {
    const done = this.#program.startOf(rows)
    this.#machine.kernels.rememberRow(rows - 1)
    if (rows + 1 >= this.#rowsMax) this.#blockBytes = done
    this.#length -= done
    this.#passed += done
    this.#machine.setTable(TABLE_INPUT, this.#input + this.#passed)
  }

  /** Moves the bytes that are left to the front. */
  #compact(): void {
    const { memory } = this.#machine
    const from = this.#input + this.#passed
    memory.bytes.copyWithin(this.#input, from, from + this.#length)
    this.#passed = 0
  }

  #where(row: number): string {
    return `${this.#route.kindName} claim ${this.#rowsDone + row + 1}`
  }

  #fault(fault: number, row: number): InputError {
    const columns = Object.keys(this.#program.plan.claim)
    const column = columns[this.#machine.kernels.readFaultColumn()] ?? ''
    const where = this.#where(row)
    if (fault === READ_OUT_OF_ORDER) {
      return new InputError({
        code: 'rows-disordered',
        message: `${where} stands before the claim that comes first in canonical order: sort the claims by route, params version and key.`,
        details: { kind: this.#route.kindName },
      })
    }
    return rowsInvalid(fault, where, column)
  }
}
