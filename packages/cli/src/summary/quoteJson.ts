import type { Json } from '@tlmkit/core'
import { billDenomination, type ToldQuote } from '../quoting/ToldQuote.js'
import { amountJson } from './summaryJson.js'

/** A quote for programs: every amount in base units and in tokens, as text. */
export function quoteJson({ network, bill, quote }: ToldQuote): { readonly [key: string]: Json } {
  const denomination = billDenomination(network)
  const { cuMax, cu, responseMs, targetMs, isRouted, model } = bill
  const amounts = Object.entries(quote).map(([name, amount]) => {
    return [name, amountJson(network, amount, denomination)] as const
  })
  return {
    network: network.name,
    denomination,
    ...{ cuMax: cuMax.toString(), cu: cu.toString() },
    ...(model === undefined ? {} : { model }),
    ...(responseMs === 0n
      ? {}
      : { responseMs: responseMs.toString(), targetMs: targetMs.toString() }),
    routed: isRouted,
    ...Object.fromEntries(amounts),
  }
}
