import type { AccountPath } from '../accounts/Account.js'
import type { CommandContext, Lifecycle, LifecycleState } from '../lifecycle/defineLifecycle.js'
import type { ParamValues } from '../params/parseParams.js'
import type { SettlementContext } from '../settlement/SettlementContext.js'
import type { Command } from './parseCommand.js'
import type { Works } from './Works.js'

/** What the reducers of commands may look at; one stands for all commands of a run, in turn. */
export class CommandScope implements CommandContext {
  height: bigint = 0n
  work: string = ''
  params: ParamValues = {}
  paramsVersion: number = 0
  readonly balance: CommandContext['balance']
  readonly peek: CommandContext['peek']
  readonly #context: SettlementContext

  constructor(context: SettlementContext, works: Works) {
    const { ledger } = context.effects
    this.#context = context
    this.balance = (account: AccountPath, denomination: string) =>
      ledger.balanceOf(denomination, account)
    this.peek = <S extends LifecycleState>(lifecycle: Lifecycle<string, S>, work: string) =>
      works.get(lifecycle.name, work)?.state as S | undefined
  }

  /** The scope of a command, whose work opened with a params version. */
  of({ height, work }: Command, version: number): this {
    this.height = height
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
}
