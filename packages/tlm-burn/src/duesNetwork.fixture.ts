import {
  amount,
  defineClaimKind,
  defineNetwork,
  definePipeline,
  id,
  initialState,
  settle,
  use,
  type SettleResult,
} from '@tlmkit/core'
import { revenueShare, revenueShareColumns } from './index.js'

const dues = defineClaimKind('dues', {
  key: ['claim'],
  columns: { claim: id('claim'), due: amount('upokt'), ...revenueShareColumns },
})
const network = defineNetwork({
  name: 'dues',
  denominations: { upokt: { decimals: 6, symbol: 'POKT' } },
  kinds: { dues: definePipeline(dues, [use(revenueShare)]) },
})

/** Shareholders as [address, percent]. */
export type Holders = readonly (readonly [string, number])[]

/** Pays what supplier `sup1` is due, in upokt. */
export function payDue(due: bigint, holders: Holders, hasOwner = true): SettleResult {
  const balances = new Map([['upokt', new Map([['supplier/sup1/due', due]])]])
  const shareholders = holders.map(([to, percent]) => ({ to: `address/${to}`, percent }))
  const owner = 'address/owner'
  const row = { claim: 'c1', due, supplier: 'sup1', shareholders, owner, hasOwner }
  const claims = { dues: { rows: [row] } }
  return settle(network, initialState(network, { balances }), { id: 's1', height: 1n, claims })
}
