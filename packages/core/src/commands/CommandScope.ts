import type { AccountPath } from '../accounts/Account.js'
import type { CommandContext, Lifecycle, LifecycleState } from '../lifecycle/defineLifecycle.js'
import type { ParamValues } from '../params/parseParams.js'
import type { SettlementContext } from '../settlement/SettlementContext.js'
import type { ParamsVersion } from '../state/State.js'
import type { Command } from './parseCommand.js'
import type { Works } from './Works.js'

/** What the reducers of commands may look at; one stands for all commands of a run, in turn. */
export class CommandScope implements CommandContext {
  height: bigint = 0n
  time: bigint
  lifecycle: string = ''
  work: string = ''
  params: ParamValues = {}
  paramsVersion: number = -1
  readonly balance: CommandContext['balance']
  readonly peek: CommandContext['peek']
  readonly checkParams: CommandContext['checkParams']
  readonly #context: SettlementContext

  constructor(context: SettlementContext, works: Works) {
    const { ledger } = context.effects
    this.#context = context
    this.time = context.state.time
    this.balance = (account: AccountPath, denomination: string) =>
      ledger.balanceOf(denomination, account)
    this.checkParams = (changes) => context.checkParams(changes)
    this.peek = <S extends LifecycleState>(lifecycle: Lifecycle<string, S>, work: string) =>
      works.get(lifecycle.name, work)?.state as S | undefined
  }

  /** The scope of a command, whose work opened with a params version. */
  of(
    command: Command,
    { version, last }: { readonly version: number; readonly last: bigint },
  ): this {
    const { lifecycle, height, time = last, work } = command
    this.lifecycle = lifecycle.name
    this.height = height
    this.time = time
    this.work = work
    if (version !== this.paramsVersion) {
      this.paramsVersion = version
      this.params = this.#context.compiled(version).params
    }
    return this
  }

  get paramsNow(): ParamValues {
    return this.#context.compiled(this.#context.versionFor(this.height)).params
  }

  get newestParams(): ParamsVersion {
    return this.#context.newestParams
  }

  get isPaused(): boolean {
    return this.#context.network.isPaused?.(this.lifecycle, this) ?? false
  }
}
