import { accountOf, type ClaimDraft, type CommandContext, type Tell } from '@tlmkit/core'

/** Stake that was taken from what an operator had bound. */
export interface Slash {
  readonly operator: string
  /** Base units. */
  readonly amount: bigint
  /** Blocks. */
  readonly faultHeight: bigint
}

/** What follows for the book of stakes when stake was taken. */
export interface SlashEffects {
  readonly claims: readonly ClaimDraft[]
  readonly tells: readonly Tell[]
}

/** What batches ask of a network's stake. `createStakeBook` of tlm-stake makes one. */
export interface StakeBook {
  /** Base units that an operator may still bind. */
  readonly bindable: (context: CommandContext, operator: string) => bigint
  readonly slashed: (context: CommandContext, slash: Slash) => SlashEffects
}

/** A network without stakes of its own: what is free may be bound, and nobody shares a loss. */
export function plainStakeBook(denomination: string): StakeBook {
  return Object.freeze({
    bindable: ({ balance }: CommandContext, operator: string) =>
      balance(accountOf('operator', operator, 'free'), denomination),
    slashed: () => ({ claims: [], tells: [] }),
  })
}
