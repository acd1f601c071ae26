import { accountOf, type ClaimDraft, type CommandContext, type Tell } from '@tlmkit/core'

/** Own stake that a slash may take, in base units. */
export interface SlashableStake {
  /** Of what no work has bound. */
  readonly free: bigint
  /** Of what began to thaw at the height of the fault or later. */
  readonly thawing: bigint
  /** Of what work has bound: it is not taken but owed. */
  readonly bound: bigint
}

/** Own stake that a slash took, in base units. */
export interface OwnSlash {
  readonly operator: string
  readonly free: bigint
  readonly thawing: bigint
  /** What work has bound of it and so could not be taken. */
  readonly owed: bigint
  /** Blocks. */
  readonly faultHeight: bigint
}

/** What slashes of nodes ask of a network's stake. `createStakeBook` of tlm-stake makes one. */
export interface SlashStakeBook {
  /** Own stake of an operator in base units, bound or not; stake that thaws does not count. */
  readonly own: (context: CommandContext, operator: string) => bigint
  /** What of it a fault at `faultHeight` may cost. */
  readonly slashableOwn: (
    context: CommandContext,
    operator: string,
    faultHeight: bigint,
  ) => SlashableStake
  /** What follows when own stake was taken from `operator/<id>/free` and `operator/<id>/thawing`. */
  readonly ownSlashed: (
    context: CommandContext,
    slash: OwnSlash,
  ) => { readonly claims: readonly ClaimDraft[]; readonly tells: readonly Tell[] }
}

/** A network without stakes of its own: all stake is a node's own, and none of it thaws. */
export function plainSlashBook(denomination: string): SlashStakeBook {
  const held = ({ balance }: CommandContext, operator: string, bucket: string): bigint =>
    balance(accountOf('operator', operator, bucket), denomination)
  return Object.freeze({
    own: (context: CommandContext, operator: string) =>
      held(context, operator, 'free') + held(context, operator, 'bound'),
    slashableOwn: (context: CommandContext, operator: string) => ({
      free: held(context, operator, 'free'),
      thawing: 0n,
      bound: 0n,
    }),
    ownSlashed: () => ({ claims: [], tells: [] }),
  })
}
