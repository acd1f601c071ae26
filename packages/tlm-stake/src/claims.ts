import {
  account,
  amount,
  defineClaimKind,
  flag,
  id,
  units,
  type AmountColumn,
  type ClaimKind,
  type Columns,
} from '@tlmkit/core'

const operator = id('operator')
const height = units()
const TASK = { task: id('escrow'), height }
const STEP = { operator, step: units(), height }

/**
 * Claim kinds that the stake lifecycles make, for one denomination.
 *
 * Rule: what happens once to a task has the task for its key, the rest the operator and a step that
 * the operator counts. A claim's height is that of its command.
 * @example stakeKinds('LA').binds
 */
export function stakeKinds<const D extends string>(denomination: D) {
  const money = amount(denomination)
  const moved = { amount: money }
  return Object.freeze({
    'fee-locks': ofTask('fee-locks', { requester: id('requester'), fee: money }),
    'fee-refunds': ofTask('fee-refunds', { requester: id('requester'), fee: money }),
    'task-binds': ofTask('task-binds', { operator, fee: money, own: money }),
    'task-frees': ofTask('task-frees', { operator, release: money }),
    'task-rewards': ofTask('task-rewards', rewardColumns(money)),
    'stake-penalties': ofTask('stake-penalties', {
      ...{ operator, bond: money, extra: money, release: money },
      penaltyFrom: account(),
    }),
    'own-deposits': ofOperator('own-deposits', moved),
    delegations: ofOperator('delegations', { delegator: id('delegator'), ...moved }),
    'take-backs': ofOperator('take-backs', { delegator: id('delegator'), ...moved }),
    'pool-joins': ofOperator('pool-joins', moved),
    thaws: ofOperator('thaws', moved),
    'thaw-slashes': ofOperator('thaw-slashes', moved),
    'own-withdrawals': ofOperator('own-withdrawals', moved),
    withdrawals: ofOperator('withdrawals', { delegator: id('delegator'), ...moved }),
    'debt-payments': ofOperator('debt-payments', {
      ...{ fromBalance: money, fromThawing: money },
      penaltyFrom: account(),
    }),
  })
}

/** The claim kinds in LA, which has 18 decimals. */
export const laStakeKinds = stakeKinds('LA')

function rewardColumns<const D extends string>(money: AmountColumn<D>) {
  return {
    ...{ operator, fee: money, release: money, own: money, pool: money, debt: money },
    hasShares: flag(),
    penaltyFrom: account(),
  }
}

function ofTask<const Name extends string, const C extends Columns>(
  name: Name,
  columns: C,
): ClaimKind<Name, C & typeof TASK> {
  return defineClaimKind(name, {
    key: ['task'],
    columns: { ...TASK, ...columns },
    watermark: { column: 'height', keep: 1n },
  })
}

function ofOperator<const Name extends string, const C extends Columns>(
  name: Name,
  columns: C,
): ClaimKind<Name, C & typeof STEP> {
  return defineClaimKind(name, {
    key: ['operator', 'step'],
    columns: { ...STEP, ...columns },
    watermark: { column: 'height', keep: 1n },
  })
}
