import { accountOf, type ClaimDraft, type CommandContext, type Tell } from '@tlmkit/core'

/** Stake that was taken from what an operator had bound or free. */
export interface Slash {
  readonly operator: string
  /** Base units. */
  readonly amount: bigint
  /** Blocks. */
  readonly faultHeight: bigint
}

/** What follows for the book of stakes. */
export interface StakeEffects {
  readonly claims: readonly ClaimDraft[]
  readonly tells: readonly Tell[]
}

/** What leases ask of a network's stake. `createStakeBook` of tlm-stake makes one. */
export interface StakeBook {
  /** Base units that an operator may still bind. */
  readonly bindable: (context: CommandContext, operator: string) => bigint
  /** What must settle before it binds: stake that joins it at this height. */
  readonly joins?: (context: CommandContext, operator: string) => StakeEffects
  readonly slashed: (context: CommandContext, slash: Slash) => StakeEffects
  /** Base units of its own stake, and of its delegators'. */
  readonly ownAndPool: (
    context: CommandContext,
    operator: string,
  ) => { readonly own: bigint; readonly pool: bigint }
  readonly hasDebt: (context: CommandContext, operator: string) => boolean
  /**
   * Base units of thawing stake that may be taken out of its account for a fault; none where the
   * book itself takes thawing stake in `slashed`.
   */
  readonly slashableThawing?: (
    context: CommandContext,
    fault: Pick<Slash, 'operator' | 'faultHeight'>,
  ) => bigint
  /** Records what a slash could not take. */
  readonly indebted?: (context: CommandContext, operator: string, amount: bigint) => StakeEffects
}

const NOTHING: StakeEffects = { claims: [], tells: [] }

/**
 * A network without stakes of its own: what is free may be bound, all of it is the operator's, and
 * what a slash cannot take is lost sight of.
 */
export function plainStakeBook(denomination: string): StakeBook {
  const held = ({ balance }: CommandContext, operator: string, bucket: string): bigint =>
    balance(accountOf('operator', operator, bucket), denomination)
  return Object.freeze<StakeBook>({
    bindable: (context, operator) => held(context, operator, 'free'),
    slashed: () => NOTHING,
    ownAndPool: (context, operator) => {
      return { own: held(context, operator, 'free') + held(context, operator, 'bound'), pool: 0n }
    },
    hasDebt: () => false,
    slashableThawing: (context, { operator }) => held(context, operator, 'thawing'),
  })
}
