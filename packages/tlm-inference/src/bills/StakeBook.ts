import { accountOf, type ClaimDraft, type CommandContext, type Tell } from '@tlmkit/core'

/** Stake that was taken from what a node had bound. */
export interface Slash {
  readonly operator: string
  /** Base units. */
  readonly amount: bigint
  /** Blocks. */
  readonly faultHeight: bigint
}

/** What happens elsewhere along with a command. */
export interface SideEffects {
  readonly claims: readonly ClaimDraft[]
  readonly tells: readonly Tell[]
}

/** What bills ask of a network's stake. `createStakeBook` of tlm-stake makes one. */
export interface StakeBook {
  /** Base units that an operator may still bind. */
  readonly bindable: (context: CommandContext, operator: string) => bigint
  /** What must settle before it binds: stake that joins it at this height. */
  readonly joins?: (context: CommandContext, operator: string) => SideEffects
  /** What follows when stake was taken. */
  readonly slashed: (context: CommandContext, slash: Slash) => SideEffects
  /** Whether it owes what slashes could not take. */
  readonly hasDebt?: (context: CommandContext, operator: string) => boolean
  /** Base units of its own stake, and of its delegators'. */
  readonly ownAndPool: (
    context: CommandContext,
    operator: string,
  ) => { readonly own: bigint; readonly pool: bigint }
}

export const NO_EFFECTS: SideEffects = Object.freeze({ claims: [], tells: [] })

/** A network without stakes of its own: all that is free may be bound, and all is the node's. */
export function plainStakeBook(denomination: string): StakeBook {
  const held = ({ balance }: CommandContext, operator: string, bucket: string): bigint =>
    balance(accountOf('operator', operator, bucket), denomination)
  return Object.freeze<StakeBook>({
    bindable: (context, operator) => held(context, operator, 'free'),
    slashed: () => NO_EFFECTS,
    ownAndPool: (context, operator) => {
      return { own: held(context, operator, 'free') + held(context, operator, 'bound'), pool: 0n }
    },
  })
}
