import type { ErrorDetails, ErrorKind, RowCoding, RowOrderFacts } from '@tlmkit/core'
import type { FileName } from '../reading/readBytes.js'
import type { SortPlace } from '../streaming/orderedBlocks.js'

/** The claims of one kind that a thread is to read. */
export interface ReadTask extends SortPlace {
  readonly order: RowOrderFacts
  readonly files: readonly FileName[]
  readonly assumesOrder: boolean
  /** How their rows are coded; undefined: they are given as they are. */
  readonly coding: RowCoding | undefined
}

/** What a thread that reads is told. */
export type ToReader =
  | { readonly type: 'read'; readonly task: ReadTask }
  /** A block was used: its memory comes back. */
  | { readonly type: 'used'; readonly memory: ArrayBuffer }
  | { readonly type: 'stop' }

/** A block in memory that is handed over. */
export interface SentBlock {
  readonly type: 'block'
  readonly memory: ArrayBuffer
  /** Bytes of the rows, and of their new texts behind them. */
  readonly rowBytes: number
  readonly textBytes: number
  readonly rows: number
  /** New texts; undefined where the rows are not coded. */
  readonly texts: number | undefined
}

/** What a thread that reads tells. */
export type FromReader =
  | SentBlock
  | { readonly type: 'rows'; readonly doing: 'sorting' | 'settling'; readonly rows: number }
  | { readonly type: 'sorted'; readonly rows: number; readonly total: number }
  /** Bytes of a file that were read, by its place among the files. */
  | { readonly type: 'bytes'; readonly file: number; readonly bytes: number; readonly of: number }
  /** No block is left. `digest`: of the rows, where they were coded. */
  | { readonly type: 'end'; readonly digest: Uint8Array | undefined }
  | { readonly type: 'fault'; readonly fault: Fault }

/** An error on its way from one thread to another. */
export interface Fault {
  readonly coded:
    | {
        readonly kind: ErrorKind
        readonly code: string
        readonly details: ErrorDetails
      }
    | undefined
  readonly message: string
  readonly cause: unknown
}
