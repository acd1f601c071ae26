import type { Ratio } from '../amounts/Ratio.js'
import type { Columns } from '../claims/columns.js'
import type { CompiledPipeline } from '../network/compileNetwork.js'
import type { OutcomeStatus } from '../journal/JournalEntry.js'

/** How wide the values of a column are: 128 bits, or a word of 32. */
export type Storage = 'wide' | 'word'

/** What a literal column holds for every row. */
export type Literal =
  | { readonly type: 'number'; readonly value: bigint }
  | { readonly type: 'ratio'; readonly value: Ratio }
  | { readonly type: 'truth'; readonly value: boolean }
  | { readonly type: 'account'; readonly value: string }

/** One column of a block. */
export interface ColumnSpec {
  readonly storage: Storage
  /** List whose items it has values for; undefined: one value per row. */
  readonly list: string | undefined
  readonly literal?: Literal
}

/** What a field of an instruction means, before a machine gives it a number. */
export type Operand =
  | number
  | { readonly column: number }
  /** Pairs of columns: the sources of a take and what each gave. */
  | { readonly pairs: readonly (readonly [number, number])[] }
  | { readonly fields: readonly EventField[] }
  | { readonly head: EndHead }
  | { readonly template: Template }
  | { readonly name: string }
  | { readonly text: string }
  | { readonly bucket: readonly [kind: string, bucket: string] }
  | { readonly denomination: string }
  /** Room of so many bytes. */
  | { readonly room: number }

export interface EventField {
  readonly name: string
  readonly column: number
  readonly type: number
}

/** How a row ends, besides its kind, route and version. */
export interface EndHead {
  readonly status: OutcomeStatus
  readonly tlm: string
  readonly code: string
}

export interface Template {
  readonly denomination: string
  readonly reason: string
  readonly tlm: string
}

/** Where the dust of a statement comes from: the whole and the rest's own share, or the weights. */
export interface DustSource {
  readonly tlm: string
  readonly denomination: string
  readonly column: number
  readonly share?: Ratio
}

/** One instruction: columns by number, the rest still by name. */
export interface ColumnInstruction {
  readonly op: number
  readonly serial: number
  readonly out?: number | undefined
  readonly a?: number | undefined
  readonly b?: number | undefined
  readonly c?: number | undefined
  readonly mask?: number | undefined
  readonly list?: string | undefined
  /** Plan node it computes, or is blamed for. */
  readonly node?: number
  /** Stage of a statement. */
  readonly stage?: string
  readonly x?: Operand
  readonly y?: Operand
  readonly z?: Operand
  readonly u?: Operand
  readonly v?: Operand
  readonly w?: Operand
  /** Columns from which dust is counted: the whole of a split, or the weights. */
  readonly dust?: DustSource
  /** Field that names the takers of a split. */
  readonly taker?: string
  /** Instructions that run for each item. */
  readonly body?: readonly ColumnInstruction[]
}

/** A pipeline under one params version, as the columnar engine runs it. */
export interface ColumnPlan {
  readonly compiled: CompiledPipeline
  /** Columns as rows are presented to the engine: those of the claim and its facts. */
  readonly claim: Columns
  readonly key: readonly string[]
  readonly columns: readonly ColumnSpec[]
  /** Columns whose values depend on what earlier rows did to balances. */
  readonly late: ReadonlySet<number>
  /** Claim column -> its column; of lists by field. Columns that nothing reads are missing. */
  readonly inputs: ReadonlyMap<string, number>
  readonly itemInputs: ReadonlyMap<string, ReadonlyMap<string, number>>
  /** Lists that instructions run over. */
  readonly lists: readonly string[]
  /** Price and limit. */
  readonly pure: readonly ColumnInstruction[]
  /** Settle: what runs column by column. */
  readonly settle: readonly ColumnInstruction[]
  /** Settle: what must hold of rows that nothing discarded. */
  readonly promises: readonly ColumnInstruction[]
  /** Settle: what posts column by column; undefined where a rule reads balances. */
  readonly posts: readonly ColumnInstruction[] | undefined
  /** Settle: statements, and what depends on balances, for one row after another. */
  readonly rows: readonly ColumnInstruction[]
  /** Statements that the journal tells of: postings, tallies, events. */
  readonly told: {
    readonly posts: readonly ColumnInstruction[]
    readonly tallies: readonly ColumnInstruction[]
    readonly events: readonly ColumnInstruction[]
  }
  readonly claimed: { readonly column: number; readonly serial: number } | undefined
  readonly settled: { readonly column: number } | undefined
  /** Serials of the first step of the settle phase, and of the first that moves something. */
  readonly settleSerial: number
  readonly effectSerial: number
  /** Most postings of a row: without items, and per item. */
  readonly postings: { readonly fixed: number; readonly perItem: number }
}
