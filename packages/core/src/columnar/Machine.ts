// long: the host side of the kernels, one object because their imports close over its state.
import { isSupply, parseAccount, SUPPLY_BURN, SUPPLY_MINT } from '../accounts/Account.js'
import { parseId } from '../accounts/parseId.js'
import { parseText } from '../claims/parseText.js'
import { formatRatio, ratioOf, ZERO_RATIO, type Ratio } from '../amounts/Ratio.js'
import { fromUtf8, toUtf8 } from '../bytes/utf8.js'
import { isTlmkitError } from '../errors/BaseError.js'
import { dustFraction, type Dust } from '../engine/Effects.js'
import type { Ledger } from '../engine/Ledger.js'
import type { Timings } from '../hashing/Timings.js'
import type { EntryHead, JournalSymbols } from '../journal/JournalSymbols.js'
import type { Template } from './ColumnPlan.js'
import { loadKernels, type Host } from './loadKernels.js'
import { RATIO_SIZE } from './layout.js'
import type { NewTexts } from './RowCoder.js'
import { ratioEntry } from './ratioEntry.js'
import {
  ACCOUNT_BALANCES,
  ACCOUNT_MOVED,
  ACCOUNT_NUMBER,
  ACCOUNT_TEXT,
  CODED_TYPES,
  TABLE_ACCOUNT_SIZE,
  TABLE_ACCOUNTS,
  TABLE_BUCKETS,
  TABLE_CODE_CAPACITY,
  TABLE_CODE_SYMBOLS,
  TABLE_CODE_VALUES,
  TABLE_DUST,
  TABLE_FLOORS,
  TABLE_HEADS,
  TABLE_NAMES,
  TABLE_OUT,
  TABLE_OUT_SIZE,
  TABLE_TALLIES,
  TABLE_TEMPLATES,
  TABLE_TEXT_BYTES,
  TABLE_TEXT_STARTS,
  TEXT_ACCOUNT,
  TEXT_CHECKED,
  TEXT_LENGTH,
  TEXT_RATIO_SHIFT,
  TEXT_START,
  TYPE_ACCOUNT,
  TYPE_ID,
  TYPE_TEXT,
} from './rowLayout.js'
import { SharedMemory, type Kernels } from './SharedMemory.js'
import { TextArena } from './TextArena.js'

/** Bucket of a symbol that is a path. */
const NO_BUCKET = 0xffffffff

/** What a machine does not know itself: asked while a program runs on it. */
export interface Program {
  readonly twin: (instruction: number, row: number) => void
  readonly headOfRow: (row: number) => number
  readonly perClaim: (instruction: number, from: number, to: number) => void
  readonly capBroken: (instruction: number, row: number) => void
  readonly dust: (instruction: number, row: number) => void
}

/** Accounts and denominations of one settlement, on the kernels' side. */
export interface MachineOptions {
  readonly ledger: Ledger
  readonly symbols: JournalSymbols
  readonly denominations: readonly string[]
  readonly timings: Timings
}

/**
 * One instance of the kernels with its tables: texts, accounts, balances, ratios, and the symbols
 * of the journal. Numbers of texts and accounts never leave it.
 */
export class Machine {
  readonly kernels: Kernels
  readonly memory: SharedMemory
  program: Program | undefined
  #options!: MachineOptions
  #tables = 0
  #texts!: TextArena
  #accountCapacity = 0
  #codeCapacity = 0
  #codeCount = 0
  #ratioCapacity = 0
  #accounts: string[] = []
  #ratios: Ratio[] = []
  #ratioCodes = new Map<string, number>()
  #ratioTexts: number[] = []
  #ratioTable = 0
  #buckets: (readonly [kind: string, bucket: string])[] = []
  #bucketTables: number[] = []
  #dustGroups: { readonly tlm: string; readonly denomination: string; pointer: number }[] = []
  #names: string[] = []
  #heads: EntryHead[] = []
  #finishedHeads = 0
  #templates: Template[] = []
  #numbers = new Map<string, number>()
  #nameCapacity = 0
  #scratch = 0
  #scratchSize = 0
  #hasFloors = false
  #accountSize = 0
  /** Balances as the ledger knows them, by account, and the bytes of one account's. */
  #known = 0
  #knownSize = 0

  constructor() {
    this.kernels = loadKernels(this.#host())
    this.memory = new SharedMemory(this.kernels)
  }

  get ledger(): Ledger {
    return this.#options.ledger
  }

  get accounts(): readonly string[] {
    return this.#accounts
  }

  /** Starts a settlement: nothing of an earlier one is left. */
  start(options: MachineOptions): void {
    this.#options = options
    this.program = undefined
    this.memory.reset()
    this.kernels.forgetKeys()
    this.#tables = this.kernels.tables()
    this.#accountCapacity = 0
    this.#ratioCapacity = 0
    this.#accounts = []
    this.#ratios = []
    this.#ratioCodes = new Map()
    this.#ratioTexts = []
    this.#buckets = []
    this.#bucketTables = []
    this.#dustGroups = []
    this.#names = []
    this.#heads = []
    this.#templates = []
    this.#numbers = new Map()
    this.#hasFloors = options.ledger.hasFloors
    this.#nameCapacity = 0
    this.#scratchSize = 1024
    this.#scratch = this.memory.allocate(this.#scratchSize)
    this.#growNames()
    this.#texts = new TextArena(this.kernels, this.memory, (used, capacity) => {
      this.#growBuckets(used, capacity)
    })
    this.setTable(TABLE_BUCKETS, this.memory.allocate(4 * 64))
    this.#known = 0
    this.#knownSize = 16 * options.denominations.length
    this.#accountCapacity = 0
    this.#accountSize = ACCOUNT_BALANCES + 16 * options.denominations.length
    this.setTable(TABLE_ACCOUNT_SIZE, this.#accountSize)
    this.#growAccounts(64)
    this.setTable(TABLE_OUT, this.memory.allocate(4096))
    this.setTable(TABLE_OUT_SIZE, 4096)
    this.accountOf(SUPPLY_MINT)
    this.accountOf(SUPPLY_BURN)
    // Code 0: what a claim that was refused has where it has no ratio.
    this.#ratioTable = 0
    this.ratioCode(ZERO_RATIO)
  }

  table(index: number): number {
    return this.memory.word(this.#tables + 4 * index)
  }

  setTable(index: number, value: number): void {
    this.memory.setWord(this.#tables + 4 * index, value)
  }

  /** Number of a text. */
  symbolOf(text: string): number {
    const bytes = toUtf8(text)
    if (bytes.length + 8 > this.#scratchSize) {
      this.#scratchSize = 2 * (bytes.length + 8)
      this.#scratch = this.memory.allocate(this.#scratchSize)
    }
    this.memory.bytes.set(bytes, this.#scratch)
    return this.kernels.intern(this.#scratch, bytes.length) >>> 0
  }

  textOf(symbol: number): string {
    const record = this.#recordOf(symbol)
    const start = record + TEXT_START
    const length = this.memory.word(record + TEXT_LENGTH)
    // Short ASCII texts are the rule: a decoder costs more than their bytes.
    const { bytes } = this.memory
    let text = ''
    for (let at = start; at < start + length; at++) {
      const byte = bytes[at] ?? 0
      if (byte >= 0x80) return fromUtf8(bytes.subarray(start, start + length))
      text += String.fromCharCode(byte)
    }
    return text
  }

  #recordOf(symbol: number): number {
    const starts = this.table(TABLE_TEXT_STARTS)
    return this.table(TABLE_TEXT_BYTES) + this.memory.word(starts + 4 * symbol)
  }

  #growBuckets(used: number, capacity: number): void {
    this.#bucketTables = this.#bucketTables.map((pointer, index) => {
      const next = this.memory.reallocate(pointer, 4 * used, 4 * capacity)
      this.memory.setWord(this.table(TABLE_BUCKETS) + 4 * index, next)
      return next
    })
  }

  /** Forgets the codes of texts. */
  startCodes(): void {
    this.kernels.resetCodes()
    this.#codeCount = 0
    this.#codeCapacity = 0
    this.#growCodes(64)
  }

  /** Numbers texts by the codes that a row coder gave them. `pointer`: where they lie. */
  addCodes(pointer: number, { bytes, count }: NewTexts): void {
    const last = this.#codeCount + count
    if (last >= this.#codeCapacity) this.#growCodes(Math.max(last + 1, 2 * this.#codeCapacity))
    this.memory.bytes.set(bytes, pointer)
    this.kernels.addCodes(pointer, bytes.length)
    this.#codeCount = last
  }

  #growCodes(capacity: number): void {
    const used = 4 * (this.#codeCount + 1)
    const symbols = this.table(TABLE_CODE_SYMBOLS)
    this.setTable(TABLE_CODE_SYMBOLS, this.memory.reallocate(symbols, used, 4 * capacity))
    const [before, values] = [this.table(TABLE_CODE_VALUES), CODED_TYPES * capacity]
    const next = this.memory.allocate(4 * values)
    for (let type = 0; type < CODED_TYPES && this.#codeCapacity > 0; type++) {
      const from = before + 4 * type * this.#codeCapacity
      this.memory.bytes.copyWithin(next + 4 * type * capacity, from, from + used)
    }
    this.setTable(TABLE_CODE_VALUES, next)
    this.setTable(TABLE_CODE_CAPACITY, capacity)
    this.#codeCapacity = capacity
  }

  /** Number of a bucket table. */
  bucketOf(kind: string, bucket: string): number {
    const known = this.#buckets.findIndex((each) => each[0] === kind && each[1] === bucket)
    if (known >= 0) return known
    const index = this.#buckets.length
    const tables = this.table(TABLE_BUCKETS)
    if (index > 0 && index % 64 === 0) {
      this.setTable(TABLE_BUCKETS, this.memory.reallocate(tables, 4 * index, 4 * (index + 64)))
    }
    const pointer = this.memory.allocate(4 * this.#texts.capacity)
    this.#buckets.push([kind, bucket])
    this.#bucketTables.push(pointer)
    this.memory.setWord(this.table(TABLE_BUCKETS) + 4 * index, pointer)
    return index
  }

  /** Number of an account. */
  accountOf(path: string): number {
    return this.#openPath(this.symbolOf(path), path)
  }

  #openAccount(bucket: number, symbol: number): number {
    if (bucket === NO_BUCKET) return this.#openPath(symbol, this.textOf(symbol)) + 1
    const [kind, name] = this.#buckets[bucket] ?? ['', '']
    const account = this.accountOf(`${kind}/${this.textOf(symbol)}/${name}`)
    this.memory.setWord((this.#bucketTables[bucket] ?? 0) + 4 * symbol, account + 1)
    return account + 1
  }

  #openPath(symbol: number, path: string): number {
    const known = this.memory.word(this.#recordOf(symbol) + TEXT_ACCOUNT)
    if (known !== 0) return known - 1
    const account = this.#accounts.length
    if (account === this.#accountCapacity) this.#growAccounts(2 * this.#accountCapacity)
    this.#accounts.push(path)
    this.memory.setWord(this.#recordOf(symbol) + TEXT_ACCOUNT, account + 1)
    const record = this.#account(account)
    this.memory.setWord(record + ACCOUNT_TEXT, symbol)
    if (this.#hasFloors) {
      const floor = this.ledger.floorOf(path)
      if (floor > 0n) this.memory.setWide(this.table(TABLE_FLOORS) + 16 * account, floor)
    }
    this.#options.denominations.forEach((denomination, index) => {
      const balance = this.ledger.balanceOf(denomination, path)
      if (balance > 0n) this.#setBalance(account, index, balance)
    })
    return account
  }

  /** Where the record of an account lies. */
  #account(account: number): number {
    return this.table(TABLE_ACCOUNTS) + this.#accountSize * account
  }

  /** Sets a balance, as the ledger knows it. */
  #setBalance(account: number, denomination: number, balance: bigint): void {
    const at = 16 * denomination
    this.memory.setWide(this.#account(account) + ACCOUNT_BALANCES + at, balance)
    this.memory.setWide(this.#known + this.#knownSize * account + at, balance)
  }

  #growAccounts(capacity: number): void {
    const count = this.#accounts.length
    const grow = (pointer: number, size: number): number =>
      this.memory.reallocate(pointer, size * count, size * capacity)
    this.setTable(TABLE_ACCOUNTS, grow(this.table(TABLE_ACCOUNTS), this.#accountSize))
    this.setTable(TABLE_TALLIES, grow(this.table(TABLE_TALLIES), 16))
    this.setTable(TABLE_FLOORS, this.#hasFloors ? grow(this.table(TABLE_FLOORS), 16) : 0)
    this.#known = grow(this.#known, this.#knownSize)
    this.#dustGroups.forEach((group, index) => {
      group.pointer = grow(group.pointer, 16)
      this.memory.setWord(this.table(TABLE_DUST) + 4 * index, group.pointer)
    })
    this.#accountCapacity = capacity
  }

  /** Takes the balances of the ledger, after others have moved amounts. */
  pull(): void {
    this.#options.denominations.forEach((denomination, index) => {
      this.#accounts.forEach((path, account) => {
        this.#setBalance(account, index, this.ledger.balanceOf(denomination, path))
      })
    })
  }

  /** Gives the ledger the balances that changed; `onChange` hears by how much. */
  push(onChange: (denomination: string, account: string, change: bigint) => void): void {
    this.#options.denominations.forEach((denomination, index) => {
      for (let account = 0; account < this.#accounts.length; account++) {
        if (!this.#hasMoved(account, index)) continue
        const now = (this.#account(account) + ACCOUNT_BALANCES + 16 * index) >>> 3
        const before = (this.#known + this.#knownSize * account + 16 * index) >>> 3
        const path = this.#accounts[account] ?? ''
        const balance = this.memory.wide(8 * now)
        const change = balance - this.memory.wide(8 * before)
        this.memory.setWide(8 * before, balance)
        this.ledger.cell(denomination, path).balance = balance
        onChange(denomination, path, change)
      }
    })
  }

  /** Whether an entry moved something of an account since the last time. */
  #hasMoved(account: number, denomination: number): boolean {
    const flags = this.#account(account) + ACCOUNT_MOVED
    const bit = 1 << denomination
    const moved = this.memory.word(flags)
    if ((moved & bit) === 0) return false
    this.memory.setWord(flags, moved & ~bit)
    return true
  }

  /** Takes the units that claims counted since the last time, by account. */
  takeTallies(onTally: (account: string, units: bigint) => void): void {
    const tallies = this.table(TABLE_TALLIES)
    this.#accounts.forEach((path, account) => {
      const units = this.#take(tallies + 16 * account)
      if (units > 0n) onTally(path, units)
    })
  }

  /** A wide number that is zero from now on. */
  #take(pointer: number): bigint {
    const { limbs } = this.memory
    const at = pointer >>> 3
    if (limbs[at] === 0n && limbs[at + 1] === 0n) return 0n
    const value = this.memory.wide(pointer)
    this.memory.setWide(pointer, 0n)
    return value
  }

  /** Number of a module's dust in a denomination. */
  dustGroupOf(tlm: string, denomination: string): number {
    const known = this.#dustGroups.findIndex(
      (group) => group.tlm === tlm && group.denomination === denomination,
    )
    if (known >= 0) return known
    const index = this.#dustGroups.length
    const pointer = this.memory.allocate(16 * this.#accountCapacity)
    this.#dustGroups.push({ tlm, denomination, pointer })
    if ((index & 63) === 0) {
      const groups = this.memory.reallocate(this.table(TABLE_DUST), 4 * index, 4 * (index + 64))
      this.setTable(TABLE_DUST, groups)
    }
    this.memory.setWord(this.table(TABLE_DUST) + 4 * index, pointer)
    return index
  }

  /** Adds dust that the kernels left to the host. */
  addDust(dust: {
    readonly tlm: string
    readonly denomination: string
    readonly taker: number
    readonly excess: bigint
    readonly divisor: bigint
  }): void {
    const group = this.dustGroupOf(dust.tlm, dust.denomination)
    const place = (this.#dustGroups[group]?.pointer ?? 0) + 16 * dust.taker
    this.memory.setWide(place, this.memory.wide(place) + dustFraction(dust))
  }

  /** Takes the dust counted since the last time, in units of 2^-64. */
  takeDust(onDust: (dust: Dust) => void): void {
    this.#dustGroups.forEach(({ tlm, denomination, pointer }) => {
      this.#accounts.forEach((taker, account) => {
        const units = this.#take(pointer + 16 * account)
        if (units > 0n) onDust({ tlm, denomination, taker, units })
      })
    })
  }

  /** Code of a ratio. Ratios that are equal and written in other terms have other codes. */
  ratioCode(ratio: Ratio): number {
    const key = `${ratio.num}/${ratio.den}`
    const known = this.#ratioCodes.get(key)
    if (known !== undefined) return known
    const code = this.#ratios.length
    if (code === this.#ratioCapacity) {
      const capacity = Math.max(64, 2 * code)
      const used = RATIO_SIZE * code
      this.#ratioTable = this.memory.reallocate(this.#ratioTable, used, RATIO_SIZE * capacity)
      this.kernels.setRatioTable(this.#ratioTable)
      this.#ratioCapacity = capacity
    }
    this.#ratios.push(ratio)
    this.#ratioCodes.set(key, code)
    this.memory.bytes.set(ratioEntry(ratio), this.#ratioTable + RATIO_SIZE * code)
    return code
  }

  ratioOf(code: number): Ratio | undefined {
    return this.#ratios[code]
  }

  #openRatio(symbol: number): number {
    try {
      const text = this.textOf(symbol)
      const match = /^(0|[1-9][0-9]{0,96})\/([1-9][0-9]{0,96})$/.exec(text)
      if (match === null) return 0
      const ratio = ratioOf(BigInt(match[1] ?? ''), BigInt(match[2] ?? ''))
      if (`${ratio.num}/${ratio.den}` !== text) return 0
      const code = this.ratioCode(ratio)
      const record = this.#recordOf(symbol) + TEXT_CHECKED
      const checked = this.memory.word(record) & ((1 << TEXT_RATIO_SHIFT) - 1)
      this.memory.setWord(record, checked | ((code + 1) << TEXT_RATIO_SHIFT))
      return code + 1
    } catch (error) {
      // A text that is not UTF-8 is a TypeError.
      if (isTlmkitError(error) || error instanceof TypeError) return 0
      throw error
    }
  }

  #ratioText(code: number): number {
    const known = this.#ratioTexts[code]
    if (known !== undefined) return known
    const ratio = this.#ratios[code]
    const symbol = this.symbolOf(ratio === undefined ? '' : formatRatio(ratio))
    this.#ratioTexts[code] = symbol
    return symbol
  }

  /** Number of a name on this machine; the journal numbers it when it first appears. */
  nameOf(text: string): number {
    return this.#register(`name ${text}`, this.#names, text)
  }

  templateOf(template: Template): number {
    const { denomination, reason, tlm } = template
    return this.#register(`template ${denomination}\n${reason}\n${tlm}`, this.#templates, template)
  }

  headOf(head: EntryHead): number {
    const { status, kind, route, tlm, code, paramsVersion } = head
    const key = `head ${status} ${paramsVersion} ${kind}\n${route}\n${tlm}\n${code}`
    const index = this.#register(key, this.#heads, head)
    if (status === 'finished') this.memory.bytes[this.#finishedHeads + index] = 1
    return index
  }

  head(index: number): EntryHead | undefined {
    return this.#heads[index]
  }

  #register<T>(key: string, list: T[], value: T): number {
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    list.push(value)
    this.#numbers.set(key, list.length - 1)
    if (list.length > this.#nameCapacity) this.#growNames()
    return list.length - 1
  }

  #growNames(): void {
    const before = this.#nameCapacity
    const capacity = Math.max(64, 2 * before)
    for (const table of [TABLE_NAMES, TABLE_HEADS, TABLE_TEMPLATES]) {
      this.setTable(table, this.memory.reallocate(this.table(table), 4 * before, 4 * capacity))
    }
    this.#finishedHeads = this.memory.reallocate(this.#finishedHeads, before, capacity)
    this.kernels.setFinishedHeads(this.#finishedHeads)
    this.kernels.setFinishedEntries(this.#finishedHeads)
    this.kernels.setFinishedKept(this.#finishedHeads)
    this.#nameCapacity = capacity
  }

  #host(): Host {
    const number = (table: number, index: number, value: number): number => {
      this.memory.setWord(this.table(table) + 4 * index, value + 1)
      return value
    }
    return {
      twin: (instruction, row) => this.program?.twin(instruction >>> 0, row),
      growTexts: (bytes) => {
        this.#texts.grow(bytes)
      },
      growKeys: (slots) => {
        const count = Math.max(8192, 2 * slots)
        this.kernels.setKeySlots(this.memory.allocate(8 * count), count)
      },
      growOut: (bytes) => {
        const size = Math.max(2 * this.table(TABLE_OUT_SIZE), bytes)
        const out = this.table(TABLE_OUT)
        const used = this.table(TABLE_OUT_SIZE)
        this.setTable(TABLE_OUT, this.memory.reallocate(out, used, size))
        this.setTable(TABLE_OUT_SIZE, size)
      },
      openAccount: (bucket, symbol) => {
        const { timings } = this.#options
        const phase = timings.start('read')
        const account = this.#openAccount(bucket >>> 0, symbol)
        timings.start(phase)
        return account
      },
      openRatio: (symbol) => this.#openRatio(symbol),
      checkText: (type, pointer, length) => this.#checkText(type, pointer >>> 0, length),
      nameNumber: (name) =>
        number(TABLE_NAMES, name, this.#options.symbols.name(this.#names[name] ?? '')),
      accountNumber: (account) => {
        const path = this.#accounts[account] ?? ''
        const symbol = this.#options.symbols.accountOnce(path)
        this.memory.setWord(this.#account(account) + ACCOUNT_NUMBER, symbol + 1)
        return symbol
      },
      headNumber: (index) => {
        const head = this.#heads[index]
        if (head === undefined) throw new RangeError(`head ${index}`)
        return number(TABLE_HEADS, index, this.#options.symbols.head(head))
      },
      templateNumber: (index) => {
        const template = this.#templates[index]
        if (template === undefined) throw new RangeError(`template ${index}`)
        return number(TABLE_TEMPLATES, index, this.#options.symbols.template(template))
      },
      headOfRow: (row) => this.program?.headOfRow(row) ?? 0,
      perClaim: (instruction, from, to) => this.program?.perClaim(instruction >>> 0, from, to),
      capBroken: (instruction, row) => this.program?.capBroken(instruction >>> 0, row),
      ratioText: (code) => this.#ratioText(code),
      dust: (instruction, row) => this.program?.dust(instruction >>> 0, row),
    }
  }

  /** Whether a text is what the edge would accept for its column type. */
  #checkText(type: number, pointer: number, length: number): number {
    try {
      const text = fromUtf8(this.memory.bytes.subarray(pointer, pointer + length))
      if (type === TYPE_ID) parseId(text, '')
      else if (type === TYPE_ACCOUNT) {
        parseAccount(text, '')
        if (text.startsWith('pool/') || isSupply(text)) return 0
      } else if (type === TYPE_TEXT) parseText(text, '')
      else if (!/^(?:[0-9a-f]{2})*$/.test(text)) return 0
      return 1
    } catch {
      return 0
    }
  }
}
