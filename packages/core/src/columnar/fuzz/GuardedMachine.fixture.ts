import { Ledger } from '../../engine/Ledger.js'
import { Timings } from '../../hashing/Timings.js'
import { JournalSymbols } from '../../journal/JournalSymbols.js'
import type { ColumnPlan } from '../ColumnPlan.js'
import { ColumnProgram } from '../ColumnProgram.js'
import { COLUMN_DATA, COLUMN_SIZE, COLUMN_STRIDE } from '../layout.js'
import { Machine } from '../Machine.js'
import { ROWS_FRESH, TABLE_INPUT, TABLES } from '../rowLayout.js'
import { DENOMINATIONS } from './RuleValues.fixture.js'

/** Bytes before and after everything that is allocated, which nobody may touch. */
const GUARD = 64
const GUARD_BYTE = 0xa5

interface Allocated {
  readonly start: number
  readonly size: number
  /** Whether it belongs to the program's layout, not to the machine's own tables. */
  readonly isLayout: boolean
  before: Uint8Array
}

/** A machine and one program whose memory is watched: guards, and what reading may write to. */
export class GuardedMachine {
  readonly machine = new Machine()
  readonly program: ColumnProgram
  readonly plan: ColumnPlan
  readonly #allocated: Allocated[] = []
  readonly #written = new Set<number>()
  #input = 0

  constructor(plan: ColumnPlan, rows: number, items: number) {
    this.plan = plan
    const { machine } = this
    const { memory } = machine
    let [layingOut, growing] = [false, false]
    const allocate = memory.allocate.bind(memory)
    memory.allocate = (size) => {
      const start = allocate(size + 2 * GUARD) + GUARD
      memory.bytes.fill(GUARD_BYTE, start - GUARD, start)
      memory.bytes.fill(GUARD_BYTE, start + size, start + size + GUARD)
      const isLayout = layingOut && !growing
      this.#allocated.push({ start, size, isLayout, before: new Uint8Array() })
      return start
    }
    // Tables of the machine grow by it: texts, accounts, ratios.
    const reallocate = memory.reallocate.bind(memory)
    memory.reallocate = (pointer, used, size) => {
      growing = true
      const next = reallocate(pointer, used, size)
      growing = false
      return next
    }
    const denominations = [...DENOMINATIONS]
    const ledger = new Ledger(new Map(), () => 0n, false)
    const timings = new Timings(undefined)
    machine.start({ ledger, symbols: new JournalSymbols(), denominations, timings })
    this.program = new ColumnProgram({
      ...{ machine, plan, denominations },
      ...{ kind: 'jobs', route: 'default', paramsVersion: 1, dust: true },
    })
    const lists = Object.keys(plan.claim).filter((name) => plan.claim[name]?.type === 'list')
    layingOut = true
    this.program.layOut(rows, new Map(lists.map((list) => [list, items])))
    layingOut = false
    this.program.enter()
  }

  /** Reads rows from outside; gives how many were read, and why it stopped. */
  read(bytes: Uint8Array, rowsMax: number): { rows: number; fault: number; full: boolean } {
    const { machine, program, plan } = this
    const { kernels, memory } = machine
    this.#input = memory.allocate(bytes.length)
    machine.setTable(TABLE_INPUT, this.#input)
    memory.bytes.set(bytes, this.#input)
    kernels.startKind(0, 0, 0, 1, plan.key.length)
    this.#keep()
    const rows = program.read(bytes.length, rowsMax, ROWS_FRESH)
    return { rows, fault: kernels.readFault() >>> 0, full: Boolean(kernels.readIsFull()) }
  }

  /** Notes what the last read wrote to: reading may write there. */
  allow(): void {
    for (const each of this.#changed()) this.#written.add(each.start)
  }

  /** Where the last read wrote and must not have: guards, and what no read has written before. */
  strayWrites(): readonly string[] {
    const { memory, kernels } = this.machine
    const own = new Set(Array.from({ length: TABLES }, (_, table) => this.machine.table(table)))
    const stray = this.#changed()
      .filter(({ start }) => !this.#written.has(start))
      .filter(({ start }) => !own.has(start))
      .map(({ start, size }) => `${size} bytes at ${start}`)
    for (const { start, size } of this.#allocated) {
      const guards = [start - GUARD, start + size]
      for (const from of guards) {
        const guard = memory.bytes.subarray(from, from + GUARD)
        if (guard.some((byte) => byte !== GUARD_BYTE)) stray.push(`guard at ${from} of ${start}`)
      }
    }
    const tables = kernels.tables()
    const last = kernels.heapBase()
    const fixed = [memory.bytes.slice(0, tables), memory.bytes.slice(tables + 4 * TABLES, last)]
    if (fixed.some((each, index) => !sameBytes(each, this.#fixed[index]))) stray.push('fixed data')
    return stray
  }

  #fixed: readonly Uint8Array[] = []

  #keep(): void {
    const { memory, kernels } = this.machine
    for (const each of this.#allocated) {
      if (each.isLayout) each.before = memory.bytes.slice(each.start, each.start + each.size)
    }
    const [tables, last] = [kernels.tables(), kernels.heapBase()]
    this.#fixed = [memory.bytes.slice(0, tables), memory.bytes.slice(tables + 4 * TABLES, last)]
  }

  /** What changed of the layout since the last read began. */
  #changed(): readonly Allocated[] {
    const { bytes } = this.machine.memory
    return this.#allocated.filter(({ start, size, isLayout, before }) => {
      return (
        isLayout &&
        before.length === size &&
        !sameBytes(bytes.subarray(start, start + size), before)
      )
    })
  }

  /** The value that a column holds: a whole number, or a word. */
  value(column: number, index: number, isWide: boolean): bigint | number {
    const { memory } = this.machine
    const [name, first] = [...this.plan.inputs][0] ?? ['', 0]
    const header = this.program.headerOf(name) + COLUMN_SIZE * (column - first)
    const stride = memory.word(header + COLUMN_STRIDE)
    const place = memory.word(header + COLUMN_DATA) + stride * index
    return isWide ? memory.wide(place) : memory.word(place)
  }
}

function sameBytes(a: Uint8Array, b: Uint8Array | undefined): boolean {
  return b?.length === a.length && a.every((byte, index) => byte === b[index])
}
