import { isTlmkitError } from '@tlmkit/core/rows'
import {
  fileRuns,
  sortRows,
  type RowBlock,
  type RowBlocks,
  type RowOrder,
} from '@tlmkit/formats/reading'
import { tmpdir } from 'node:os'
import type { OnBytes } from '../reading/fileChunks.js'
import type { ClaimBlocks } from '../reading/openClaims.js'
import type { FileName } from '../reading/readBytes.js'
import { toFileError } from '../reading/toFileError.js'
import type { Stopwatch } from './Stopwatch.js'

/** Claims of one kind in a file, or wherever they come from. */
export interface ClaimSource {
  readonly kind: string
  /** Opens them. It is called once, when it is their turn. */
  readonly open: () => Promise<ClaimBlocks> | ClaimBlocks
  /** The file that they are in, if `open` opens one: another thread may read it then. */
  readonly file?: FileName
  /** Hears of the bytes that another thread read. */
  readonly onBytes?: OnBytes
}

/** Hears of rows: how many were sorted, or settled. `total` is known when they were sorted. */
export type OnRows = (doing: 'sorting' | 'settling', rows: number, total?: number) => void

/** Where rows are sorted. */
export interface SortPlace {
  /** Folder for sorted runs. Default: the system's for temporary files. */
  readonly tmp?: string | undefined
  /** Bytes of memory for sorting, about. Default 128 MiB. */
  readonly memoryBytes?: number | undefined
}

/** Sources of the claims of one kind, and their order. */
export interface Ordered extends SortPlace {
  readonly order: RowOrder
  readonly sources: readonly Pick<ClaimSource, 'open'>[]
  readonly onRows?: OnRows | undefined
  /** Lets sorted blocks lie in memory that later ones use. */
  readonly reuse?: boolean
  /** Takes a source for ordered that does not say so: the settlement finds out. */
  readonly assumesOrder?: boolean
}

/**
 * The claims of a kind in canonical order.
 *
 * Rule: one source that says that it is ordered, or is taken for it, is given as it comes: the
 * settlement checks that. All others are sorted.
 * Errors: those of the sources; `sort-store-failed`, `disk-full` and other faults of the folder.
 */
export async function* orderedBlocks(
  options: Ordered,
  watch: Stopwatch,
): AsyncGenerator<RowBlock, void> {
  const { sources, order, onRows, assumesOrder = false } = options
  const [first] = sources
  if (first === undefined) return
  const opened = await watch.during('read', () => first.open())
  const isOrdered = sources.length === 1 && (opened.isOrdered || assumesOrder)
  const read = counted(allOf(opened, sources.slice(1)), (rows) => {
    onRows?.(isOrdered ? 'settling' : 'sorting', rows)
  })
  const timed = watch.through('read', read.blocks)
  if (isOrdered) {
    yield* timed
    return
  }
  const settled = counted(watch.through('sort', sortedIn(order, timed, options)), (rows) => {
    onRows?.('settling', rows, read.rows())
  })
  yield* settled.blocks
}

/** Blocks in canonical order, sorted in a folder. */
export async function* sortedIn(
  order: RowOrder,
  blocks: RowBlocks,
  { tmp = tmpdir(), memoryBytes, reuse = false }: SortPlace & { readonly reuse?: boolean },
): AsyncGenerator<RowBlock, void> {
  const memory = memoryBytes === undefined ? {} : { memoryBytes }
  try {
    yield* sortRows(order, blocks, { runs: fileRuns(tmp), reuse, ...memory })
  } catch (error) {
    const isFolder = isTlmkitError(error) && error.code === 'sort-store-failed'
    const { cause } = isFolder ? error : {}
    if (!(cause instanceof Error) || !('syscall' in cause)) throw error
    throw toFileError(cause, 'sort in', tmp)
  }
}

async function* allOf(
  first: ClaimBlocks,
  others: readonly Pick<ClaimSource, 'open'>[],
): AsyncGenerator<RowBlock, void> {
  yield* first.blocks
  for (const { open } of others) yield* (await open()).blocks
}

/** Blocks as they come, while their rows are counted. */
function counted(
  blocks: AsyncIterable<RowBlock>,
  onRows: (rows: number) => void,
): { readonly blocks: AsyncIterable<RowBlock>; readonly rows: () => number } {
  let rows = 0
  async function* pass(): AsyncGenerator<RowBlock, void> {
    for await (const block of blocks) {
      rows += block.rows
      onRows(rows)
      yield block
    }
  }
  return { blocks: pass(), rows: () => rows }
}
