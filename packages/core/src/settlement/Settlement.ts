import type { Row } from '../claims/columns.js'
import { keyText } from '../claims/keyOf.js'
import { Frame, type Ended } from '../engine/Frame.js'
import type { Program } from '../engine/compilePipeline.js'
import { runPurePhases, runSettlePhase, slot, type BatchRow } from '../engine/runBatch.js'
import { InvariantViolation } from '../errors/InvariantViolation.js'
import { Journal } from '../journal/Journal.js'
import type { JournalEntry, JournalEvent, OutcomeStatus } from '../journal/JournalEntry.js'
import type { CompiledPipeline } from '../network/compileNetwork.js'
import { assertPostingsExact } from './assertPostingsExact.js'
import { INTAKE, type CollectedClaim } from './collectClaims.js'
import type { SettlementContext } from './SettlementContext.js'

/** A claim that stays where it is, with the code that says why. */
export interface Deferred {
  readonly kind: string
  readonly key: readonly string[]
  readonly code: string
}

/** A claim that ended, with the row its rules saw. */
export interface EndedClaim {
  readonly entry: JournalEntry
  readonly row: Row
}

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

  constructor(context: SettlementContext) {
    this.context = context
    this.journal = new Journal(context.hasher)
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
      if (first === undefined) return
      const compiled = this.pipeline(kind, first.route, first.paramsVersion)
      const end = batchEnd(claims, start, compiled.program)
      this.#settleBatch(kind, compiled, { claims: claims.slice(start, end), onEnded })
      start = end
    }
  }

  /** The pipeline of a route under a params version; noted for the receipt. */
  pipeline(kind: string, route: string, version: number): CompiledPipeline {
    const last = this.#lastPipeline
    if (last?.version === version && last.kind === kind && last.route === route) {
      return last.compiled
    }
    const network = this.context.compiled(version)
    const compiled = network.pipelines.get(kind)?.get(route)
    if (compiled === undefined) {
      throw new InvariantViolation({
        code: 'pipeline-missing',
        message: `Kind "${kind}" has no route "${route}".`,
      })
    }
    this.pipelines.set(`${kind}/${route}@${version}`, compiled.id)
    this.noteParams(version)
    this.#lastPipeline = { kind, route, version, compiled }
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
  }

  #settleBatch(
    kind: string,
    compiled: CompiledPipeline,
    batch: {
      readonly claims: readonly CollectedClaim[]
      readonly onEnded: (claim: EndedClaim) => void
    },
  ): void {
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
      batch.onEnded({ entry, row: claim.row })
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

const isFault = ({ event }: JournalEvent): boolean => event === 'tlm-fault'

function batchEnd(claims: readonly CollectedClaim[], start: number, program: Program): number {
  const first = claims[start]
  let end = start + 1
  while (end < claims.length && sameBatch(first, claims[end], program.batchPrefix)) end += 1
  return end
}

function sameBatch(
  a: CollectedClaim | undefined,
  b: CollectedClaim | undefined,
  prefix: number,
): boolean {
  if (prefix === 0 || a?.route !== b?.route || a?.paramsVersion !== b?.paramsVersion) return false
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
