// long: one program on one machine: its layout, its runs, and what the kernels ask of the host.
import { AMOUNT_MAX } from '../amounts/Amount.js'
import { allocate } from '../amounts/allocate.js'
import { isRatio } from '../amounts/Ratio.js'
import type { Cell, Columns } from '../claims/columns.js'
import { fromUtf8 } from '../bytes/utf8.js'
import { capBroken } from '../engine/runBatch.js'
import { computeNode, type Compute } from '../engine/computeNode.js'
import { Poison, type FaultCode, type Value } from '../engine/Poison.js'
import { runPerClaim, type PerClaimBody } from '../engine/compilePerClaim.js'
import type { PlanNode } from '../rules/Plan.js'
import type {
  ColumnInstruction,
  ColumnPlan,
  DustSource,
  EndHead,
  EventField,
  Operand,
} from './ColumnPlan.js'
import {
  COLUMN_DATA,
  COLUMN_LATE,
  COLUMN_POISON,
  COLUMN_POISONED,
  COLUMN_ROWS,
  COLUMN_SIZE,
  COLUMN_STRIDE,
  DUST_ACCOUNT,
  DUST_FIRST,
  DUST_LARGEST,
  INSTRUCTION_A,
  INSTRUCTION_B,
  INSTRUCTION_C,
  INSTRUCTION_LIST,
  INSTRUCTION_NODE,
  INSTRUCTION_OP,
  INSTRUCTION_OUT,
  INSTRUCTION_SIZE,
  INSTRUCTION_X,
  INSTRUCTION_Y,
  INSTRUCTION_Z,
  SPLIT_AMONG,
} from './layout.js'
import type { Machine, Program } from './Machine.js'
import { COLUMN_TYPES } from './columnTypes.js'
import * as layout from './rowLayout.js'

/** Which rows a program runs: those of a kind on a route under a params version. */
export interface ProgramOptions {
  readonly machine: Machine
  readonly plan: ColumnPlan
  readonly kind: string
  readonly route: string
  readonly paramsVersion: number
  readonly denominations: readonly string[]
  /** Column that decides the route, where there are several. */
  readonly routeColumn?: string | undefined
  /** Whether dust is counted. */
  readonly dust: boolean
  /** Columns whose texts may come as codes, as a row coding names them. */
  readonly coded?: ReadonlySet<string> | undefined
}

const FAULTS: readonly (FaultCode | undefined)[] = [
  undefined,
  'overflow',
  'below-zero',
  'division-by-zero',
  'ratio-overflow',
  'group-disagrees',
]

/** Largest bytes of a text in an event: an account of three ids. */
const TEXT_BYTES = 800

interface Sequence {
  readonly start: number
  readonly count: number
}

/** A plan laid out in the memory of a machine, for blocks of up to some number of rows. */
export class ColumnProgram implements Program {
  readonly plan: ColumnPlan
  readonly #options: ProgramOptions
  readonly #machine: Machine
  readonly #computes = new Map<number, Compute>()
  #instructions = new Map<number, ColumnInstruction>()
  #rows = 0
  #items = new Map<string, number>()
  #headers = 0
  #offsets = new Map<string, number>()
  #schema = 0
  #schemaColumns = 0
  #entry = 0
  #state = 0
  #scratch = 0
  #steps = 0
  #sequences: Record<'pure' | 'settle' | 'promises' | 'posts' | 'rows', Sequence> = {
    pure: EMPTY,
    settle: EMPTY,
    promises: EMPTY,
    posts: EMPTY,
    rows: EMPTY,
  }
  readonly #notes = new Map<number, string>()
  readonly #perClaims = new Map<number, PreparedPerClaim>()
  /** Heads of rows that the core itself refuses, by code. */
  readonly #refusals = new Map<string, number>()
  readonly #tables = new Map<number, number>()

  constructor(options: ProgramOptions) {
    this.#options = options
    this.#machine = options.machine
    this.plan = options.plan
  }

  get rowsMax(): number {
    return this.#rows
  }

  /** Whether there is room for that many items of each list. */
  fits(items: ReadonlyMap<string, number>): boolean {
    for (const [list, count] of items) if (count > (this.#items.get(list) ?? 0)) return false
    return true
  }

  /** Twice the room for items of every list, and not less than one per row. */
  moreItems(): ReadonlyMap<string, number> {
    return new Map(
      this.#lists().map((list) => {
        return [list, Math.max(2 * (this.#items.get(list) ?? 0), this.#rows, 64)]
      }),
    )
  }

  /** How a row came in. */
  intakeOf(row: number): number {
    return this.#machine.memory.word(this.#state + layout.ROW_SIZE * row + layout.ROW_INTAKE)
  }

  get #routeColumn(): string | undefined {
    return this.#options.routeColumn
  }

  /** Makes room for blocks of `rows` rows whose lists have `items` items in all. */
  layOut(rows: number, items: ReadonlyMap<string, number>): void {
    const { memory } = this.#machine
    this.#rows = rows
    this.#items = new Map(items)
    this.#instructions = new Map()
    this.#perClaims.clear()
    this.#layOutTables(rows)
    for (const list of this.#lists()) {
      this.#offsets.set(list, memory.allocate(4 * (rows + 2)))
    }
    this.#layOutColumns()
    this.#schema = this.#writeSchema(this.plan.claim, undefined)
    this.#schemaColumns = Object.keys(this.plan.claim).length
    const { pure, settle, promises, posts, rows: late, told } = this.plan
    this.#sequences = {
      pure: this.#write(pure),
      settle: this.#write(settle),
      promises: this.#write(promises),
      posts: this.#write(posts ?? []),
      rows: this.#write(late),
    }
    this.#steps = memory.allocate(layout.STEP_SIZE * Math.max(1, this.#sequences.rows.count))
    this.#writeEntry(this.#write(told.posts), this.#write(told.tallies), this.#write(told.events))
  }

  /** Every list column of the claim: rows are read whole, whether a rule looks or not. */
  #lists(): readonly string[] {
    return Object.keys(this.plan.claim).filter((name) => this.plan.claim[name]?.type === 'list')
  }

  #layOutTables(rows: number): void {
    const machine = this.#machine
    const { memory } = machine
    const parts = this.plan.key.length
    this.#state = memory.allocate(layout.ROW_SIZE * rows)
    this.#scratch = memory.allocate(16 + 4 * rows)
    machine.setTable(layout.TABLE_ROW_STATE, this.#state)
    machine.setTable(layout.TABLE_ROW_STARTS, memory.allocate(4 * (rows + 1)))
    machine.setTable(layout.TABLE_KEYS, memory.allocate(8 * parts * rows))
    machine.setTable(layout.TABLE_SHARED, memory.allocate(4 * rows))
    machine.setTable(layout.TABLE_SEGMENTS, memory.allocate(4 * rows))
    machine.setTable(layout.TABLE_SAME_KEY, memory.allocate(4 * rows))
    const { fixed, perItem } = this.plan.postings
    const items = [...this.#items.values()].reduce((sum, each) => sum + each, 0)
    machine.setTable(layout.TABLE_GUESSES, memory.allocate(4 * (Math.max(rows, items) + 1)))
    machine.setTable(layout.TABLE_UNDO, memory.allocate(24 * (fixed + perItem * items + 1)))
    const reads =
      this.plan.posts === undefined
        ? fixed * rows + perItem * items + countReads(this.plan.rows) * (rows + items)
        : 0
    machine.setTable(layout.TABLE_WITNESSES, memory.allocate(16 * (reads + 1)))
  }

  /** Notes where the tables of this layout lie, or puts them back. */
  enter(): void {
    const machine = this.#machine
    machine.program = this
    for (const [table, pointer] of this.#tables) machine.setTable(table, pointer)
  }

  #keepTables(): void {
    for (const table of OWN_TABLES) this.#tables.set(table, this.#machine.table(table))
  }

  #layOutColumns(): void {
    const { memory } = this.#machine
    const { columns } = this.plan
    this.#keepTables()
    this.#headers = memory.allocate(COLUMN_SIZE * Math.max(1, columns.length))
    columns.forEach(({ storage, list, literal }, index) => {
      const header = this.#header(index)
      const wide = storage === 'wide'
      const size = wide ? 16 : 4
      if (literal !== undefined) {
        const data = memory.allocate(16)
        memory.setWord(header + COLUMN_DATA, data)
        this.#writeLiteral(data, literal)
        return
      }
      const count = (list === undefined ? this.#rows : (this.#items.get(list) ?? 0)) + 1
      const [data, poison] = [memory.allocate(size * count), memory.allocate(4 * count)]
      memory.setWord(header + COLUMN_DATA, data)
      memory.setWord(header + COLUMN_STRIDE, size)
      memory.setWord(header + COLUMN_POISON, poison)
      memory.setWord(header + COLUMN_ROWS, count)
      memory.setWord(header + COLUMN_LATE, this.plan.late.has(index) ? 1 : 0)
    })
  }

  #writeLiteral(
    data: number,
    literal: NonNullable<ColumnPlan['columns'][number]['literal']>,
  ): void {
    const { memory } = this.#machine
    switch (literal.type) {
      case 'number':
        memory.setWide(data, literal.value)
        return
      case 'truth':
        memory.setWord(data, literal.value ? 1 : 0)
        return
      case 'ratio': {
        const code = this.#machine.ratioCode(literal.value)
        memory.setWord(data, code)
        return
      }
      case 'account': {
        const account = this.#machine.accountOf(literal.value)
        memory.setWord(data, account)
      }
    }
  }

  #header(column: number | undefined): number {
    return column === undefined ? 0 : this.#headers + COLUMN_SIZE * column
  }

  #writeSchema(columns: Columns, list: string | undefined): number {
    const { memory } = this.#machine
    const entries = Object.entries(columns)
    const schema = memory.allocate(layout.SCHEMA_SIZE * Math.max(1, entries.length))
    entries.forEach(([name, column], index) => {
      const at = schema + layout.SCHEMA_SIZE * index
      const input =
        list === undefined ? this.plan.inputs.get(name) : this.plan.itemInputs.get(list)?.get(name)
      const put = (field: number, value: number): void => memory.setWord(at + field, value)
      put(layout.SCHEMA_TYPE, COLUMN_TYPES[column.type])
      put(layout.SCHEMA_COLUMN, this.#header(input))
      const key = list === undefined ? this.plan.key.indexOf(name) : -1
      put(layout.SCHEMA_KEY, key < 0 ? layout.NO_KEY : key)
      const isText = !['amount', 'units', 'flag', 'list'].includes(column.type)
      if (isText && input !== undefined && (list !== undefined || name !== this.#routeColumn)) {
        const cells = list === undefined ? this.#rows : (this.#items.get(list) ?? 0)
        put(layout.SCHEMA_CELLS, memory.allocate(8 * (cells + 1)))
      }
      if (column.type === 'oneOf') {
        const values = memory.allocate(4 * column.values.length)
        column.values.forEach((value, place) => {
          const symbol = this.#machine.symbolOf(value)
          memory.setWord(values + 4 * place, symbol)
        })
        put(layout.SCHEMA_VALUES, values)
        put(layout.SCHEMA_VALUE_COUNT, column.values.length)
      }
      if (column.type === 'list') {
        const items = this.#writeSchema(column.of, name)
        put(layout.SCHEMA_ITEMS, items)
        put(layout.SCHEMA_ITEM_COUNT, Object.keys(column.of).length)
        put(layout.SCHEMA_OFFSETS, this.#offsets.get(name) ?? 0)
        put(layout.SCHEMA_ITEMS_MAX, column.elementsMax)
        put(layout.SCHEMA_ITEM_CAPACITY, this.#items.get(name) ?? 0)
      }
      const isCoded = this.#options.coded?.has(list === undefined ? name : `${list}.${name}`)
      put(layout.SCHEMA_CODED, isCoded === true ? 1 : 0)
      this.#markPlacing(at, name, list)
    })
    return schema
  }

  /** Marks the columns that decide route and params version. */
  #markPlacing(at: number, name: string, list: string | undefined): void {
    if (list !== undefined) return
    const { memory } = this.#machine
    const { kind } = this.plan.compiled.pipeline
    if (kind.openedAt === name) memory.setWord(at + layout.SCHEMA_OPENED, 1)
    if (this.#routeColumn === name) memory.setWord(at + layout.SCHEMA_ROUTE, 1)
  }

  #write(instructions: readonly ColumnInstruction[]): Sequence {
    const flat = instructions.flatMap((one) => [one, ...(one.body ?? [])])
    const start = this.#machine.memory.allocate(INSTRUCTION_SIZE * Math.max(1, flat.length))
    flat.forEach((one, index) => {
      const at = start + INSTRUCTION_SIZE * index
      this.#instructions.set(at, one)
      this.#writeInstruction(at, one)
    })
    return { start, count: flat.length }
  }

  #writeInstruction(at: number, one: ColumnInstruction): void {
    const { memory } = this.#machine
    const words: readonly (readonly [number, number])[] = [
      [INSTRUCTION_OP, one.op],
      [INSTRUCTION_OUT, this.#header(one.out)],
      [INSTRUCTION_A, this.#header(one.a)],
      [INSTRUCTION_B, this.#header(one.b)],
      [INSTRUCTION_C, this.#header(one.c)],
      [INSTRUCTION_NODE, one.node ?? 0],
      [INSTRUCTION_LIST, one.list === undefined ? 0 : (this.#offsets.get(one.list) ?? 0)],
      [INSTRUCTION_X, this.#number(one.x)],
      [INSTRUCTION_Y, this.#number(one.y)],
      [INSTRUCTION_Z, this.#number(one.z)],
      [layout.INSTRUCTION_MASK, this.#header(one.mask)],
      [layout.INSTRUCTION_SERIAL, one.serial],
      [layout.INSTRUCTION_U, this.#number(one.u)],
      [layout.INSTRUCTION_V, this.#number(one.v)],
      [layout.INSTRUCTION_W, this.#number(one.w)],
      [
        layout.INSTRUCTION_DUST,
        this.#options.dust && one.dust !== undefined ? this.#writeDust(one.dust) : 0,
      ],
    ]
    for (const [field, value] of words) memory.setWord(at + field, value)
  }

  #writeDust({ tlm, denomination, column, share }: DustSource): number {
    const { memory } = this.#machine
    const record = memory.allocate(layout.DUST_SIZE)
    const group = this.#machine.dustGroupOf(tlm, denomination)
    memory.setWord(record + layout.DUST_GROUP, group)
    memory.setWord(record + layout.DUST_COLUMN, this.#header(column))
    const { num, den } = share ?? { num: 0n, den: 1n }
    const wide = num >> 64n > 0n || den >> 64n > 0n
    memory.limbs[(record + layout.DUST_NUM) >>> 3] = wide ? 0n : num
    memory.limbs[(record + layout.DUST_DEN) >>> 3] = wide ? 1n : den
    memory.setWord(record + layout.DUST_BY_HOST, wide ? 1 : 0)
    return record
  }

  #number(operand: Operand | undefined): number {
    const machine = this.#machine
    if (operand === undefined) return 0
    if (typeof operand === 'number') return operand
    if ('column' in operand) return this.#header(operand.column)
    if ('head' in operand) return this.#headOf(operand.head)
    if ('template' in operand) return machine.templateOf(operand.template)
    if ('name' in operand) return machine.nameOf(operand.name)
    if ('text' in operand) return machine.symbolOf(operand.text)
    if ('bucket' in operand) return machine.bucketOf(...operand.bucket)
    if ('denomination' in operand) return this.#options.denominations.indexOf(operand.denomination)
    if ('pairs' in operand) return this.#writePairs(operand.pairs)
    if ('room' in operand) return machine.memory.allocate(operand.room)
    return this.#writeFields(operand.fields)
  }

  #writePairs(pairs: readonly (readonly [number, number])[]): number {
    const { memory } = this.#machine
    const start = memory.allocate(8 * Math.max(1, pairs.length))
    pairs.forEach(([source, given], index) => {
      memory.setWord(start + 8 * index, this.#header(source))
      memory.setWord(start + 8 * index + 4, this.#header(given))
    })
    return start
  }

  #writeFields(fields: readonly EventField[]): number {
    const { memory } = this.#machine
    const start = memory.allocate(12 * Math.max(1, fields.length))
    fields.forEach(({ name, column, type }, index) => {
      memory.setWord(start + 12 * index, this.#machine.nameOf(name))
      memory.setWord(start + 12 * index + 4, this.#header(column))
      memory.setWord(start + 12 * index + 8, type)
    })
    return start
  }

  #headOf({ status, tlm, code }: EndHead): number {
    const { kind, route, paramsVersion } = this.#options
    const parts = this.plan.key.length
    return this.#machine.headOf({
      type: 'claim',
      status,
      kind,
      route,
      tlm,
      code,
      paramsVersion,
      parts,
    })
  }

  #writeEntry(posts: Sequence, tallies: Sequence, events: Sequence): void {
    const { memory } = this.#machine
    const { claimed, settled, settleSerial, key, claim, postings, lists, told } = this.plan
    this.#entry = memory.allocate(layout.ENTRY_SIZE)
    const put = (field: number, value: number): void => memory.setWord(this.#entry + field, value)
    put(layout.ENTRY_HEAD, this.#headOf({ status: 'settled', tlm: '', code: '' }))
    put(layout.ENTRY_CLAIMED, this.#header(claimed?.column))
    const { serial = 0 } = claimed ?? {}
    put(layout.ENTRY_CLAIMED_SERIAL, serial === 0 ? 0 : serial + 1)
    put(layout.ENTRY_SETTLED, this.#header(settled?.column))
    put(layout.ENTRY_POSTS, posts.start)
    put(layout.ENTRY_POST_COUNT, posts.count)
    put(layout.ENTRY_TALLIES, tallies.start)
    put(layout.ENTRY_TALLY_COUNT, tallies.count)
    put(layout.ENTRY_EVENTS, events.start)
    put(layout.ENTRY_EVENT_COUNT, events.count)
    put(layout.ENTRY_SETTLE_SERIAL, settleSerial)
    put(layout.ENTRY_PARTS, key.length)
    const numbers = key.reduce(
      (bits, name, part) => (claim[name]?.type === 'units' ? bits | (1 << part) : bits),
      0,
    )
    put(layout.ENTRY_NUMBERS, numbers)
    const perPosting = 5 + 5 + 5 + 17
    const told_ = [...told.tallies, ...told.events]
    const ofStatements = told_.reduce((bytes, one) => bytes + bytesOf(one), 0)
    const ofItems = told_.reduce((bytes, { body }) => {
      return bytes + (body ?? []).reduce((sum, one) => sum + bytesOf(one), 0)
    }, 0)
    put(layout.ENTRY_BYTES, 128 + perPosting * postings.fixed + ofStatements)
    put(layout.ENTRY_ITEM_BYTES, perPosting * postings.perItem + ofItems)
    const offsets = memory.allocate(4 * Math.max(1, lists.length))
    lists.forEach((list, index) =>
      memory.setWord(offsets + 4 * index, this.#offsets.get(list) ?? 0),
    )
    put(layout.ENTRY_LISTS, offsets)
    put(layout.ENTRY_LIST_COUNT, lists.length)
    put(layout.ENTRY_FAULT, this.#machine.nameOf('tlm-fault'))
  }

  /** Reads rows from `length` bytes of input. `origin`: what rows they are, ROWS_. */
  read(length: number, rowsMax: number, origin: number): number {
    const { kernels } = this.#machine
    return kernels.readRows(this.#schema, this.#schemaColumns, length, rowsMax, origin)
  }

  /** Opens a block of the first `rows` rows that were read. */
  open(rows: number): void {
    this.#notes.clear()
    this.#machine.kernels.openBlock(this.#headers, this.plan.columns.length, rows)
  }

  /** Ends a row before it runs. `note` is for people. */
  endBefore(row: number, intake: number, end?: EndHead & { readonly note: string }): void {
    const { memory } = this.#machine
    const state = this.#state + layout.ROW_SIZE * row
    memory.setWord(state + layout.ROW_AT, 0)
    memory.setWord(state + layout.ROW_INTAKE, intake)
    if (end === undefined) return
    memory.setWord(state + layout.ROW_HEAD, this.#headOf(end))
    if (end.note !== '') this.#notes.set(row, end.note)
  }

  /** Runs a block: price, limit and settle of every row. */
  run(rows: number): void {
    const { kernels } = this.#machine
    const { pure } = this.#sequences
    kernels.startBlock(rows)
    kernels.runColumns(pure.start, pure.count, rows)
    this.#settleRows(rows)
  }

  /** Settle of the first `rows` rows of a block, by column where that cannot fail. */
  #settleRows(rows: number): void {
    const { kernels } = this.#machine
    const { settle, promises, posts, rows: late } = this.#sequences
    const { settleSerial, effectSerial } = this.plan
    kernels.runColumns(settle.start, settle.count, rows)
    if (this.plan.posts !== undefined) {
      if (kernels.postColumns(posts.start, posts.count, rows, effectSerial) !== 0) {
        kernels.runColumns(promises.start, promises.count, rows)
        return
      }
      kernels.resumeRows(settleSerial, rows)
    }
    kernels.applyRows(late.start, late.count, rows, this.#steps)
  }

  /** First row of the rows whose groups a row stands in: those before it settle on their own. */
  #batchOf(row: number): number {
    const { batchPrefix } = this.plan.compiled.program
    let first = row
    while (batchPrefix > 0 && first > 0 && this.shared(first) >= batchPrefix) first -= 1
    return first
  }

  /** Canonical bytes of the entries of rows from..to-1, valid until the next call. */
  encode(from: number, to: number): Uint8Array {
    const length = this.#machine.kernels.encodeRows(this.#entry, from, to)
    const out = this.#machine.table(layout.TABLE_OUT)
    return this.#machine.memory.bytes.subarray(out, out + length)
  }

  /** Route and params version of a row, as ranks: route * 65536 + version. */
  segment(row: number): number {
    return this.#machine.memory.word(this.#machine.table(layout.TABLE_SEGMENTS) + 4 * row)
  }

  /** Where a row starts in the input, in bytes from its start. */
  startOf(row: number): number {
    const starts = this.#machine.table(layout.TABLE_ROW_STARTS)
    return this.#machine.memory.word(starts + 4 * row) - this.#machine.table(layout.TABLE_INPUT)
  }

  /** The key of a row, part by part. */
  keyOf(row: number): readonly string[] {
    const { memory } = this.#machine
    const parts = this.plan.key.length
    const slots = this.#machine.table(layout.TABLE_KEYS) + 8 * row * parts
    return this.plan.key.map((name, part) => {
      const start = memory.word(slots + 8 * part)
      const bytes = memory.bytes.subarray(start, start + memory.word(slots + 8 * part + 4))
      if (this.plan.claim[name]?.type !== 'units') return fromUtf8(bytes)
      return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n).toString()
    })
  }

  /** Value of a units or amount column of the claim in a row. */
  wideOf(name: string, row: number): bigint {
    const column = this.plan.inputs.get(name)
    return column === undefined ? 0n : this.#machine.memory.wide(this.#place(column, row))
  }

  /** Header of a column of the claim, or 0. */
  headerOf(name: string | undefined): number {
    return name === undefined ? 0 : this.#header(this.plan.inputs.get(name))
  }

  /** Number of the head of rows that the core itself refuses. */
  refusalHead(tlm: string, code: string): number {
    let head = this.#refusals.get(code)
    if (head === undefined) {
      head = this.#headOf({ status: 'discarded', tlm, code })
      this.#refusals.set(code, head)
    }
    return head
  }

  /** Room for a number per row, and for one wide number before it. */
  get scratch(): number {
    return this.#scratch
  }

  /** How many leading parts of its key a row shares with the row before. */
  shared(row: number): number {
    return this.#machine.memory.word(this.#machine.table(layout.TABLE_SHARED) + 4 * row)
  }

  /** How a row ended, or undefined where it settled. Only after `encode` of a row. */
  endOf(
    row: number,
  ): { readonly status: 'finished' | 'discarded'; readonly code: string } | undefined {
    const state = this.#state + layout.ROW_SIZE * row
    const { memory } = this.#machine
    if (memory.word(state + layout.ROW_AT) === layout.ALIVE) return undefined
    const index = memory.word(state + layout.ROW_HEAD)
    const head = this.#machine.head(index >= layout.HEAD_OF_FAULT ? this.headOfRow(row) : index)
    return {
      status: head?.status === 'finished' ? 'finished' : 'discarded',
      code: head?.code ?? '',
    }
  }

  readonly headOfRow = (row: number): number => {
    const { memory } = this.#machine
    const state = this.#state + layout.ROW_SIZE * row
    const head = memory.word(state + layout.ROW_HEAD)
    if (head === layout.HEAD_OF_POISON) {
      const { node, code } = poisonOf(memory.word(state + layout.ROW_POISON))
      const stage = this.#node(node).stage
      const tlm = this.plan.compiled.plan.stages[stage]?.name ?? ''
      return this.#headOf({ status: 'discarded', tlm, code })
    }
    const at = memory.word(state + layout.ROW_NOTE_INSTRUCTION)
    const tlm = this.#instructions.get(at)?.stage ?? ''
    const code = head === layout.HEAD_OF_SHORT ? 'insufficient-funds' : 'balance-overflow'
    return this.#headOf({ status: 'discarded', tlm, code })
  }

  /** Where a row was discarded, for people; empty where it was not, or where its code says all. */
  noteOf(row: number): string {
    const { memory } = this.#machine
    const state = this.#state + layout.ROW_SIZE * row
    if (memory.word(state + layout.ROW_AT) === layout.ALIVE) return ''
    const noted = this.#notes.get(row)
    if (noted !== undefined) return noted
    if (memory.word(state + layout.ROW_HEAD) === layout.HEAD_OF_POISON) {
      const { name, operation, place } = this.#node(
        poisonOf(memory.word(state + layout.ROW_POISON)).node,
      )
      return `${name ?? operation.op} (${place.line})`
    }
    const note = memory.word(state + layout.ROW_NOTE)
    const account = this.#machine.accounts[memory.word(state + layout.ROW_NOTE_ACCOUNT)] ?? ''
    const instruction = this.#instructions.get(memory.word(state + layout.ROW_NOTE_INSTRUCTION))
    if (note === layout.NOTE_OVERFLOW) return account
    if (note === layout.NOTE_WEIGHTS) return instruction?.taker ?? ''
    if (note !== layout.NOTE_SHORT) return ''
    const held = memory.wide(state + layout.ROW_NOTE_HELD)
    const needed = memory.wide(state + layout.ROW_NOTE_NEEDED)
    const y = instruction?.y
    const denomination = typeof y === 'object' && 'denomination' in y ? y.denomination : ''
    return `${account} holds ${held} ${denomination}, needs ${needed}`
  }

  readonly twin = (at: number, row: number): void => {
    const instruction = this.#instructions.get(at)
    if (instruction === undefined) throw new RangeError(`instruction ${at}`)
    if (instruction.op === SPLIT_AMONG) this.#splitTwin(instruction, row)
    else this.#nodeTwin(instruction, row)
  }

  #nodeTwin(instruction: ColumnInstruction, row: number): void {
    const { node: index = 0, a, b, c, out } = instruction
    const node = this.#node(index)
    if (node.operation.op === 'listDuplicates') {
      this.#setValue(out ?? 0, row, this.#hasDuplicates(node, a ?? 0, row))
      return
    }
    let compute = this.#computes.get(index)
    compute ??= computeNode(node.operation, index)
    if (compute === undefined) throw new RangeError(`node ${index}`)
    this.#computes.set(index, compute)
    const [x, y, z] = node.operands
    const value = compute(this.#value(a, x, row), this.#value(b, y, row), this.#value(c, z, row))
    this.#setValue(out ?? 0, row, value)
  }

  #hasDuplicates(node: PlanNode, column: number, row: number): boolean {
    const { memory } = this.#machine
    const [listNode = 0] = node.operands
    const offsets = this.#offsets.get(this.#listName(listNode)) ?? 0
    const [from, to] = [memory.word(offsets + 4 * row), memory.word(offsets + 4 * row + 4)]
    const seen = new Set<bigint | number>()
    const wide = this.plan.columns[column]?.storage === 'wide'
    for (let item = from; item < to; item++) {
      const place = this.#place(column, item)
      seen.add(wide ? memory.wide(place) : memory.word(place))
    }
    return seen.size !== to - from
  }

  #listName(index: number): string {
    const { operation, operands } = this.#node(index)
    if (operation.op === 'column') return operation.column
    return this.#listName(operands[0] ?? 0)
  }

  #splitTwin(instruction: ColumnInstruction, row: number): void {
    const { memory } = this.#machine
    const { a, b, c, out, list, x, y, z } = instruction
    const offsets = this.#offsets.get(list ?? '') ?? 0
    const [from, to] = [memory.word(offsets + 4 * row), memory.word(offsets + 4 * row + 4)]
    const items = Array.from({ length: to - from }, (_, item) => from + item)
    const weights = items.map((item) => memory.wide(this.#place(b ?? 0, item)))
    const some = weights.some((weight) => weight > 0n)
    memory.setWord(this.#place(c ?? 0, row), some ? 1 : 0)
    if (!some) return
    const dust =
      x === DUST_FIRST
        ? 'first'
        : x === DUST_LARGEST
          ? 'largestRemainder'
          : x === DUST_ACCOUNT
            ? 'account'
            : 'last'
    // Only largest remainders ask for them: elsewhere the column may hold accounts.
    const ids = items.map((item) =>
      x === DUST_LARGEST ? this.#machine.textOf(memory.word(this.#place(columnIn(z), item))) : '',
    )
    const amount = memory.wide(this.#place(a ?? 0, row))
    const { parts, left } = allocate(amount, { weights, dust, ids })
    items.forEach((item, index) => {
      memory.setWide(this.#place(out ?? 0, item), parts[index] ?? 0n)
    })
    memory.setWide(this.#place(columnIn(y), row), left)
  }

  readonly dust = (at: number, row: number): void => {
    const instruction = this.#instructions.get(at)
    const source = instruction?.dust
    if (instruction === undefined || source === undefined) throw new RangeError(`dust at ${at}`)
    const { memory } = this.#machine
    const { tlm, denomination, column, share } = source
    const { a = 0, c = 0, out = 0, list = '', z, u } = instruction
    const add = (taker: number, excess: bigint, divisor: bigint): void => {
      if (excess > 0n) this.#machine.addDust({ tlm, denomination, taker, excess, divisor })
    }
    const amount = memory.wide(this.#place(a, row))
    if (share !== undefined) {
      const whole = memory.wide(this.#place(column, row))
      const excess = amount * share.den - whole * share.num
      add(memory.word(this.#place(c, row)), excess, share.den)
      return
    }
    const offsets = this.#offsets.get(list) ?? 0
    const [from, to] = [memory.word(offsets + 4 * row), memory.word(offsets + 4 * row + 4)]
    const weightOf = (item: number): bigint => memory.wide(this.#place(column, item))
    let sum = 0n
    for (let item = from; item < to; item++) sum += weightOf(item)
    for (let item = from; item < to; item++) {
      const part = memory.wide(this.#place(out, item))
      const taker = memory.word(this.#place(c, item))
      add(taker, part * sum - amount * weightOf(item), sum)
    }
    if (typeof u !== 'object') return
    const left = memory.wide(this.#place(columnIn(z), row))
    add(memory.word(this.#place(columnIn(u), row)), left * sum, sum)
  }

  readonly perClaim = (at: number, from: number, to: number): void => {
    const prepared = this.#perClaims.get(at) ?? this.#preparePerClaim(at)
    const { instruction, body, reads, writes, names } = prepared
    const { memory } = this.#machine
    const isClean = reads.every(({ header }) => memory.word(header + COLUMN_POISONED) === 0)
    let state = this.#state + layout.ROW_SIZE * from
    for (let row = from; row < to; row++, state += layout.ROW_SIZE) {
      if (memory.word(state + layout.ROW_AT) !== layout.ALIVE) continue
      if (!isClean && this.#endPoisoned(prepared, row)) continue
      const cells: Record<string, Cell> = {}
      for (const { name, type, data, stride } of reads) {
        const place = data + stride * row
        cells[name] = type === layout.FIELD_WIDE ? memory.wide(place) : this.#cell(type, place)
      }
      const outcome = runPerClaim(body, cells, names)
      if ('code' in outcome) {
        this.#end(row, instruction, outcome)
        continue
      }
      for (const { name, data, stride } of writes) {
        memory.setWide(data + stride * row, outcome.values[name] ?? 0n)
      }
    }
  }

  /** Where a per-claim function reads and writes; it holds as long as the layout does. */
  #preparePerClaim(at: number): PreparedPerClaim {
    const instruction = this.#instructions.get(at)
    if (instruction === undefined) throw new RangeError(`instruction ${at}`)
    const { memory } = this.#machine
    const { stages } = this.plan.compiled.plan
    const stage = stages.findIndex(({ name }) => name === instruction.stage)
    const placed = ({ name, column, type }: EventField): PlacedField => {
      const header = this.#header(column)
      const data = memory.word(header + COLUMN_DATA)
      return { name, column, type, header, data, stride: memory.word(header + COLUMN_STRIDE) }
    }
    const writes = fieldsIn(instruction.y).map(placed)
    const prepared: PreparedPerClaim = {
      instruction,
      body: this.plan.compiled.program.context.bodies[stage],
      reads: fieldsIn(instruction.x).map(placed),
      writes,
      names: writes.map(({ name }) => name),
    }
    this.#perClaims.set(at, prepared)
    return prepared
  }

  /** Ends a row that reads poison, by the first in the order of the reads. */
  #endPoisoned({ instruction, reads }: PreparedPerClaim, row: number): boolean {
    for (const { name, column } of reads) {
      const poison = this.#poisonAt(column, row)
      if (poison === undefined) continue
      this.#end(row, instruction, { code: poison.code, at: name })
      return true
    }
    return false
  }

  #end(
    row: number,
    { serial, stage = '' }: ColumnInstruction,
    { code, at }: { readonly code: string; readonly at: string },
  ): void {
    const { memory } = this.#machine
    const state = this.#state + layout.ROW_SIZE * row
    memory.setWord(state + layout.ROW_AT, serial)
    memory.setWord(state + layout.ROW_HEAD, this.#headOf({ status: 'discarded', tlm: stage, code }))
    if (at !== '') this.#notes.set(row, at)
    if (code !== 'tlm-fault') return
    memory.setWord(state + layout.ROW_NOTE, layout.NOTE_FAULT)
    memory.setWord(state + layout.ROW_NOTE_ACCOUNT, this.#machine.nameOf(stage))
  }

  readonly capBroken = (at: number, row: number): void => {
    const instruction = this.#instructions.get(at)
    const { memory } = this.#machine
    const more = memory.wide(this.#place(instruction?.a ?? 0, row))
    const less = memory.wide(this.#place(instruction?.b ?? 0, row))
    const late = (instruction?.serial ?? 0) > this.plan.settleSerial
    // Of two broken promises the one that the canonical order comes to first stops the settlement.
    if (!late) this.#settleRows(this.#batchOf(row))
    throw late
      ? capBroken('paid', more, 'settled', less)
      : capBroken('settled', more, 'claimed', less)
  }

  #node(index: number): PlanNode {
    const node = this.plan.compiled.plan.nodes[index]
    if (node === undefined) throw new RangeError(`node ${index}`)
    return node
  }

  #place(column: number, index: number): number {
    const { memory } = this.#machine
    const header = this.#header(column)
    return memory.word(header + COLUMN_DATA) + memory.word(header + COLUMN_STRIDE) * index
  }

  #poisonAt(column: number, index: number): Poison | undefined {
    const { memory } = this.#machine
    const header = this.#header(column)
    if (memory.word(header + COLUMN_POISONED) === 0) return undefined
    const word = memory.word(memory.word(header + COLUMN_POISON) + 4 * index)
    if (word === 0) return undefined
    const { code, node } = poisonOf(word)
    return new Poison(code, node)
  }

  /** An operand of a node, as the reference engine has it: numbers, truths and ratios. */
  #value(column: number | undefined, node: number | undefined, row: number): Value {
    if (column === undefined || node === undefined) return undefined
    const poison = this.#poisonAt(column, row)
    if (poison !== undefined) return poison
    const { memory } = this.#machine
    const place = this.#place(column, row)
    if (this.plan.columns[column]?.storage === 'wide') return memory.wide(place)
    const word = memory.word(place)
    const { type } = this.#node(node)
    return type === 'ratio' ? this.#machine.ratioOf(word) : word !== 0
  }

  /** A word as an author sees it. */
  #cell(type: number, place: number): Cell {
    const word = this.#machine.memory.word(place)
    if (type === layout.FIELD_TRUTH) return word !== 0
    if (type === layout.FIELD_TEXT) return this.#machine.textOf(word)
    if (type === layout.FIELD_ACCOUNT) return this.#machine.accounts[word] ?? ''
    return this.#machine.ratioOf(word) ?? ''
  }

  #setValue(column: number, row: number, value: Value): void {
    const { memory } = this.#machine
    if (value instanceof Poison) {
      this.#setPoison(column, row, value)
      return
    }
    if (typeof value === 'bigint') {
      memory.setWide(this.#place(column, row), value <= AMOUNT_MAX ? value : 0n)
      return
    }
    const word = isRatio(value) ? this.#machine.ratioCode(value) : value === true ? 1 : 0
    memory.setWord(this.#place(column, row), word)
  }

  #setPoison(column: number, row: number, { code, node }: Poison): void {
    const { memory } = this.#machine
    const header = this.#header(column)
    const words = memory.word(header + COLUMN_POISON)
    if (memory.word(header + COLUMN_POISONED) === 0) {
      memory.bytes.fill(0, words, words + 4 * memory.word(header + COLUMN_ROWS))
      memory.setWord(header + COLUMN_POISONED, 1)
    }
    memory.setWord(words + 4 * row, node * 8 + FAULTS.indexOf(code))
  }
}

/** A field of a per-claim function, and where its values lie. */
interface PlacedField extends EventField {
  readonly header: number
  readonly data: number
  readonly stride: number
}

interface PreparedPerClaim {
  readonly instruction: ColumnInstruction
  readonly body: PerClaimBody | undefined
  readonly reads: readonly PlacedField[]
  readonly writes: readonly PlacedField[]
  readonly names: readonly string[]
}

const EMPTY: Sequence = Object.freeze({ start: 0, count: 0 })

/** Tables that belong to a layout. */
const OWN_TABLES = [
  layout.TABLE_ROW_STATE,
  layout.TABLE_ROW_STARTS,
  layout.TABLE_KEYS,
  layout.TABLE_SHARED,
  layout.TABLE_SEGMENTS,
  layout.TABLE_SAME_KEY,
  layout.TABLE_GUESSES,
  layout.TABLE_UNDO,
  layout.TABLE_WITNESSES,
]

function poisonOf(word: number): { readonly node: number; readonly code: FaultCode } {
  return { node: word >>> 3, code: FAULTS[word & 7] ?? 'overflow' }
}

function fieldsIn(operand: Operand | undefined): readonly EventField[] {
  return typeof operand === 'object' && 'fields' in operand ? operand.fields : []
}

function columnIn(operand: Operand | undefined): number {
  return typeof operand === 'object' && 'column' in operand ? operand.column : 0
}

/** Most bytes that a tally or an event takes in an entry. */
function bytesOf({ op, x }: ColumnInstruction): number {
  if (op === layout.TALLY) return 5 + 5 + 17
  return op === layout.EMIT ? 15 + fieldsIn(x).length * (6 + TEXT_BYTES) : 0
}

function countReads(instructions: readonly ColumnInstruction[]): number {
  return instructions.reduce((count, { op, body }) => {
    const own = op === layout.TAKE || op === layout.BALANCE ? 1 : 0
    return count + own + countReads(body ?? [])
  }, 0)
}
