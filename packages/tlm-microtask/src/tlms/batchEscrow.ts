import { amount, defineTlm, id } from '@tlmkit/core'
import { batchMoneyParams } from '../params.js'

/**
 * Takes the fee of a batch: the pay of all tasks and the bonus into its escrow.
 *
 * Rule: the caller deposits what it owes, the burned share included in what it must hold; with
 * source `treasury` the bonus comes from there, at most `treasuryPerEpochMax` of its opening an
 * epoch.
 * Units: base units.
 * Errors: `balance-short`, `treasury-short`.
 * Source: spec/microtask.md, Amounts at submit.
 */
export const batchEscrow = defineTlm({
  name: 'batch-escrow',
  version: '1.0.0',
  phase: 'settle',
  reads: {
    batch: id('escrow'),
    caller: id('caller'),
    ...{ burned: amount(), bonus: amount(), nodesPay: amount() },
    ...{ treasuryOpening: amount(), treasurySpent: amount() },
  },
  params: batchMoneyParams.pick({
    aggregatorSource: true,
    treasury: true,
    treasuryPerEpochMax: true,
  }),
  codes: ['balance-short', 'treasury-short'],
  reasons: ['batch-pay', 'batch-bonus'],
  rule({ batch, caller, burned, bonus, nodesPay, treasuryOpening, treasurySpent }, params, claim) {
    const { aggregatorSource, treasury, treasuryPerEpochMax } = params
    const isCallers = aggregatorSource !== 'treasury'
    const funds = caller.bucket('balance')
    const escrow = batch.bucket('locked')
    const pay = burned.plus(nodesPay)
    const due = (isCallers ? pay.plus(bonus) : pay).as('due')
    claim.reject(claim.balance(funds, due).below(due), 'balance-short')
    if (!isCallers) {
      const held = claim.balance(treasury, bonus)
      const allowed = treasuryOpening.times(treasuryPerEpochMax, 'floor')
      const room = allowed.minus(treasurySpent, 'zero').min(held).as('treasuryRoom')
      claim.reject(room.below(bonus), 'treasury-short')
    }
    claim.transfer(nodesPay, { from: funds, to: escrow, reason: 'batch-pay' })
    claim.transfer(bonus, { from: isCallers ? funds : treasury, to: escrow, reason: 'batch-bonus' })
  },
})
