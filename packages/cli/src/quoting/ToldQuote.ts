import type { Network } from '@tlmkit/core'
import type { BillQuote } from '@tlmkit/tlm-inference'
import { moneyOf } from '../summary/isMoney.js'
import type { QuotedBill } from './readBill.js'

/** A quote, and the bill that it is of. */
export interface ToldQuote {
  readonly network: Network
  readonly bill: QuotedBill
  readonly quote: BillQuote
}

/** What bills of a network are paid in. */
export function billDenomination(network: Network): string {
  const columns = network.kinds.get('bill-settlements')?.default.kind.columns ?? {}
  const amount = Object.values(columns).find(({ type }) => type === 'amount')
  return amount?.type === 'amount' ? amount.denomination : (moneyOf(network)[0] ?? '')
}
