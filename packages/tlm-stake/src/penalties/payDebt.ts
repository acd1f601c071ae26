import { account, amount, defineTlm, id } from '@tlmkit/core'

/**
 * Pays a node debt, for a penalty split to follow.
 *
 * Rule: `fromBalance` goes from `operator/<id>/balance` and `fromThawing` from
 * `operator/<id>/thawing` to `penaltyFrom`; penalty is their sum.
 * Units: base units. Errors: `balance-short`.
 * Source: spec/stake.md, "Tasks" and "Money".
 */
export const payDebt = defineTlm({
  name: 'pay-debt',
  version: '1.0.0',
  phase: 'settle',
  reads: {
    operator: id('operator'),
    fromBalance: amount(),
    fromThawing: amount(),
    penaltyFrom: account(),
  },
  writes: { penalty: amount() },
  reasons: ['debt'],
  codes: ['balance-short'],
  rule({ operator, fromBalance, fromThawing, penaltyFrom: to }, _params, claim) {
    const balance = operator.bucket('balance')
    claim.reject(
      claim.balance(balance, fromBalance).as('balance').below(fromBalance),
      'balance-short',
    )
    claim.transfer(fromBalance, { from: balance, to, reason: 'debt' })
    claim.transfer(fromThawing, { from: operator.bucket('thawing'), to, reason: 'debt' })
    return { penalty: fromBalance.plus(fromThawing).as('penalty') }
  },
})
