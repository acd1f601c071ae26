import { bytesToHex } from '@noble/hashes/utils.js'
import { ByteWriter } from '../bytes/ByteWriter.js'
import type { Row } from '../claims/columns.js'
import type { ClaimKind } from '../claims/defineClaimKind.js'
import { encodeRow } from '../claims/encodeRow.js'
import { keyOf, keyText } from '../claims/keyOf.js'
import { isPlainRow, parseRow } from '../claims/parseRow.js'
import { Frame } from '../engine/Frame.js'
import { runPurePhases, runSettlePhase, type BatchRow } from '../engine/runBatch.js'
import type { DustShare } from '../engine/Effects.js'
import { isTlmkitError } from '../errors/BaseError.js'
import { InputError } from '../errors/InputError.js'
import { UsageError } from '../errors/UsageError.js'
import { Hasher } from '../hashing/Sha256.js'
import type { JournalEntry } from '../journal/JournalEntry.js'
import type {
  ClaimDraft,
  CommandContext,
  LifecycleState,
  Transition,
} from '../lifecycle/defineLifecycle.js'
import type { Network } from '../network/defineNetwork.js'
import { toPlanText } from '../pipeline/planText.js'
import { assertPostingsExact } from '../settlement/assertPostingsExact.js'
import { INTAKE, refuseSettled, routeOf, type RefusalCode } from '../settlement/collectClaims.js'
import { finishSettlement } from '../settlement/finishSettlement.js'
import { entryOf, SETTLED, Settlement } from '../settlement/Settlement.js'
import { SettlementContext } from '../settlement/SettlementContext.js'
import {
  assertHeight,
  inputHead,
  repeatSettlement,
  type SettleOptions,
  type SettleResult,
} from '../settlement/settle.js'
import { Tables, type Presented } from '../settlement/Tables.js'
import type { State, Work } from '../state/State.js'
import { isRejection } from '../tlm/defineTlm.js'
import type { CommandResult } from './CommandResult.js'
import { parseCommand, type Command } from './parseCommand.js'

/** The group commit of many commands: one settlement, each command all or nothing. */
export interface CommandRun {
  /** Carries out one command. A rejected one changes nothing. */
  readonly apply: (value: unknown, where?: string) => CommandResult
  /** Closes the settlement: invariants, receipt, the state after. */
  readonly finish: () => SettleResult
}

/**
 * Starts a settlement made of lifecycle commands, carried out in the order they come.
 *
 * Rule: a command whose claim is discarded is rejected with that code and its state change is
 * dropped; all claims of one command are one atomic unit. Claims of commands are made by the
 * reducer, with their facts: `collect` and follow-ups belong to presented claims. A run of an id
 * that was settled before carries nothing out, and `finish` gives the receipt of then.
 * Errors of a result: the lifecycle's codes in their precedence, the codes of TLMs, those of
 * reading
 * the command, `height-backwards`, `already-settled`, `lifecycle-fault`.
 */
export function createCommandRun(
  network: Network,
  state: State,
  options: SettleOptions & {
    readonly id: string
    /** Height of the settlement; the last command's height at least. */
    readonly height: bigint
    readonly tables?: Readonly<Record<string, Presented>>
  },
): CommandRun {
  if (state.network !== network.name) throw anotherNetwork(network, state)
  const hasher = new Hasher(options.sha256)
  const tables = new Tables(network.tables, options.tables ?? {})
  const { height, id } = options
  const context = new SettlementContext({ network, state, height, tables, hasher })
  return new Run(new Settlement(context, { engine: 'reference' }), id)
}

class Run implements CommandRun {
  readonly #settlement: Settlement
  readonly #id: string
  /** Commands in order; those that could not be read as they came. */
  readonly #presented: (Command | { readonly unread: unknown })[] = []
  readonly #works = new Map<string, Map<string, Work>>()
  readonly #settledKeys = new Map<string, Set<string>>()
  /** Keys of the command at hand, and the sets they stand in. */
  #commandKeys: (readonly [keys: Set<string>, key: string])[] = []
  #height: bigint

  constructor(settlement: Settlement, id: string) {
    this.#settlement = settlement
    this.#id = id
    this.#height = settlement.context.state.height
    for (const [name, works] of settlement.context.state.lifecycles) {
      this.#works.set(name, new Map(works))
    }
  }

  readonly apply = (value: unknown, where = 'command'): CommandResult => {
    let command: Command
    try {
      command = parseCommand(this.#settlement.context.network, value, where)
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      this.#presented.push({ unread: value })
      return { status: 'rejected', code: error.code, by: INTAKE, message: error.message }
    }
    this.#presented.push(command)
    return this.#isRepeated() ? { status: 'repeated' } : this.#applyCommand(command)
  }

  readonly finish = (): SettleResult => {
    const { context } = this.#settlement
    const { hasher, state } = context
    const stream = hasher.start()
    stream.update(inputHead(context, 'tlmkit-commands/1', this.#id))
    stream.update(encodeCommands(this.#presented))
    const inputHash = bytesToHex(stream.digest())
    const earlier = state.settlements.get(this.#id)
    if (earlier !== undefined) return repeatSettlement(state, { earlier, inputHash, hasher })
    assertHeight(state, context)
    const lifecycles = this.#works
    return finishSettlement(this.#settlement, {
      id: this.#id,
      inputHash,
      lifecycles,
    })
  }

  /** Whether a settlement of this id was made before: then nothing is carried out again. */
  #isRepeated(): boolean {
    return this.#settlement.context.state.settlements.has(this.#id)
  }

  #applyCommand(command: Command): CommandResult {
    const { lifecycle, work, height } = command
    const { context } = this.#settlement
    if (height < this.#height || height > context.height) {
      const message = `Height ${height} lies outside ${this.#height} to ${context.height}.`
      return { status: 'rejected', code: 'height-backwards', by: INTAKE, message }
    }
    const known = this.#works.get(lifecycle.name)?.get(work)
    const version = known?.paramsVersion ?? context.versionFor(height)
    const transition = this.#reduce(command, { known, version })
    if ('status' in transition) return transition
    const carried = this.#carryOut(command, { transition, version })
    if ('status' in carried) return carried
    this.#height = height
    this.#store(command, { version, state: carried.state })
    return { status: 'accepted', entries: carried.entries }
  }

  #reduce(
    command: Command,
    { known, version }: { readonly known: Work | undefined; readonly version: number },
  ): Transition<LifecycleState> | Rejected {
    const { lifecycle, shape, fields, work, height } = command
    const { context } = this.#settlement
    const commandContext: CommandContext = {
      height,
      work,
      params: context.compiled(version).params,
      paramsVersion: version,
      balance: (account, denomination) =>
        context.effects.ledger.cell(denomination, account).balance,
    }
    try {
      const result = shape.reduce(known?.state, fields, commandContext)
      if (!isRejection(result)) return result
      if (!shape.codes.includes(result.rejected)) throw undeclaredCode(command, result.rejected)
      return { status: 'rejected', code: result.rejected, by: lifecycle.name, message: '' }
    } catch (error) {
      if (isTlmkitError(error) && error.kind === 'usage') throw error
      const message = error instanceof Error ? error.message : 'unknown fault'
      return { status: 'rejected', code: 'lifecycle-fault', by: lifecycle.name, message }
    }
  }

  /** All claims of a command and the state they leave, or none of it. */
  #carryOut(
    command: Command,
    { transition, version }: Carry,
  ): { readonly state: LifecycleState; readonly entries: readonly JournalEntry[] } | Rejected {
    const dust: DustShare[] = []
    try {
      const drafts = (transition.claims ?? []).map((draft) => this.#typed(draft))
      const entries = this.#settleClaims(drafts, { version, dust })
      if ('status' in entries) {
        this.#takeBack()
        return entries
      }
      const state = outcomesFedBack(command, transition, entries)
      this.#commit(drafts, { entries, dust })
      return { state, entries }
    } catch (error) {
      this.#takeBack()
      if (isTlmkitError(error) && error.kind !== 'rejection') throw error
      const message = error instanceof Error ? error.message : 'unknown fault'
      return { status: 'rejected', code: 'lifecycle-fault', by: command.lifecycle.name, message }
    }
  }

  /** The first discard ends it. */
  #settleClaims(
    drafts: readonly ClaimDraft[],
    { version, dust }: { readonly version: number; readonly dust: DustShare[] },
  ): readonly JournalEntry[] | Rejected {
    const { effects } = this.#settlement.context
    const entries: JournalEntry[] = []
    for (const draft of drafts) {
      const entry = this.#settleClaim(draft, version)
      if (entry.status === 'discarded') {
        return { status: 'rejected', code: entry.code, by: entry.tlm, message: entry.at }
      }
      entries.push(entry)
      dust.push(...effects.dust)
      effects.clear()
    }
    const [first] = entries
    const postings =
      entries.length === 1 && first !== undefined
        ? first.postings
        : entries.flatMap((entry) => entry.postings)
    assertPostingsExact(effects.ledger, postings, first?.kind ?? '')
    return entries
  }

  #takeBack(): void {
    this.#settlement.context.effects.undo()
    for (const [keys, key] of this.#commandKeys) keys.delete(key)
    this.#commandKeys = []
  }

  #commit(
    drafts: readonly ClaimDraft[],
    { entries, dust }: { readonly entries: readonly JournalEntry[]; readonly dust: DustShare[] },
  ): void {
    const { effects } = this.#settlement.context
    effects.ledger.keep()
    effects.countDust(dust)
    this.#commandKeys = []
    entries.forEach((entry, index) => {
      this.#keep(entry, drafts[index])
    })
  }

  /** A claim as its kind has it: what a reducer makes is checked like what a file holds. */
  #typed({ kind, row }: ClaimDraft): ClaimDraft {
    const route = this.#settlement.context.network.kinds.get(kind)
    if (route === undefined) throw unknownKind(kind)
    const { all } = route.default.kind
    if (isPlainRow(all, row)) return { kind, row }
    return { kind, row: parseRow(all, row, `claim of kind "${kind}"`) }
  }

  #settleClaim(draft: ClaimDraft, version: number): JournalEntry {
    const { effects, network } = this.#settlement.context
    const routes = network.kinds.get(draft.kind)
    if (routes === undefined) throw unknownKind(draft.kind)
    const route = routeOf(routes, draft.row)
    const { program } = this.#settlement.pipeline(draft.kind, route, version)
    const key = keyOf(routes.default.kind.key, draft.row)
    const frame = new Frame(draft.row, program.template.slice())
    const row: BatchRow = { frame, key, events: [] }
    const claim = { key, route, paramsVersion: version }
    const text = keyText(key)
    const refusal = this.#refuse(routes.default.kind, { row: draft.row, text })
    if (refusal !== undefined) {
      frame.ended = { status: 'discarded', tlm: INTAKE, code: refusal, at: text }
    } else {
      this.#addKey(draft.kind, text)
      runPurePhases(program, [row], effects)
      if (frame.ended === undefined) runSettlePhase(program, frame, effects)
    }
    const end = frame.ended ?? SETTLED
    return entryOf({ kind: draft.kind, claim, program, frame, end }, effects, row.events)
  }

  #keep(entry: JournalEntry, draft: ClaimDraft | undefined): void {
    if (draft === undefined) return
    this.#settlement.context.effects.count(entry.tallies)
    this.#settlement.record(entry)
    this.#settlement.settledIds.add(entry.kind, entry.key, draft.row)
  }

  /** A key settles once, ever: by commands of this run, or of settlements before. */
  #refuse(
    kind: ClaimKind,
    claim: { readonly row: Row; readonly text: string },
  ): RefusalCode | undefined {
    if (this.#keysOf(kind.name).has(claim.text)) return 'already-settled'
    return refuseSettled(kind, claim, this.#settlement.context.state.settledIds.get(kind.name))
  }

  /** Notes a claim as settled, until its command is rejected after all. */
  #addKey(kind: string, key: string): void {
    const keys = this.#keysOf(kind)
    keys.add(key)
    this.#commandKeys.push([keys, key])
  }

  #keysOf(kind: string): Set<string> {
    let keys = this.#settledKeys.get(kind)
    if (keys === undefined) {
      keys = new Set()
      this.#settledKeys.set(kind, keys)
    }
    return keys
  }

  #store(
    command: Command,
    work: { readonly version: number; readonly state: LifecycleState },
  ): void {
    let works = this.#works.get(command.lifecycle.name)
    if (works === undefined) {
      works = new Map()
      this.#works.set(command.lifecycle.name, works)
    }
    works.set(command.work, { paramsVersion: work.version, state: work.state })
  }
}

type Rejected = Extract<CommandResult, { status: 'rejected' }>

interface Carry {
  readonly transition: Transition<LifecycleState>
  readonly version: number
}

/** Canonical bytes of what was presented, which the input hash covers. */
function encodeCommands(
  presented: readonly (Command | { readonly unread: unknown })[],
): Uint8Array {
  const writer = new ByteWriter()
  for (const command of presented) {
    if ('unread' in command) {
      writer.u8(0).text(textOf(command.unread))
      continue
    }
    const { lifecycle, work, name, height, shape, fields } = command
    writer.u8(1).text(lifecycle.name).text(work).text(name).u128(height)
    encodeRow(writer, shape.columns, fields)
  }
  return writer.toBytes()
}

/** What could not be read, as text: data as it came, anything else by its type. */
function textOf(value: unknown): string {
  try {
    return toPlanText(value)
  } catch {
    return typeof value
  }
}

function outcomesFedBack(
  { lifecycle }: Command,
  transition: Transition<LifecycleState>,
  entries: readonly JournalEntry[],
): LifecycleState {
  const { settled } = lifecycle
  if (settled === undefined) return transition.state
  return entries.reduce<LifecycleState>((state, entry) => settled(state, entry), transition.state)
}

function unknownKind(kind: string): UsageError {
  return new UsageError({
    code: 'kind-unknown',
    message: `A lifecycle makes a claim of kind "${kind}", which the network does not have.`,
    details: { kind },
  })
}

function undeclaredCode({ lifecycle, name }: Command, code: string): UsageError {
  return new UsageError({
    code: 'name-undeclared',
    message: `Command "${name}" of lifecycle "${lifecycle.name}" rejects with "${code}", which is not among its codes.`,
    details: { code },
  })
}

function anotherNetwork(network: Network, state: State): InputError {
  return new InputError({
    code: 'state-of-another-network',
    message: `The state belongs to network "${state.network}", the commands to "${network.name}".`,
  })
}
