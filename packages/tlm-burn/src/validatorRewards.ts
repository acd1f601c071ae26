import {
  allocate,
  compareBytes,
  defineClose,
  formatRatio,
  type AccountPath,
  type CloseMoves,
  type RowOf,
} from '@tlmkit/core'
import { choiceParam } from '@tlmkit/params'
import { z } from 'zod'
import { allocateValidatorShare } from './allocateValidatorShare.js'
import { validatorsTable } from './validatorsTable.js'

type Validator = RowOf<(typeof validatorsTable)['columns']>
type Income = 'minted' | 'inflation'

const reasonsOf = {
  minted: { validator: 'validator', delegator: 'delegator' },
  inflation: { validator: 'inflation-validator', delegator: 'inflation-delegator' },
} as const satisfies Record<Income, { readonly validator: string; readonly delegator: string }>

/**
 * Pays the pool `rewards` to the validators and their delegators, once per settlement.
 *
 * Rule: the validators share the pool by their bonded tokens, and each shares its part as
 * `allocateValidatorShare` says. What an account gets in several roles is one posting; it is a
 * validator's where the account is an operator's. Without bonded tokens the pool keeps everything.
 * Units: base units of the pool's denomination.
 * Rounding: floor each, remainder to the largest fractions, equal ones by the bytes of the account.
 * Source: spec/pocket.md section 6.4.
 */
export const validatorRewards = defineClose({
  name: 'validator-rewards',
  version: '1.0.0',
  pools: ['rewards'],
  tables: { validators: validatorsTable },
  params: z.object({
    income: choiceParam(['minted', 'inflation'], {
      unit: 'what the pool holds',
      effect: 'Names the reasons of its postings.',
    }),
  }),
  reasons: ['validator', 'delegator', 'inflation-validator', 'inflation-delegator'],
  events: ['validator-reward-distribution'],
  close({ pools, tables, params: { income } }, move) {
    const pool = pools['rewards'] ?? 0n
    const validators = tables.validators
      .filter(({ tokens }) => tokens > 0n)
      .sort((a, b) => compareBytes(a.account, b.account))
    if (pool === 0n || validators.length === 0) return
    const weights = validators.map(({ tokens }) => tokens)
    const ids = validators.map(({ account }) => account)
    const { parts } = allocate(pool, { weights, ids, dust: 'largestRemainder' })
    const rewards = new Map<AccountPath, bigint>()
    validators.forEach((validator, index) => {
      shareOut(parts[index] ?? 0n, { validator, income, rewards, move })
    })
    const operators = new Set(ids)
    for (const [to, amount] of [...rewards].sort(([a], [b]) => compareBytes(a, b))) {
      const reason = reasonsOf[income][operators.has(to) ? 'validator' : 'delegator']
      move.transfer(amount, { from: 'rewards', to, reason })
    }
  },
})

interface ShareOut {
  readonly validator: Validator
  readonly income: Income
  /** Gets what each account is due, in base units. */
  readonly rewards: Map<AccountPath, bigint>
  readonly move: CloseMoves
}

function shareOut(part: bigint, { validator, income, rewards, move }: ShareOut): void {
  if (part === 0n) return
  const { rewards: due, ...amounts } = allocateValidatorShare(part, validator)
  for (const { to, amount } of due) rewards.set(to, (rewards.get(to) ?? 0n) + amount)
  move.emit('validator-reward-distribution', {
    income,
    operator: validator.operator,
    account: validator.account,
    commissionRate: formatRatio(validator.commission),
    poolShare: part,
    ...amounts,
  })
}
