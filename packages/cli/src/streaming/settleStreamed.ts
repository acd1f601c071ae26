import {
  InputError,
  createSettlementRun,
  isTlmkitError,
  journalFileBlock,
  journalFileEnd,
  journalFileStart,
  rowOrderFactsOf,
  toRowOrder,
  type EngineName,
  type Network,
  type PushedRows,
  type SettleInput,
  type SettleResult,
  type SettlementRun,
  type State,
} from '@tlmkit/core'
import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { nodeSha256 } from '../hashing/nodeSha256.js'
import { ClaimReader } from '../threads/ClaimReader.js'
import { FileSink } from '../writing/FileSink.js'
import { receiptText, stateText } from '../writing/settlementTexts.js'
import { StagedFiles, within, type FileTarget } from '../writing/StagedFiles.js'
import { payeesCsv } from '../writing/payeesCsv.js'
import { writeText } from '../writing/writeTogether.js'
import { orderedBlocks, type ClaimSource, type OnRows, type SortPlace } from './orderedBlocks.js'
import { Stopwatch, type PhaseTimes, type StreamPhase } from './Stopwatch.js'

/** Bytes of a file from which on a thread of its own reads it. */
const THREAD_BYTES = 4 * 2 ** 20

/** What a streamed settlement works on, and what it writes. */
export interface StreamedSettlement extends SortPlace {
  readonly network: Network
  readonly state: State
  readonly input: Omit<SettleInput, 'claims'>
  /** Files of claims. Those of a kind make one list. */
  readonly claims: readonly ClaimSource[]
  /** Folder for journal.blocks and receipt.json. */
  readonly out?: FileTarget | undefined
  /** File for net payouts as CSV. */
  readonly payees?: FileTarget | undefined
  /** File for the state after. */
  readonly stateOut?: FileTarget | undefined
  readonly engine?: EngineName | undefined
  /** A clock, to learn where time goes. */
  readonly now?: (() => number) | undefined
  readonly onRows?: OnRows | undefined
}

/** What a streamed settlement came to. The result has no blocks. */
export interface StreamedResult {
  readonly result: SettleResult
  readonly timings: PhaseTimes
  /** Files that were written, as the targets call them. */
  readonly written: readonly string[]
}

/**
 * Settles claims from files to files: the same receipt as settling them in memory, with memory that
 * does not grow with their number.
 *
 * Rule: claims in canonical order are settled as they are read, others are sorted first. Whether
 * they are in order shows while they are read: if not, nothing of it counts and it begins again.
 * The journal is written block by block to a temporary file, renamed with receipt, payouts and
 * state when all are whole and synced; after an error nothing is left of them.
 * Errors: those of `createSettlementRun`, of the formats, of sorting and of files.
 */
export async function settleStreamed(options: StreamedSettlement): Promise<StreamedResult> {
  assertKinds(options)
  const assumesOrder = mayReadTwice(options)
  try {
    return await settleOnce(options, assumesOrder)
  } catch (error) {
    const isDisordered = isTlmkitError(error) && error.code === 'rows-disordered'
    if (!assumesOrder || !isDisordered) throw error
    return await settleOnce(options, false)
  }
}

/**
 * Whether all claims are in files, one for each kind, that can be read again from their start. What
 * was settled before is only hashed, and its order not looked at.
 */
function mayReadTwice({ claims, state, input }: StreamedSettlement): boolean {
  if (state.settlements.has(input.id)) return false
  const kinds = new Set(claims.map(({ kind }) => kind))
  return kinds.size === claims.length && claims.every(({ file }) => sizeOf(file) > 0)
}

async function settleOnce(
  options: StreamedSettlement,
  assumesOrder: boolean,
): Promise<StreamedResult> {
  const files = new StagedFiles()
  const watch = new Stopwatch(options.now)
  const journal = await openJournal(options, files)
  const reader = isLarge(options) ? new ClaimReader() : undefined
  try {
    const { result, phases } = await runAll(options, {
      ...{ watch, reader, assumesOrder },
      journal: journal?.sink,
    })
    const staged = journal === undefined ? [] : [journal.shown]
    const { journalBlocks: blocks, journalRoot: root } = result.receipt
    journal?.sink.write([journalFileEnd({ blocks, root })])
    await watch.during('sync', () => journal?.sink.finish())
    const texts = await watch.during('write', () => {
      const drafts = textsOf(options, result)
      for (const { target, text } of drafts) writeText(files.stage(target), text)
      return drafts
    })
    await watch.during('sync', () => {
      files.commit()
    })
    const written = [...staged, ...texts.map(({ target }) => target.shown)]
    return { result, timings: timesOf(watch.spent, phases), written }
  } catch (error) {
    await journal?.sink.close()
    files.discard()
    throw error
  } finally {
    await reader?.close()
  }
}

/** Whether claims are worth a thread that reads them. */
function isLarge({ claims }: StreamedSettlement): boolean {
  return claims.some(({ file }) => sizeOf(file) >= THREAD_BYTES)
}

/** Bytes of a regular file; 0 of anything else. */
function sizeOf(file: ClaimSource['file']): number {
  if (file === undefined) return 0
  const stats = statSync(resolve(file.cwd, file.path), { throwIfNoEntry: false })
  return stats?.isFile() === true ? stats.size : 0
}

interface Journal {
  readonly sink: FileSink
  readonly shown: string
}

/** The journal's file; none where nothing will be posted. */
async function openJournal(
  { out, state, input }: StreamedSettlement,
  files: StagedFiles,
): Promise<Journal | undefined> {
  if (out === undefined || state.settlements.has(input.id)) return undefined
  const target = within(out, 'journal.blocks')
  try {
    const sink = await FileSink.open(files.stage(target))
    sink.write([journalFileStart()])
    return { sink, shown: target.shown }
  } catch (error) {
    files.discard()
    throw error
  }
}

interface RunParts {
  readonly watch: Stopwatch
  readonly journal: FileSink | undefined
  readonly reader: ClaimReader | undefined
  readonly assumesOrder: boolean
}

async function runAll(
  options: StreamedSettlement,
  { watch, journal, reader, assumesOrder }: RunParts,
): Promise<{ readonly result: SettleResult; readonly phases: PhaseTimes }> {
  const { network, state, input, engine, now } = options
  const run = createSettlementRun(network, state, {
    ...input,
    sha256: nodeSha256,
    ...(engine === undefined ? {} : { engine }),
    ...(now === undefined ? {} : { now }),
    onBlock: (block) => journal?.write(journalFileBlock(block)),
  })
  for (const kind of network.kinds.keys()) {
    const sources = options.claims.filter((source) => source.kind === kind)
    if (sources.length === 0) continue
    const blocks = rowsOfKind(options, { kind, sources, run, reader, watch, assumesOrder })
    try {
      for (;;) {
        const next = await blocks.next()
        if (next.done === true) {
          if (next.value !== undefined) run.end(kind, next.value)
          break
        }
        await watch.during('settle', () => {
          run.push(kind, next.value)
        })
        await watch.during('write', () => journal?.ready())
      }
    } finally {
      // A file that is left in the middle is closed.
      await blocks.return(undefined)
    }
  }
  // What the thread holds is let go before the last step, which needs the most.
  await reader?.close()
  const result = await watch.during('settle', () => run.finish())
  return { result, phases: run.timings() }
}

interface KindParts {
  readonly kind: string
  readonly sources: readonly ClaimSource[]
  readonly run: SettlementRun
  readonly reader: ClaimReader | undefined
  readonly watch: Stopwatch
  readonly assumesOrder: boolean
}

/** The rows of a kind in canonical order, and the digest of coded ones. */
async function* rowsOfKind(
  { network, state, input, onRows, tmp, memoryBytes }: StreamedSettlement,
  { kind, sources, run, reader, watch, assumesOrder }: KindParts,
): AsyncGenerator<PushedRows, Uint8Array | undefined> {
  const facts = rowOrderFactsOf(network, state, { kind, height: input.height })
  const place = { tmp, memoryBytes, assumesOrder }
  const files = sources.flatMap(({ file }) => (file === undefined ? [] : [file]))
  if (reader === undefined || files.length < sources.length) {
    yield* orderedBlocks({ ...place, order: toRowOrder(facts), sources, onRows }, watch)
    return undefined
  }
  const task = { ...place, order: facts, files, coding: run.codingOf(kind) }
  const rows = reader.read({ task, sources, onRows })
  for (;;) {
    const next = await watch.during('read', () => rows.next())
    if (next.done === true) return next.value
    yield next.value
  }
}

function textsOf(
  { network, out, payees, stateOut }: StreamedSettlement,
  result: SettleResult,
): readonly { readonly target: FileTarget; readonly text: Iterable<string> }[] {
  const receipt = receiptText(result.receipt)
  return [
    ...(out === undefined ? [] : [{ target: within(out, 'receipt.json'), text: [receipt] }]),
    ...(payees === undefined || result.repeated
      ? []
      : [{ target: payees, text: payeesCsv(network, result.payouts) }]),
    ...(stateOut === undefined ? [] : [{ target: stateOut, text: [stateText(result.state)] }]),
  ]
}

/** The run's own phases are parts of the time that it took; the rest of it is settling. */
function timesOf(spent: PhaseTimes, phases: PhaseTimes): PhaseTimes {
  const times: { -readonly [phase in keyof PhaseTimes]: number } = { ...spent }
  for (const [phase, time] of Object.entries(phases) as [StreamPhase, number][]) {
    if (phase === 'settle') continue
    times[phase] = (times[phase] ?? 0) + time
    times.settle = (times.settle ?? 0) - time
  }
  return times
}

function assertKinds({ network, claims }: StreamedSettlement): void {
  const unknown = claims.find(({ kind }) => !network.kinds.has(kind))
  if (unknown === undefined) return
  throw new InputError({
    code: 'kind-unknown',
    message: `Network "${network.name}" has no claim kind "${unknown.kind}". It has: ${[...network.kinds.keys()].join(', ')}.`,
    details: { kind: unknown.kind },
  })
}
