import {
  amount,
  amountLike,
  amountOf,
  id,
  module,
  oneOf,
  units,
  when,
  type SettleScope,
  type SymbolicAccount,
  type SymbolicAmount,
  type SymbolicRow,
} from '@tlmkit/core'
import { amountParam } from '@tlmkit/params'

const slashed = {
  application: id('application'),
  supplier: id('supplier'),
  service: id('service'),
  session: id('session'),
  proof: oneOf('missing', 'invalid'),
  sessionEndHeight: units(),
}

/** What a slash reads of an expired claim. */
export const slashColumns = { ...slashed, unstakeSessionEndHeight: units() }

export const slashParams = {
  penalty: amountParam(320_000_000n, {
    unit: 'base units',
    effect: 'What a supplier loses for each claim without a valid proof.',
  }),
  minStake: amountParam(1_000_000n, {
    unit: 'base units',
    effect: 'Least stake with which a supplier stays bonded.',
  }),
}

export const slashEvents = {
  'supplier-unbonding-begin': {
    supplier: id('supplier'),
    unstakeSessionEndHeight: units(),
    unbondingEndHeight: units(),
  },
  'supplier-slashed': { ...slashed, penalty: amount(), stakeAfter: amount() },
}

/** What a slash says of the stake it takes. */
export interface StakeSlash<D extends string> {
  /** At most this much, in base units of `denomination`. */
  readonly penalty: bigint
  /** In the same units. */
  readonly minStake: bigint
  readonly denomination: D
  /** What becomes of the penalty, which `from` holds, before the stake is read again. */
  readonly spend: (penalty: SymbolicAmount<D>, from: SymbolicAccount) => void
}

type Scope = SettleScope<{
  readonly reasons: 'supplier-slash-module-transfer' | 'unbonding-begin'
  readonly codes: never
  readonly outcomes: never
  readonly events: typeof slashEvents
}>

/**
 * Takes a penalty from the supplier of an expired claim, as far as its stake reaches.
 *
 * Rule: min(penalty, stake) goes from the supplier's stake to `module/tokenomics`. Where the stake
 * is then below `minStake` and `supplier/<id>/unbonding` holds no mark, it gets one mark and
 * `supplier-unbonding-begin` follows: once per supplier, ever. `supplier-slashed` comes last, also
 * for a supplier that has nothing left.
 * Units: base units of `denomination`; a mark is 1 unit of `mark`, which is no money.
 * Source: spec/pocket.md section 8.
 */
export function slashStake<D extends string>(
  claim: Scope,
  { unstakeSessionEndHeight, ...columns }: SymbolicRow<typeof slashColumns>,
  { penalty: penaltyMax, minStake, denomination, spend }: StakeSlash<D>,
): { readonly penalty: SymbolicAmount<D>; readonly penaltyFrom: SymbolicAccount } {
  const { supplier } = columns
  const escrow = module('tokenomics')
  const stake = supplier.bucket('stake')
  const { taken } = claim.take(amountOf(penaltyMax, denomination), {
    from: stake,
    to: escrow,
    reason: 'supplier-slash-module-transfer',
  })
  const penalty = taken.as('penalty')
  spend(penalty, escrow)

  const stakeAfter = claim.balance(stake, penalty).as('stakeAfter')
  const mark = amountOf(1n, 'mark')
  const unbonding = supplier.bucket('unbonding')
  const marks = claim.balance(unbonding, mark)
  when(stakeAfter.below(amountLike(minStake, penalty)).and(marks.isZero()), () => {
    claim.mint(mark, { to: unbonding, reason: 'unbonding-begin' })
    const unbondingEndHeight = unstakeSessionEndHeight
    const heights = { unstakeSessionEndHeight, unbondingEndHeight }
    claim.emit('supplier-unbonding-begin', { supplier, ...heights })
  })
  claim.emit('supplier-slashed', { ...columns, penalty, stakeAfter })
  return { penalty, penaltyFrom: escrow }
}
