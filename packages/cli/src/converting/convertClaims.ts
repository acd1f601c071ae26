import { jsonLine, parseNatural, parseState, rowOrderOf } from '@tlmkit/core'
import type { ClaimKind, Network } from '@tlmkit/core'
import { decodeRow, writeClaimsArrow, writeClaimsParquet, writeRowsFile } from '@tlmkit/formats'
import type { RowBlock, RowOrder } from '@tlmkit/formats'
import { asUsage } from '../arguments/asUsage.js'
import type { CommandCall } from '../arguments/Command.js'
import { CommandLineError } from '../arguments/CommandLineError.js'
import { sortPlaceOf } from '../commands/settleFromStreams.js'
import { loadNetwork } from '../reading/loadNetwork.js'
import { claimFormatOf, openClaims, type ClaimBlocks } from '../reading/openClaims.js'
import { claimFilesOf } from '../reading/readClaims.js'
import { readJsonFile } from '../reading/readJsonFile.js'
import { withParams } from '../reading/readParams.js'
import type { Progress } from '../rendering/createProgress.js'
import { rowJson } from '../rendering/rowJson.js'
import { sortedIn } from '../streaming/orderedBlocks.js'
import type { Converted } from './Converted.js'

interface ClaimConversion {
  readonly from: string
  readonly to: string
  readonly progress: Progress
}

/**
 * Claims of a kind in the form that the name of the target says.
 *
 * Rule: `--sort` brings them into canonical order, and a `.rows` file says so then.
 * Errors: those of `openClaims`, of sorting; `option-missing`, `option-conflict`,
 * `format-unknown`.
 */
export async function convertClaims(
  call: CommandCall,
  { from, to, progress }: ClaimConversion,
): Promise<Converted> {
  const { options, io } = call
  if (options.flag('table')) {
    throw new CommandLineError({
      code: 'option-conflict',
      message: '--table chooses a table of a journal; with --kind there are claims: leave one out.',
    })
  }
  const network = await loadNetwork({ path: options.required('network'), cwd: io.cwd })
  const [file] = claimFilesOf(network, [`${options.required('kind')}=${from}`], io.cwd)
  if (file === undefined) throw new TypeError('no file for a kind')
  const { kind } = file
  assertForm(to)
  const order = options.flag('sort') ? orderOf(call, network, kind) : undefined
  const opened = await openClaims(kind, file, { onBytes: progress.onBytes })
  const ordered: ClaimBlocks =
    order === undefined
      ? opened
      : { blocks: sortedIn(order, opened.blocks, sortPlaceOf(call)), isOrdered: true }
  let count = 0
  async function* counted(): AsyncGenerator<RowBlock, void> {
    for await (const block of ordered.blocks) {
      count += block.rows
      progress.onRows('writing', count)
      yield block
    }
  }
  const blocks = counted()
  const { isOrdered } = ordered
  const bytes = encodeClaims(kind, { to, blocks, isOrdered })
  return { bytes, count: () => count, noun: 'claim' }
}

/** The canonical order of claims of a kind, for the state that the options name. */
function orderOf({ options, io }: CommandCall, network: Network, kind: ClaimKind): RowOrder {
  const { cwd } = io
  const height = asUsage(() => parseNatural(options.required('height'), '--height'))
  const path = options.required('state')
  const opening = parseState(network, readJsonFile({ path, cwd }), path)
  const params = options.text('params')
  const state = params === undefined ? opening : withParams(opening, { path: params, cwd }, height)
  return rowOrderOf(network, state, { kind: kind.name, height })
}

interface ClaimTarget {
  readonly to: string
  readonly blocks: AsyncIterable<RowBlock>
  readonly isOrdered: boolean
}

function encodeClaims(
  kind: ClaimKind,
  { to, blocks, isOrdered }: ClaimTarget,
): AsyncIterable<Uint8Array> {
  switch (claimFormatOf(to)) {
    case 'rows':
      return writeRowsFile(kind, blocks, { isOrdered })
    case 'arrow':
      return writeClaimsArrow(kind, blocks)
    case 'parquet':
      return writeClaimsParquet(kind, blocks)
    case 'ndjson':
      return jsonText(kind, blocks, { start: '', between: '\n', end: '\n', none: '' })
    case 'json':
      return jsonText(kind, blocks, { start: '[\n', between: ',\n', end: '\n]\n', none: '[]\n' })
  }
}

/** Errors: `format-unknown`. */
function assertForm(to: string): void {
  if (claimFormatOf(to) !== 'json' || /\.json$/i.test(to)) return
  throw new CommandLineError({
    code: 'format-unknown',
    message: `The name ${to} says no form of claims: give .ndjson, .json, .rows, .arrow or .parquet.`,
    details: { to },
  })
}

interface ListMarks {
  readonly start: string
  readonly between: string
  readonly end: string
  /** A list without rows. */
  readonly none: string
}

async function* jsonText(
  kind: ClaimKind,
  blocks: AsyncIterable<RowBlock>,
  { start, between, end, none }: ListMarks,
): AsyncGenerator<Uint8Array, void> {
  let before = start
  let count = 0
  for await (const { bytes, offsets, rows } of blocks) {
    let text = ''
    for (let row = 0; row < rows; row++) {
      const where = `claim ${count + row + 1}`
      const typed = decodeRow(kind, bytes.subarray(offsets[row], offsets[row + 1]), where)
      text += `${before}${jsonLine(rowJson(kind.columns, typed))}`
      before = between
    }
    count += rows
    yield Buffer.from(text)
  }
  yield Buffer.from(count === 0 ? none : end)
}
