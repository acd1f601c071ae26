import { accountOf, type ClaimDraft, type CommandContext, type Tell } from '@tlmkit/core'

/** Stake that was taken from what an operator had bound. */
export interface Slash {
  readonly operator: string
  /** Base units. */
  readonly amount: bigint
  /** Blocks. */
  readonly faultHeight: bigint
}

/** What the book of stakes does along with a command. */
export interface StakeEffects {
  readonly claims: readonly ClaimDraft[]
  readonly tells: readonly Tell[]
}

/** What batches ask of a network's stake. `createStakeBook` of tlm-stake makes one. */
export interface StakeBook {
  /** Base units that an operator may still bind. */
  readonly bindable: (context: CommandContext, operator: string) => bigint
  /** What must settle before it binds: stake that joins it at this height. */
  readonly joins: (context: CommandContext, operator: string) => StakeEffects
  /** What follows when stake was taken. */
  readonly slashed: (context: CommandContext, slash: Slash) => StakeEffects
}

const NOTHING: StakeEffects = Object.freeze({ claims: [], tells: [] })

/** A network without stakes of its own: what is free may be bound, and nobody shares a loss. */
export function plainStakeBook(denomination: string): StakeBook {
  return Object.freeze({
    bindable: ({ balance }: CommandContext, operator: string) =>
      balance(accountOf('operator', operator, 'free'), denomination),
    joins: () => NOTHING,
    slashed: () => NOTHING,
  })
}
