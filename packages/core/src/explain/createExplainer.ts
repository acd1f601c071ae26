import { keyText } from '../claims/keyOf.js'
import type { CommandClaim } from '../commands/CommandResult.js'
import { compilePipeline } from '../engine/compilePipeline.js'
import { Effects } from '../engine/Effects.js'
import { Frame } from '../engine/Frame.js'
import { Ledger } from '../engine/Ledger.js'
import { runPurePhases, runSettlePhase, type BatchRow } from '../engine/runBatch.js'
import { InputError } from '../errors/InputError.js'
import { didYouMean } from '../errors/closest.js'
import { Hasher } from '../hashing/Sha256.js'
import type { JournalBlock } from '../journal/Journal.js'
import type { JournalEntry } from '../journal/JournalEntry.js'
import type { CompiledPipeline } from '../network/compileNetwork.js'
import type { Network } from '../network/defineNetwork.js'
import { collectClaims, INTAKE, type CollectedClaim } from '../settlement/collectClaims.js'
import { followUpsOf } from '../settlement/followUpsOf.js'
import { mergeFollowing } from '../settlement/mergeFollowing.js'
import { SettlementContext } from '../settlement/SettlementContext.js'
import type { SettleInput, SettleOptions } from '../settlement/settle.js'
import { Tables } from '../settlement/Tables.js'
import type { State } from '../state/State.js'
import type { Explanation } from './Explanation.js'
import { ReplayEffects } from './ReplayEffects.js'
import { toSteps } from './toSteps.js'
import { showCell } from './showValue.js'

/** Explains claims of one settlement. */
export interface Explainer {
  /** Why one claim came to what it came to. Errors: `kind-unknown`, `claim-unknown`. */
  readonly explain: (kind: string, key: readonly string[]) => Explanation
  /** Journal entries, by kind and key. */
  readonly entries: readonly JournalEntry[]
}

/**
 * Makes an explainer from what a third party has: the state before, the input, the journal.
 *
 * Rule: one claim is recomputed from its row, its group's rows and its witnesses in the journal;
 * the rest of the settlement is not replayed.
 */
export function createExplainer(
  network: Network,
  source: {
    readonly state: State
    readonly input: SettleInput
    readonly blocks: readonly JournalBlock[]
  },
  options: SettleOptions = {},
): Explainer {
  const { state, input } = source
  const hasher = new Hasher(options.sha256)
  const tables = new Tables(network.tables, input.tables ?? {})
  const context = new SettlementContext({ network, state, height: input.height, tables, hasher })
  const entries = source.blocks.flatMap((block) => block.entries)
  const byKey = new Map<string, JournalEntry>()
  for (const entry of entries) {
    const key = entryKey(entry.kind, entry.key)
    if (entry.type === 'claim' && !byKey.has(key)) byKey.set(key, entry)
  }
  const collected = new Map<string, readonly CollectedClaim[]>()
  const following = new Map<string, readonly CollectedClaim[]>()
  for (const [kind, route] of network.kinds) {
    const claims = mergeFollowing(state, {
      route,
      presented: collectClaims(context, route, input.claims[kind]),
      following: following.get(kind) ?? [],
    })
    collected.set(kind, claims)
    const followers = followUpsOf(context, kind)
    for (const { key, row, paramsVersion } of claims) {
      const entry = byKey.get(entryKey(kind, key))
      if (entry === undefined) continue
      const { status, code } = entry
      followers.hear({ status, code, key, paramsVersion, row })
    }
    for (const [target, more] of followers.claims) {
      following.set(target, [...(following.get(target) ?? []), ...more])
    }
  }
  const explain = (kind: string, key: readonly string[]): Explanation => {
    const claims = collected.get(kind)
    if (claims === undefined) throw unknownKind(kind, network)
    const text = keyText(key)
    const claim = claims.find((each) => keyText(each.key) === text)
    if (claim === undefined) throw unknownClaim(kind, text, claims)
    return explainOne({ context, kind, claims, claim, entry: byKey.get(entryKey(kind, key)) })
  }
  return Object.freeze({ explain, entries })
}

/**
 * Makes an explainer of the claims that commands made: what `CommandRun.apply` gave for them.
 *
 * `height` is that of the settlement the commands were part of.
 */
export function createCommandExplainer(
  network: Network,
  source: {
    readonly state: State
    readonly height: bigint
    readonly claims: readonly CommandClaim[]
  },
  options: SettleOptions = {},
): Explainer {
  const { state, height } = source
  const hasher = new Hasher(options.sha256)
  const tables = new Tables(network.tables, {})
  const context = new SettlementContext({ network, state, height, tables, hasher })
  const explain = (kind: string, key: readonly string[]): Explanation => {
    if (!network.kinds.has(kind)) throw unknownKind(kind, network)
    const text = keyText(key)
    const claims = source.claims.filter(({ entry }) => entry.kind === kind)
    const found = claims.find(({ entry }) => keyText(entry.key) === text)
    const collected = claims.map(toCollected)
    if (found === undefined) throw unknownClaim(kind, text, collected)
    const claim = toCollected(found)
    return explainOne({ context, kind, claims: [claim], claim, entry: found.entry })
  }
  return Object.freeze({ explain, entries: source.claims.map(({ entry }) => entry) })
}

function toCollected({ entry, row }: CommandClaim): CollectedClaim {
  const { key, route, paramsVersion } = entry
  const intake = { status: 'collected' } as const
  return { key, row, route, paramsVersion, intake, bytes: new Uint8Array() }
}

interface ExplainOne {
  readonly context: SettlementContext
  readonly kind: string
  readonly claims: readonly CollectedClaim[]
  readonly claim: CollectedClaim
  readonly entry: JournalEntry | undefined
}

function explainOne(options: ExplainOne): Explanation {
  const { context, kind, claim, entry } = options
  const compiled = context.compiled(claim.paramsVersion).pipelines.get(kind)?.get(claim.route)
  const { intake } = claim
  const outcome =
    intake.status === 'deferred'
      ? { status: 'deferred' as const, tlm: INTAKE, code: intake.code, at: '' }
      : entry
  if (compiled === undefined || outcome === undefined) {
    throw unknownClaim(kind, keyText(claim.key), options.claims)
  }
  const { status, tlm, code, at } = outcome
  const base = {
    kind,
    key: claim.key,
    route: claim.route,
    paramsVersion: claim.paramsVersion,
    outcome: { status, tlm, code, at },
    claimed: entry?.claimed,
    settled: entry?.settled,
    inputs: inputsOf(compiled, claim),
    postings: entry?.postings ?? [],
    events: entry?.events ?? [],
  }
  if (intake.status !== 'collected' || entry === undefined) return { ...base, steps: [] }
  return { ...base, steps: replay(compiled, { ...options, entry }) }
}

function replay(
  compiled: CompiledPipeline,
  options: ExplainOne & { readonly entry: JournalEntry },
): Explanation['steps'] {
  const { claims, claim, entry } = options
  const { pipeline, plan, params } = compiled
  const program = compilePipeline(pipeline, plan, { params, explain: true })
  const batch = claims.filter((each) => inBatch(each, claim, program.batchPrefix))
  const rows = batch.map(({ row, key, intake }): BatchRow => {
    const frame = new Frame(row, program.template.slice())
    if (intake.status === 'rejected') {
      frame.ended = { status: 'discarded', tlm: INTAKE, code: intake.code, at: '' }
    }
    return { frame, key, events: [] }
  })
  runPurePhases(program, rows, new Effects(new Ledger(new Map(), () => 0n)))
  const row = rows[batch.indexOf(claim)]
  if (row === undefined) return []
  const { frame } = row
  const { effects, ran } = settleAgain(program, frame, entry)
  return toSteps({ plan, frame, postings: effects, ranSettle: ran, group: claim.key })
}

function settleAgain(
  program: ReturnType<typeof compilePipeline>,
  frame: Frame,
  entry: JournalEntry,
): { readonly effects: Explanation['postings']; readonly ran: boolean } {
  if (frame.ended !== undefined) return { effects: [], ran: false }
  const effects = new ReplayEffects(entry)
  runSettlePhase(program, frame, effects)
  return { effects: effects.postings, ran: true }
}

function inBatch(a: CollectedClaim, b: CollectedClaim, prefix: number): boolean {
  if (a === b) return true
  if (prefix === 0 || a.route !== b.route || a.paramsVersion !== b.paramsVersion) return false
  if (a.intake.status === 'refused' || a.intake.status === 'deferred') return false
  return a.key.slice(0, prefix).every((part, index) => part === b.key[index])
}

function inputsOf(compiled: CompiledPipeline, claim: CollectedClaim): Explanation['inputs'] {
  const { kind } = compiled.pipeline
  return Object.entries(kind.all)
    .filter(([column]) => claim.row[column] !== undefined)
    .map(([column, shape]) => ({
      column,
      value: showCell(claim.row[column]),
      denomination: shape.type === 'amount' ? shape.denomination : undefined,
      fact: column in kind.facts,
    }))
}

function entryKey(kind: string, key: readonly string[]): string {
  return `${kind}/${keyText(key)}`
}

function unknownKind(kind: string, network: Network): InputError {
  return new InputError({
    code: 'kind-unknown',
    message: `Network "${network.name}" has no claim kind "${kind}".${didYouMean(kind, network.kinds.keys())}`,
    details: { kind },
  })
}

function unknownClaim(kind: string, key: string, claims: readonly CollectedClaim[]): InputError {
  const known = claims.slice(0, 5000).map((claim) => keyText(claim.key))
  return new InputError({
    code: 'claim-unknown',
    message: `There is no claim ${key} of kind "${kind}" in this settlement.${didYouMean(key, known)}`,
    details: { kind, key },
  })
}
