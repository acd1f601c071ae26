import type { Columns } from '../claims/columns.js'
import { Hasher, type HashStream, type Sha256 } from '../hashing/Sha256.js'
import { COLUMN_TYPES } from './columnTypes.js'
import { loadKernels, type Host } from './loadKernels.js'
import {
  NO_KEY,
  SCHEMA_CODED,
  SCHEMA_ITEM_COUNT,
  SCHEMA_ITEMS,
  SCHEMA_ITEMS_MAX,
  SCHEMA_KEY,
  SCHEMA_SIZE,
  SCHEMA_TYPE,
  TABLE_CODE_CELLS,
  TABLE_INPUT,
  TABLE_OUT,
  TABLE_TEXT_BYTES,
} from './rowLayout.js'
import { rowsInvalid } from './rowsInvalid.js'
import { SharedMemory, type Kernels } from './SharedMemory.js'
import { TextArena } from './TextArena.js'

/** How rows of a kind are coded: plain data, so that another thread may code them. */
export interface RowCoding {
  readonly kind: string
  readonly columns: Columns
  /** Columns of the key: their texts stand behind their codes. */
  readonly key: readonly string[]
  /** Columns whose texts are coded; a column of a list as `list.column`. */
  readonly coded: readonly string[]
}

/** Texts in the order of their codes, as they lie in the coder's memory. */
export interface NewTexts {
  readonly bytes: Uint8Array
  readonly count: number
}

/** Rows in which texts stand as codes. Nothing but a run of the same core takes them. */
export interface CodedRows {
  readonly bytes: Uint8Array
  readonly rows: number
  /** Texts whose codes come in these rows for the first time. */
  readonly texts: NewTexts
}

/** Codes the rows of one kind, and hashes them. */
export interface RowCoder {
  /** Codes whole rows. What it gives is valid until the next call. */
  readonly code: (bytes: Uint8Array) => CodedRows
  /** SHA-256 of all row bytes so far; the coder is over then. */
  readonly digest: () => Uint8Array
}

/** Bytes of the cells that are looked up together. */
const CELLS_BYTES = 16 * 2048
/** Bytes that kernels may read or write beyond an end. */
const SLACK = 64

/**
 * Starts a coder of rows, for a run that would take them as they are.
 *
 * Rule: equal texts have equal codes. What a text may say is checked by the run, once per text.
 * Errors: `rows-invalid`.
 */
export function createRowCoder(coding: RowCoding, sha256?: Sha256): RowCoder {
  const coder = new Coder(coding, new Hasher(sha256).start())
  return { code: (bytes) => coder.code(bytes), digest: () => coder.digest() }
}

class Coder {
  readonly #coding: RowCoding
  readonly #hash: HashStream
  readonly #kernels: Kernels
  readonly #memory: SharedMemory
  readonly #tables: number
  readonly #schema: number
  #size = 0
  #texts = 0
  #textBytes = 0
  #rows = 0

  constructor(coding: RowCoding, hash: HashStream) {
    this.#coding = coding
    this.#hash = hash
    this.#kernels = loadKernels(hostOf((bytes) => arena.grow(bytes)))
    this.#memory = new SharedMemory(this.#kernels)
    const arena = new TextArena(this.#kernels, this.#memory)
    this.#tables = this.#kernels.tables()
    this.#set(TABLE_CODE_CELLS, this.#memory.allocate(CELLS_BYTES))
    this.#schema = this.#writeSchema(coding.columns, '')
  }

  code(bytes: Uint8Array): CodedRows {
    this.#hash.update(bytes)
    this.#makeRoom(bytes.length)
    const memory = this.#memory
    memory.bytes.set(bytes, this.#table(TABLE_INPUT))
    const kernels = this.#kernels
    const columns = Object.keys(this.#coding.columns)
    const rows = kernels.codeRows(this.#schema, columns.length, bytes.length)
    const fault = kernels.codeFault()
    if (fault !== 0) {
      const where = `${this.#coding.kind} claim ${this.#rows + rows + 1}`
      throw rowsInvalid(fault, where, columns[kernels.codeFaultColumn()] ?? '')
    }
    this.#rows += rows
    const out = this.#table(TABLE_OUT)
    const coded = memory.bytes.subarray(out, out + (kernels.codedBytes() >>> 0))
    return { bytes: coded, rows, texts: this.#newTexts() }
  }

  digest(): Uint8Array {
    return this.#hash.digest()
  }

  #newTexts(): NewTexts {
    const arena = this.#table(TABLE_TEXT_BYTES)
    const [from, texts] = [this.#textBytes, this.#texts]
    this.#textBytes = this.#kernels.textBytes() >>> 0
    this.#texts = this.#kernels.textCount()
    const bytes = this.#memory.bytes.subarray(arena + from, arena + this.#textBytes)
    return { bytes, count: this.#texts - texts }
  }

  #makeRoom(bytes: number): void {
    if (bytes <= this.#size) return
    this.#size = bytes + (bytes >> 2)
    this.#set(TABLE_INPUT, this.#memory.allocate(this.#size + SLACK))
    this.#set(TABLE_OUT, this.#memory.allocate(2 * this.#size + SLACK))
  }

  #writeSchema(columns: Columns, prefix: string): number {
    const { key, coded } = this.#coding
    const entries = Object.entries(columns)
    const schema = this.#memory.allocate(SCHEMA_SIZE * Math.max(1, entries.length))
    entries.forEach(([name, column], index) => {
      const put = (field: number, value: number): void => {
        this.#memory.setWord(schema + SCHEMA_SIZE * index + field, value)
      }
      put(SCHEMA_TYPE, COLUMN_TYPES[column.type])
      put(SCHEMA_KEY, prefix === '' && key.includes(name) ? 0 : NO_KEY)
      put(SCHEMA_CODED, coded.includes(`${prefix}${name}`) ? 1 : 0)
      if (column.type !== 'list') return
      put(SCHEMA_ITEMS, this.#writeSchema(column.of, `${name}.`))
      put(SCHEMA_ITEM_COUNT, Object.keys(column.of).length)
      put(SCHEMA_ITEMS_MAX, column.elementsMax)
    })
    return schema
  }

  #table(index: number): number {
    return this.#memory.word(this.#tables + 4 * index)
  }

  #set(index: number, value: number): void {
    this.#memory.setWord(this.#tables + 4 * index, value)
  }
}

/** Coding asks the host for nothing but room for texts. */
function hostOf(growTexts: (bytes: number) => void): Host {
  const never = (): never => {
    throw new RangeError('a row coder settles nothing')
  }
  return {
    growTexts,
    twin: never,
    growKeys: never,
    growOut: never,
    openAccount: never,
    openRatio: never,
    checkText: never,
    nameNumber: never,
    accountNumber: never,
    headNumber: never,
    templateNumber: never,
    headOfRow: never,
    perClaim: never,
    capBroken: never,
    ratioText: never,
    dust: never,
  }
}
