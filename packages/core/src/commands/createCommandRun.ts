import { bytesToHex } from '@noble/hashes/utils.js'
import { keyOf, keyText } from '../claims/keyOf.js'
import { isPlainRow, parseRow } from '../claims/parseRow.js'
import { Frame } from '../engine/Frame.js'
import { runPurePhases, runSettlePhase, slot, type BatchRow } from '../engine/runBatch.js'
import type { DustShare } from '../engine/Effects.js'
import { isTlmkitError } from '../errors/BaseError.js'
import { InputError } from '../errors/InputError.js'
import { Hasher } from '../hashing/Sha256.js'
import type { JournalEntry } from '../journal/JournalEntry.js'
import type {
  ClaimDraft,
  ClaimOutcome,
  LifecycleEvent,
  LifecycleState,
  Tell,
  Transition,
} from '../lifecycle/defineLifecycle.js'
import type { CompiledPipeline, ParamSet } from '../network/compileNetwork.js'
import type { Network } from '../network/defineNetwork.js'
import { assertPostingsExact } from '../settlement/assertPostingsExact.js'
import { INTAKE, routeOf } from '../settlement/collectClaims.js'
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
import { COMMAND_IDS, type State, type Work } from '../state/State.js'
import { lifecycleEntry } from '../settlement/lifecycleEntry.js'
import { isRejection } from '../tlm/defineTlm.js'
import type { CommandClaim, CommandResult } from './CommandResult.js'
import {
  anotherNetwork,
  undeclaredCode,
  unknownKind,
  wrongParams,
  wrongTell,
} from './commandFaults.js'
import { CommandScope } from './CommandScope.js'
import { encodeCommands, type PresentedCommand } from './encodeCommands.js'
import { parseCommand, type Command } from './parseCommand.js'
import { refuseMoment } from './refuseMoment.js'
import { SettledKeys } from './SettledKeys.js'
import { Works } from './Works.js'

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
 * that was settled before carries nothing out, and `finish` gives the receipt of then. A command
 * that has an id of its own is accepted once, ever.
 * Errors of a result: `command-repeated`, `height-backwards`, `time-missing`, `time-backwards`,
 * the lifecycle's codes in their precedence, the codes of TLMs, those of reading the command,
 * `already-settled`, `lifecycle-fault`.
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
  readonly #presented: PresentedCommand[] = []
  readonly #works: Works
  readonly #scope: CommandScope
  readonly #keys: SettledKeys
  #height: bigint
  #time: bigint

  constructor(settlement: Settlement, id: string) {
    this.#settlement = settlement
    this.#id = id
    this.#height = settlement.context.state.height
    this.#time = settlement.context.state.time
    this.#keys = new SettledKeys(settlement.context.state.settledIds)
    this.#works = new Works(settlement.context.state.lifecycles)
    this.#scope = new CommandScope(settlement.context, this.#works)
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
    const lifecycles = this.#works.finish()
    return finishSettlement(this.#settlement, {
      id: this.#id,
      inputHash,
      lifecycles,
      time: this.#time,
    })
  }

  /** Whether a settlement of this id was made before: then nothing is carried out again. */
  #isRepeated(): boolean {
    return this.#settlement.context.state.settlements.has(this.#id)
  }

  #applyCommand(command: Command): CommandResult {
    const { lifecycle, work, height, id } = command
    const { context } = this.#settlement
    if (id !== undefined && this.#keys.isAccepted(id)) {
      const message = `Command "${id}" was accepted before: nothing was carried out again.`
      return { status: 'rejected', code: 'command-repeated', by: INTAKE, message }
    }
    const last = { height: this.#height, time: this.#time }
    const untimely = refuseMoment(command, { last, heightMax: context.height })
    if (untimely !== undefined) return { status: 'rejected', by: INTAKE, ...untimely }
    const known = this.#works.get(lifecycle.name, work)
    const version = (known ?? this.#above(command))?.paramsVersion ?? context.versionFor(height)
    const transition = this.#reduce(command, { known, version })
    if ('status' in transition) return transition
    const carried = this.#carryOut(command, { transition, version })
    if ('status' in carried) return carried
    this.#height = height
    this.#time = command.time ?? this.#time
    if (id !== undefined) {
      this.#keys.accept(id)
      this.#settlement.settledIds.addMark(COMMAND_IDS, id, height)
    }
    return { status: 'accepted', ...carried }
  }

  /** The work whose version the command's work opens with, if it names one that is there. */
  #above({ shape, fields }: Command): Work | undefined {
    if (shape.opensUnder === undefined) return undefined
    const { lifecycle, work } = shape.opensUnder(fields)
    return this.#works.get(lifecycle, work)
  }

  #reduce(
    command: Command,
    { known, version }: { readonly known: Work | undefined; readonly version: number },
  ): Transition<LifecycleState> | Rejected {
    const { lifecycle, shape, fields } = command
    try {
      const result = shape.reduce(
        known?.state,
        fields,
        this.#scope.of(command, { version, last: this.#time }),
      )
      if (!isRejection(result)) return result
      if (!shape.codes.includes(result.rejected)) throw undeclaredCode(command, result.rejected)
      return { status: 'rejected', code: result.rejected, by: lifecycle.name, message: '' }
    } catch (error) {
      if (isTlmkitError(error) && error.kind === 'usage') throw error
      const message = error instanceof Error ? error.message : 'unknown fault'
      return { status: 'rejected', code: 'lifecycle-fault', by: lifecycle.name, message }
    }
  }

  /** All claims of a command and the states they leave, or none of it. */
  #carryOut(command: Command, { transition, version }: Carry): Carried | Rejected {
    const settled: SettledClaim[] = []
    const events: LifecycleEvent[] = []
    const versions = this.#settlement.context.params.length
    try {
      let next: Transition<LifecycleState> | undefined = transition
      let state = transition.state
      while (next !== undefined) {
        const from = settled.length
        const rejected = this.#settleClaims(next.claims ?? [], { version, settled })
        if (rejected !== undefined) {
          this.#takeBack(versions)
          return rejected
        }
        this.#tell(command, version, next.tells)
        this.#writeParams(command, next.params)
        events.push(...(next.events ?? []))
        state = next.state
        next = next.settled?.(settled.slice(from).map(outcomeOf))
      }
      this.#close(command, { version, state, settled })
      return this.#commit(command, { settled, events })
    } catch (error) {
      this.#takeBack(versions)
      if (isTlmkitError(error) && error.kind !== 'rejection') throw error
      const message = error instanceof Error ? error.message : 'unknown fault'
      return { status: 'rejected', code: 'lifecycle-fault', by: command.lifecycle.name, message }
    }
  }

  /** Checks the money of a command, and stores the state of its work. */
  #close(
    { lifecycle, work }: Command,
    { version, state, settled }: Pick<Work, 'state'> & Settled & { readonly version: number },
  ): void {
    const { ledger } = this.#settlement.context.effects
    const [first] = settled
    const postings =
      settled.length === 1 && first !== undefined
        ? first.entry.postings
        : settled.flatMap(({ entry }) => entry.postings)
    assertPostingsExact(ledger, postings, first?.entry.kind ?? '')
    const feedBack = lifecycle.settled
    const last =
      feedBack === undefined
        ? state
        : settled.reduce((now, claim) => feedBack(now, outcomeOf(claim)), state)
    this.#works.set(lifecycle.name, work, { paramsVersion: version, state: last })
  }

  #tell(command: Command, version: number, tells: readonly Tell[] = []): void {
    for (const { lifecycle, work, change } of tells) {
      const isOwn = lifecycle === command.lifecycle.name && work === command.work
      if (isOwn || !this.#settlement.context.network.lifecycles.has(lifecycle)) {
        throw wrongTell(command, { lifecycle, work })
      }
      const known = this.#works.get(lifecycle, work)
      const state = change(known?.state)
      const paramsVersion = known?.paramsVersion ?? version
      this.#works.set(lifecycle, work, state === undefined ? undefined : { paramsVersion, state })
    }
  }

  /** Adds claims to those settled. The first discard ends it. */
  #settleClaims(
    drafts: readonly ClaimDraft[],
    { version, settled }: { readonly version: number; readonly settled: SettledClaim[] },
  ): Rejected | undefined {
    const { effects } = this.#settlement.context
    for (const draft of drafts) {
      const claim = this.#settleClaim(this.#typed(draft), version)
      const { entry } = claim
      if (entry.status === 'discarded') {
        return { status: 'rejected', code: entry.code, by: entry.tlm, message: entry.at }
      }
      settled.push(claim)
      effects.clear()
    }
    return undefined
  }

  #writeParams(command: Command, changes: ParamSet | undefined): void {
    if (changes === undefined) return
    if (!command.shape.writesParams) throw wrongParams(command)
    this.#settlement.context.writeParams(changes, command.height + 1n)
  }

  #takeBack(versions: number): void {
    this.#settlement.context.effects.undo()
    this.#settlement.context.takeBackParams(versions)
    this.#works.undo()
    this.#keys.undo()
  }

  #commit({ lifecycle, work }: Command, { settled, events }: Commit): Carried {
    const { effects } = this.#settlement.context
    effects.ledger.keep()
    this.#works.keep()
    this.#keys.keep()
    const claims: CommandClaim[] = []
    const entries: JournalEntry[] = []
    for (const { entry, draft, dust } of settled) {
      effects.countDust(dust)
      this.#keep(entry, draft)
      entries.push(entry)
      claims.push({ entry, row: draft.row })
    }
    if (events.length > 0) {
      const entry = lifecycleEntry(lifecycle.name, work, events)
      this.#settlement.record(entry)
      entries.push(entry)
    }
    return { claims, entries }
  }

  /** A claim as its kind has it: what a reducer makes is checked like what a file holds. */
  #typed({ kind, row }: ClaimDraft): ClaimDraft {
    const route = this.#settlement.context.network.kinds.get(kind)
    if (route === undefined) throw unknownKind(kind)
    const { all } = route.default.kind
    if (isPlainRow(all, row)) return { kind, row }
    return { kind, row: parseRow(all, row, `claim of kind "${kind}"`) }
  }

  #settleClaim(draft: ClaimDraft, version: number): SettledClaim {
    const { effects, network } = this.#settlement.context
    const routes = network.kinds.get(draft.kind)
    if (routes === undefined) throw unknownKind(draft.kind)
    const route = routeOf(routes, draft.row)
    const { program, returned } = this.#settlement.pipeline(draft.kind, route, version)
    const key = keyOf(routes.default.kind.key, draft.row)
    const frame = new Frame(draft.row, program.template.slice())
    const row: BatchRow = { frame, key, events: [] }
    const claim = { key, route, paramsVersion: version }
    const text = keyText(key)
    const refusal = this.#keys.refuse(routes.default.kind, { row: draft.row, text })
    if (refusal !== undefined) {
      frame.ended = { status: 'discarded', tlm: INTAKE, code: refusal, at: text }
    } else {
      this.#keys.add(draft.kind, text)
      runPurePhases(program, [row], effects)
      if (frame.ended === undefined) runSettlePhase(program, frame, effects)
    }
    const end = frame.ended ?? SETTLED
    const entry = entryOf({ kind: draft.kind, claim, program, frame, end }, effects, row.events)
    return { entry, draft, frame, returned, dust: effects.dust }
  }

  #keep(entry: JournalEntry, draft: ClaimDraft): void {
    this.#settlement.context.effects.count(entry.tallies)
    this.#settlement.record(entry)
    this.#settlement.settledIds.add(entry.kind, entry.key, draft.row)
  }
}

type Rejected = Extract<CommandResult, { status: 'rejected' }>

interface Carry {
  readonly transition: Transition<LifecycleState>
  readonly version: number
}

/** A claim that its rules have run on. */
interface SettledClaim {
  readonly entry: JournalEntry
  readonly draft: ClaimDraft
  readonly frame: Frame
  readonly returned: CompiledPipeline['returned']
  readonly dust: readonly DustShare[]
}

interface Settled {
  readonly settled: readonly SettledClaim[]
}

interface Commit extends Settled {
  readonly events: readonly LifecycleEvent[]
}

type Carried = Omit<Extract<CommandResult, { status: 'accepted' }>, 'status'>

function outcomeOf({ entry, frame, returned }: SettledClaim): ClaimOutcome {
  const { status, kind, key, code, claimed, settled, witnesses, postings } = entry
  const values: Record<string, bigint> = {}
  for (const [column, node] of returned) {
    const value = slot(frame, node)
    if (value !== undefined) values[column] = value
  }
  return { status, kind, key, code, claimed, settled, witnesses, postings, returned: values }
}
