import {
  amount,
  defineClaimKind,
  defineNetwork,
  definePipeline,
  defineTlm,
  id,
  initialState,
  settle,
  use,
  useClose,
  type SettleResult,
} from '@tlmkit/core'
import { validatorRewards } from './index.js'
import { entriesOf } from './pocketNetwork.fixture.js'

const gifts = defineClaimKind('gifts', {
  key: ['gift'],
  columns: { gift: id('gift'), value: amount('upokt') },
})
const give = defineTlm({
  name: 'give',
  version: '1.0.0',
  phase: 'settle',
  reads: { value: amount() },
  reasons: ['give'],
  rule({ value }, _params, claim) {
    claim.mint(value, { to: 'pool/minted', reason: 'give' })
    claim.mint(value, { to: 'pool/inflation', reason: 'give' })
  },
})
const network = defineNetwork({
  name: 'rewards',
  denominations: { upokt: { decimals: 6, symbol: 'POKT' } },
  kinds: { gifts: definePipeline(gifts, [use(give)]) },
  close: [
    useClose(validatorRewards, { as: 'minted-rewards', pools: { rewards: 'minted' } }),
    useClose(validatorRewards, {
      as: 'inflation-rewards',
      params: { income: 'inflation' },
      pools: { rewards: 'inflation' },
    }),
  ],
  pools: {
    minted: { denomination: 'upokt', leftover: 'carry' },
    inflation: { denomination: 'upokt', leftover: 'carry' },
  },
})

/** One validator; accounts are `address/<id>`. */
export interface GivenValidator {
  readonly id: string
  readonly tokens: number
  readonly commission?: string
  readonly delegations?: Readonly<Record<string, number>>
}

/** Pays a reward in upokt out of both pools. */
export function payRewards(value: bigint, validators: readonly GivenValidator[]): SettleResult {
  const rows = validators.map(({ id: operator, tokens, commission = '0', delegations = {} }) => ({
    operator,
    account: `address/${operator}`,
    tokens,
    commission,
    delegations: Object.entries(delegations).map(([to, stake]) => ({ to: `address/${to}`, stake })),
  }))
  return settle(network, initialState(network), {
    id: 's1',
    height: 1n,
    claims: { gifts: { rows: [{ gift: 'g1', value }] } },
    tables: { validators: { rows } },
  })
}

/** What the first pool paid, as [account, amount, reason]. */
export function paidRewards(result: SettleResult): readonly (readonly [string, bigint, string])[] {
  const entry = entriesOf(result).find(({ kind }) => kind === 'minted-rewards')
  return (entry?.postings ?? []).map((posting) => [posting.credit, posting.amount, posting.reason])
}
