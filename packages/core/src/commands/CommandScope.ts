import type { AccountPath } from '../accounts/Account.js'
import type { CommandContext, Lifecycle, LifecycleState } from '../lifecycle/defineLifecycle.js'
import type { ParamValues } from '../params/parseParams.js'
import type { SettlementContext } from '../settlement/SettlementContext.js'
import type { Command } from './parseCommand.js'
import type { Works } from './Works.js'

interface ScopeOptions {
  readonly context: SettlementContext
  readonly works: Works
  /** Params version that the command's work opened with. */
  readonly version: number
}

/** What the reducer of one command may look at. */
export class CommandScope implements CommandContext {
  readonly height: bigint
  readonly work: string
  readonly paramsVersion: number
  readonly #context: SettlementContext
  readonly #works: Works

  constructor(command: Command, { context, works, version }: ScopeOptions) {
    this.height = command.height
    this.work = command.work
    this.paramsVersion = version
    this.#context = context
    this.#works = works
  }

  get params(): ParamValues {
    return this.#context.compiled(this.paramsVersion).params
  }

  get paramsNow(): ParamValues {
    return this.#context.compiled(this.#context.versionFor(this.height)).params
  }

  readonly balance = (account: AccountPath, denomination: string): bigint =>
    this.#context.effects.ledger.balanceOf(denomination, account)

  readonly peek = <S extends LifecycleState>(
    lifecycle: Lifecycle<string, S>,
    work: string,
  ): S | undefined => this.#works.get(lifecycle.name, work)?.state as S | undefined
}
