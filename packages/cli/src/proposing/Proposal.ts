import type { BaseError, State } from '@tlmkit/core'
import type { ParamChange } from '@tlmkit/governance'
import type { ChangedParam } from '../comparing/changedParams.js'

/** A payment from the treasury, as a command has it: base units as text. */
export interface Payment {
  readonly to: string
  readonly amount: string
}

/** What a command line proposes, and all that is wrong with it. */
export interface Proposal {
  /** Changes by the full names of parameters. */
  readonly changes: readonly ParamChange[]
  readonly payments: readonly Payment[]
  /** Each parameter that is named, with its newest value and the one proposed. */
  readonly params: readonly ChangedParam[]
  /** A state with the changes laid over every version. */
  readonly overlay: (state: State) => State
  readonly faults: readonly BaseError[]
}

/** A command that a file of commands takes. */
export type ProposeCommand = {
  readonly lifecycle: string
  readonly work: string
  readonly command: string
  readonly height: string
  readonly time: string
  readonly proposer: string
  readonly changes: readonly { readonly key: string; readonly value: string }[]
  readonly payments: readonly { readonly to: string; readonly amount: string }[]
  readonly bondFrom: string
}
