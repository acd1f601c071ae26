import type { AccountPath } from '../accounts/Account.js'
import type { Columns, Row, RowOf } from '../claims/columns.js'
import type { ClaimKind } from '../claims/defineClaimKind.js'
import { UsageError } from '../errors/UsageError.js'
import type { EventValue, OutcomeStatus, Posting } from '../journal/JournalEntry.js'
import type { ParamSet } from '../network/compileNetwork.js'
import type { ParamValues } from '../params/parseParams.js'
import type { ParamsVersion } from '../state/State.js'
import { assertName, type Rejection } from '../tlm/defineTlm.js'

/** Plain data of a lifecycle: text, flags, bigints, lists and objects of these. Never a float. */
export type LifecycleState =
  | string
  | boolean
  | bigint
  | null
  | readonly LifecycleState[]
  | { readonly [key: string]: LifecycleState }

/** What a command may look at. Height and time come with the command, never from a clock. */
export interface CommandContext {
  readonly height: bigint
  /** Seconds: the command's time, or of the last command that had one; 0 before any. */
  readonly time: bigint
  readonly work: string
  /** Whether new work of the command's lifecycle is paused, as the network has it. */
  readonly isPaused: boolean
  /** Network params of the version that the work opened with. */
  readonly params: ParamValues
  readonly paramsVersion: number
  /** Network params in force at the command's height. */
  readonly paramsNow: ParamValues
  /** The newest parameter values, in force or not yet. */
  readonly newestParams: ParamsVersion
  /** Why values laid over the newest ones would be refused; undefined where they fit. */
  readonly checkParams: (changes: ParamSet) => ParamsFault | undefined
  /** Balance of an account in base units, at this point. */
  readonly balance: (account: AccountPath, denomination: string) => bigint
  /** State of another work, of this lifecycle or another, at this point. */
  readonly peek: <S extends LifecycleState>(
    lifecycle: Lifecycle<string, S>,
    work: string,
  ) => S | undefined
}

/** What is wrong with parameter values: a code of `compileNetwork`, and what would be right. */
export interface ParamsFault {
  readonly code: string
  readonly message: string
}

/** A change of another work's state, which happens together with the command or not at all. */
export interface Tell {
  readonly lifecycle: string
  readonly work: string
  readonly change: (state: LifecycleState | undefined) => LifecycleState | undefined
}

/**
 * Changes the state of another work, of this lifecycle or another.
 *
 * Rule: `change` is pure and gets the state as it is when its turn comes, in the order told. A work
 * it gives no state for is forgotten; one that was not there opens with the command's params.
 * @example tell(nodes, 'node7', (node) => ({ strikes: (node?.strikes ?? 0n) + 1n }))
 */
export function tell<S extends LifecycleState>(
  lifecycle: Lifecycle<string, S>,
  work: string,
  change: (state: S | undefined) => S | undefined,
): Tell {
  return { lifecycle: lifecycle.name, work, change: change as Tell['change'] }
}

/** A claim that follows from a command. All claims of one command are one atomic unit. */
export interface ClaimDraft {
  readonly kind: string
  readonly row: Row
}

/** Makes a typed claim of a kind. */
export function claimOf<C extends Columns>(
  kind: Pick<ClaimKind<string, C>, 'name' | 'all'>,
  row: RowOf<C>,
): ClaimDraft {
  return { kind: kind.name, row }
}

/** An event of a lifecycle; numbers stand as text in the journal. */
export interface LifecycleEvent {
  readonly event: string
  readonly fields: Readonly<Record<string, EventValue | bigint>>
}

/** What a command comes to: another state, and the claims that follow. */
export interface Transition<S> {
  readonly state: S
  /** Changes of other works, in this order. */
  readonly tells?: readonly Tell[]
  readonly events?: readonly LifecycleEvent[]
  readonly claims?: readonly ClaimDraft[]
  /**
   * Parameter values to lay over the newest ones, by owner and key, as they are written: a version
   * that is in force from the next height on. Only of commands that say `writesParams`.
   */
  readonly params?: ParamSet
  /**
   * What follows from how the claims ended, in their order: its state takes the place of `state`,
   * its tells, events and claims come after these, as part of the command.
   */
  readonly settled?: (outcomes: readonly ClaimOutcome[]) => Transition<S>
}

/** How the claim of a command, or of a settlement, ended. */
export interface ClaimOutcome {
  readonly status: OutcomeStatus
  readonly kind: string
  readonly key: readonly string[]
  readonly code: string
  readonly claimed: bigint | undefined
  readonly settled: bigint | undefined
  /** Units the rules took from balances, in statement order. */
  readonly witnesses: readonly bigint[]
  readonly postings: readonly Posting[]
  /** Whole numbers that the rules returned, by column; of a claim of a command. */
  readonly returned: Readonly<Record<string, bigint>>
}

/**
 * Units that claims of one settlement counted on `kind/owner/bucket`, given back to its lifecycle.
 */
export interface Tallied {
  readonly units: bigint
  readonly height: bigint
  readonly params: ParamValues
}

export interface TalliedResult<S> {
  readonly state: S
  readonly events?: readonly LifecycleEvent[]
}

/** A piece of work, by its lifecycle and its name. */
export interface WorkName {
  readonly lifecycle: string
  readonly work: string
}

/** One command of a lifecycle. */
export interface CommandShape<S> {
  readonly columns: Columns
  /** The command does not go without a time. */
  readonly timed: boolean
  /** The command may write params. */
  readonly writesParams: boolean
  /** Names the work whose params version a new work opens with; that of now without one. */
  readonly opensUnder: ((command: Row) => WorkName) | undefined
  /** Rejection codes, in the order of their precedence. */
  readonly codes: readonly string[]
  reduce(state: S | undefined, command: Row, context: CommandContext): Transition<S> | Rejection
}

/** A state machine of one kind of work. */
export interface Lifecycle<
  Name extends string = string,
  S extends LifecycleState = LifecycleState,
> {
  readonly name: Name
  /** Types only: what its works hold. */
  readonly '~state'?: S
  readonly commands: Readonly<Record<string, CommandShape<LifecycleState>>>
  readonly settled: ((state: LifecycleState, outcome: ClaimOutcome) => LifecycleState) | undefined
  readonly tally:
    | {
        readonly kind: string
        readonly bucket: string
        readonly apply: (
          state: LifecycleState | undefined,
          tallied: Tallied,
        ) => TalliedResult<LifecycleState>
      }
    | undefined
}

interface CommandOptions<S, C extends Columns, Code extends string> {
  readonly columns: C
  readonly codes: readonly Code[]
  readonly timed?: boolean
  readonly writesParams?: boolean
  readonly opensUnder?: (command: RowOf<C>) => WorkName
  readonly reduce: (
    state: S | undefined,
    command: RowOf<C>,
    context: CommandContext,
  ) => Transition<S> | Rejection<Code>
}

/** Defines one command: its columns, its rejection codes in precedence, its reducer. */
export function defineCommand<S extends LifecycleState>() {
  return <const C extends Columns, const Code extends string>(
    options: CommandOptions<S, C, Code>,
  ): CommandShape<S> => {
    const { columns, codes, reduce, timed = false, writesParams = false, opensUnder } = options
    return Object.freeze({
      ...{ timed, writesParams, opensUnder: opensUnder as CommandShape<S>['opensUnder'] },
      columns: Object.freeze({ ...columns }),
      codes: Object.freeze([...codes]),
      reduce: reduce,
    })
  }
}

interface LifecycleOptions<Name extends string, S extends LifecycleState> {
  readonly name: Name
  readonly commands?: Readonly<Record<string, CommandShape<S>>>
  /** Takes back how a claim ended: debts, unpaid compensation. */
  readonly settled?: (state: S, outcome: ClaimOutcome) => S
  /** Takes what claims counted on `kind/owner/bucket` in one settlement. */
  readonly tally?: {
    readonly kind: string
    readonly bucket: string
    readonly apply: (state: S | undefined, tallied: Tallied) => TalliedResult<S>
  }
}

/**
 * Defines a lifecycle: a pure reducer from state and command to state and claims.
 *
 * Rule: money rules never live here; a command whose claim is discarded is rejected with that code,
 * and its state change is dropped.
 * Errors: `tlm-invalid`, `lifecycle-empty`.
 */
export function defineLifecycle<S extends LifecycleState>() {
  return <const Name extends string>(options: LifecycleOptions<Name, S>): Lifecycle<Name, S> => {
    assertName('Lifecycle', options.name)
    if (options.commands === undefined && options.tally === undefined) {
      throw new UsageError({
        code: 'lifecycle-empty',
        message: `Lifecycle "${options.name}" has neither commands nor a tally to live on.`,
      })
    }
    return Object.freeze({
      name: options.name,
      commands: Object.freeze({ ...options.commands }),
      settled: options.settled as Lifecycle['settled'],
      tally: options.tally as Lifecycle['tally'],
    })
  }
}
