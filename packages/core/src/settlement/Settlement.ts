import type { Row } from '../claims/columns.js'
import { keyText } from '../claims/keyOf.js'
import type { Dust } from '../engine/Effects.js'
import { Frame, type Ended } from '../engine/Frame.js'
import type { Program } from '../engine/compilePipeline.js'
import { runPurePhases, runSettlePhase, slot, type BatchRow } from '../engine/runBatch.js'
import { InvariantViolation } from '../errors/InvariantViolation.js'
import { Journal, type SealedBlock } from '../journal/Journal.js'
import type { JournalEntry, JournalEvent, OutcomeStatus } from '../journal/JournalEntry.js'
import type { CompiledPipeline } from '../network/compileNetwork.js'
import { Timings } from '../hashing/Timings.js'
import { columnsOf } from '../columnar/compileColumns.js'
import { assertPostingsExact } from './assertPostingsExact.js'
import { ColumnarEngine, type ClaimEnd } from './ColumnarEngine.js'
import { INTAKE, type CollectedClaim } from './collectClaims.js'
import { NetTotals, type NetChanges } from './NetTotals.js'
import { SettledIdsAfter } from './SettledIdsAfter.js'
import type { SettlementContext } from './SettlementContext.js'

/** A claim that stays where it is, with the code that says why. */
export interface Deferred {
  readonly kind: string
  readonly key: readonly string[]
  readonly code: string
}

/** A claim that ended, with the row its rules saw. */
export interface EndedClaim extends ClaimEnd {
  readonly key: readonly string[]
  readonly paramsVersion: number
  readonly row: Row
}

/** Which engine runs the rules. The result is the same. */
export type EngineName = 'columnar' | 'reference'

export interface SettlementOptions {
  readonly engine?: EngineName | undefined
  /** Rows that the columnar engine computes together. */
  readonly blockRows?: number | undefined
  /** Hears of every block when it is sealed. */
  readonly onBlock?: ((block: SealedBlock) => void) | undefined
  readonly timings?: Timings | undefined
  readonly dust?: boolean | undefined
}

/** Entries that are added up at once: few enough to die young. */
const COUNTED_AT = 128

const NO_EVENTS: readonly JournalEvent[] = Object.freeze([])
export const SETTLED: Ended = Object.freeze({ status: 'settled', tlm: '', code: '', at: '' })

/** One settlement while it runs: claims go in, the journal grows. */
export class Settlement {
  readonly context: SettlementContext
  readonly journal: Journal
  readonly deferred: Deferred[] = []
  readonly counts: Record<OutcomeStatus, number> = { settled: 0, finished: 0, discarded: 0 }
  /** Pipelines used: `kind/route@version`. */
  readonly pipelines: Map<string, string> = new Map()
  readonly paramsVersions: Map<string, string> = new Map()

  #lastPipeline:
    | {
        readonly kind: string
        readonly route: string
        readonly version: number
        readonly compiled: CompiledPipeline
      }
    | undefined

  /** Blocks sealed so far, where nobody else takes them. */
  readonly blocks: SealedBlock[] = []
  readonly settledIds: SettledIdsAfter
  readonly timings: Timings
  readonly columnar: ColumnarEngine | undefined
  readonly #countsDust: boolean
  readonly #net: NetTotals = new NetTotals()
  #uncounted: JournalEntry[] = []

  constructor(context: SettlementContext, options: SettlementOptions = {}) {
    const { engine = 'columnar', blockRows, onBlock, dust = true } = options
    this.context = context
    this.#countsDust = dust
    this.timings = options.timings ?? new Timings(undefined)
    const keep = (block: SealedBlock): void => void this.blocks.push(block)
    this.journal = new Journal(context.hasher, onBlock ?? keep, this.timings)
    this.settledIds = new SettledIdsAfter(context)
    const columnar = engine === 'columnar' && ColumnarEngine.runs(context)
    this.columnar = columnar ? new ColumnarEngine(this, { blockRows, dust }) : undefined
  }

  /** Remainder units by taker, where they are counted. */
  get dust(): readonly Dust[] {
    return this.#countsDust ? this.context.effects.dustTotals : []
  }

  /** Adds a change of a balance that the columnar engine posted. */
  changed(denomination: string, account: string, change: bigint): void {
    this.#net.add(denomination, account, change)
  }

  /** What the journal says of balances: what was posted so far. */
  netChanges(): NetChanges {
    this.#countEntries()
    return this.#net.changes
  }

  /**
   * Settles the claims of one kind, which stand in canonical order.
   *
   * `onEnded` hears of every claim, in that order.
   */
  settleKind(
    kind: string,
    claims: readonly CollectedClaim[],
    onEnded: (claim: EndedClaim) => void,
  ): void {
    let start = 0
    while (start < claims.length) {
      const first = claims[start]
      if (first === undefined) break
      const compiled = this.pipeline(kind, first.route, first.paramsVersion)
      const plan = this.columnar === undefined ? undefined : columnsOf(compiled)
      const end = segmentEnd(claims, start)
      const segment = claims.slice(start, end)
      const ended = (claim: CollectedClaim, { status, code }: ClaimEnd): void => {
        const { key, paramsVersion, row } = claim
        if (status !== 'discarded') this.settledIds.add(kind, key, row)
        onEnded({ status, code, key, paramsVersion, row })
      }
      if (plan === undefined) this.#settleSegment(kind, compiled, { claims: segment, ended })
      else this.columnar?.settle({ kind, plan, claims: segment, onEnded: ended })
      start = end
    }
    this.columnar?.flush()
  }

  /** Ends what the settlement holds beyond its result. */
  close(): void {
    this.columnar?.close()
  }

  #settleSegment(kind: string, compiled: CompiledPipeline, { claims, ended }: SegmentRun): void {
    this.columnar?.flush()
    let start = 0
    while (start < claims.length) {
      const end = batchEnd(claims, start, compiled.program)
      this.#settleBatch(kind, compiled, { claims: claims.slice(start, end), ended })
      start = end
    }
  }

  /** The pipeline of a route under a params version; noted for the receipt. */
  pipeline(kind: string, route: string, version: number): CompiledPipeline {
    const last = this.#lastPipeline
    if (last?.version === version && last.kind === kind && last.route === route) {
      return last.compiled
    }
    const compiled = this.findPipeline(kind, route, version)
    this.pipelines.set(`${kind}/${route}@${version}`, compiled.id)
    this.noteParams(version)
    this.#lastPipeline = { kind, route, version, compiled }
    return compiled
  }

  /** The pipeline of a route under a params version, whether a claim takes it or not. */
  findPipeline(kind: string, route: string, version: number): CompiledPipeline {
    const compiled = this.context.compiled(version).pipelines.get(kind)?.get(route)
    if (compiled === undefined) {
      throw new InvariantViolation({
        code: 'pipeline-missing',
        message: `Kind "${kind}" has no route "${route}".`,
      })
    }
    return compiled
  }

  /** Notes a params version that something ran under, for the receipt. */
  noteParams(version: number): void {
    this.paramsVersions.set(String(version), this.context.compiled(version).paramsDigest)
  }

  /** Adds an entry to the journal. */
  record(entry: JournalEntry): void {
    if (entry.type === 'claim') this.counts[entry.status] += 1
    this.journal.add(entry)
    this.#uncounted.push(entry)
    if (this.#uncounted.length >= COUNTED_AT) this.#countEntries()
  }

  #countEntries(): void {
    for (const { postings } of this.#uncounted) this.#net.addPostings(postings)
    this.#uncounted = []
  }

  #settleBatch(kind: string, compiled: CompiledPipeline, batch: SegmentRun): void {
    const { program } = compiled
    const rows = batch.claims.map((claim) => frameOf(program, claim))
    const presented = rows.filter((row) => row !== undefined)
    runPurePhases(program, presented, this.context.effects)
    batch.claims.forEach((claim, index) => {
      if (claim.intake.status === 'deferred') {
        this.deferred.push({ kind, key: claim.key, code: claim.intake.code })
        return
      }
      const entry = this.#settleClaim(kind, program, { claim, row: rows[index] })
      this.record(entry)
      batch.ended(claim, entry)
    })
  }

  #settleClaim(
    kind: string,
    program: Program,
    { claim, row }: { readonly claim: CollectedClaim; readonly row: BatchRow | undefined },
  ): JournalEntry {
    const { effects } = this.context
    if (row === undefined) return refusedEntry(kind, claim)
    const { frame } = row
    const endedBefore = frame.ended !== undefined
    if (!endedBefore) runSettlePhase(program, frame, effects)
    const end: Ended = frame.ended ?? SETTLED
    const place = { kind, claim, program, frame, end }
    if (end.status === 'discarded') {
      const events = [...row.events.filter(isFault), ...effects.faults]
      const reads = [...effects.witnesses, BigInt(effects.postings.length)]
      effects.undo()
      return entryOf(place, { ...NO_EFFECTS, events, witnesses: endedBefore ? [] : reads })
    }
    assertPostingsExact(effects.ledger, effects.postings, `${kind} ${keyText(claim.key)}`)
    const entry = entryOf(place, effects, row.events)
    effects.keep()
    return entry
  }
}

/** Claims of one route and version, and who hears how they end. */
interface SegmentRun {
  readonly claims: readonly CollectedClaim[]
  readonly ended: (claim: CollectedClaim, end: ClaimEnd) => void
}

const isFault = ({ event }: JournalEvent): boolean => event === 'tlm-fault'

function batchEnd(claims: readonly CollectedClaim[], start: number, program: Program): number {
  const first = claims[start]
  let end = start + 1
  while (end < claims.length && sameBatch(first, claims[end], program.batchPrefix)) end += 1
  return end
}

function segmentEnd(claims: readonly CollectedClaim[], start: number): number {
  const first = claims[start]
  let end = start + 1
  while (end < claims.length && sameSegment(first, claims[end])) end += 1
  return end
}

function sameSegment(a: CollectedClaim | undefined, b: CollectedClaim | undefined): boolean {
  return a?.route === b?.route && a?.paramsVersion === b?.paramsVersion
}

function sameBatch(
  a: CollectedClaim | undefined,
  b: CollectedClaim | undefined,
  prefix: number,
): boolean {
  if (prefix === 0 || !sameSegment(a, b)) return false
  for (let part = 0; part < prefix; part++) if (a?.key[part] !== b?.key[part]) return false
  return true
}

/** The machine's frame of a claim that counts as presented; refused and deferred ones have none. */
function frameOf(program: Program, claim: CollectedClaim): BatchRow | undefined {
  const { intake } = claim
  if (intake.status === 'refused' || intake.status === 'deferred') return undefined
  const frame = new Frame(claim.row, program.template.slice())
  if (intake.status === 'rejected') {
    frame.ended = { status: 'discarded', tlm: INTAKE, code: intake.code, at: intake.at ?? '' }
  }
  return { frame, key: claim.key, events: [] }
}

function refusedEntry(kind: string, claim: CollectedClaim): JournalEntry {
  const code = claim.intake.status === 'collected' ? '' : claim.intake.code
  const end: Ended = { status: 'discarded', tlm: INTAKE, code, at: '' }
  return entryOf({ kind, claim, end, program: undefined, frame: undefined }, NO_EFFECTS)
}

/** Which claim an entry is of, and how it ran. */
interface EntryPlace {
  readonly kind: string
  readonly claim: Pick<CollectedClaim, 'key' | 'route' | 'paramsVersion'>
  readonly end: Ended
  /** Absent for a claim that the core refused before it ran. */
  readonly program: Program | undefined
  readonly frame: Frame | undefined
}

type EntryEffects = Pick<JournalEntry, 'postings' | 'tallies' | 'events' | 'witnesses'>

const NO_EFFECTS: EntryEffects = { postings: [], tallies: [], events: [], witnesses: [] }

/** The journal entry of a claim; `before` holds events of the phases before settle. */
export function entryOf(
  { kind, claim, program, frame, end }: EntryPlace,
  effects: EntryEffects,
  before: readonly JournalEvent[] = NO_EVENTS,
): JournalEntry {
  const ran = program !== undefined && frame !== undefined
  return {
    type: 'claim',
    kind,
    key: claim.key,
    route: claim.route,
    paramsVersion: claim.paramsVersion,
    status: end.status,
    tlm: end.tlm,
    code: end.code,
    at: end.at,
    claimed: ran ? slot(frame, program.claimed) : undefined,
    settled: ran && end.status === 'settled' ? slot(frame, program.settled) : undefined,
    postings: kept(effects.postings),
    tallies: kept(effects.tallies),
    events: kept(before.length === 0 ? effects.events : [...before, ...effects.events]),
    witnesses: kept(effects.witnesses),
  }
}

const NONE: readonly never[] = Object.freeze([])

/** A list that an entry may keep: the effects go on with an empty one of theirs. */
function kept<T>(list: readonly T[]): readonly T[] {
  return list.length === 0 ? NONE : list
}
