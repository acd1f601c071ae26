import { formatTokens } from '@tlmkit/core'
import { billDenomination, type ToldQuote } from '../quoting/ToldQuote.js'
import { tokensText, unitsText } from './amountText.js'
import type { Style } from './createStyle.js'
import { drawTable } from './drawTable.js'
import { printable } from './printable.js'

/** What a bill comes to, for people: what is locked, who gets what, what the user gets back. */
export function quoteText({ network, bill, quote }: ToldQuote, style: Style): string {
  const denomination = billDenomination(network)
  const { cuMax, cu, responseMs, targetMs, isRouted, model, params } = bill
  const row = (name: string, amount: bigint, note = ''): readonly string[] => [
    name,
    tokensText(network, amount, denomination),
    unitsText(network, amount, denomination),
    note,
  ]
  const to = (key: string): string => {
    const { [key]: account } = params
    return typeof account === 'string' ? `to ${account}` : ''
  }
  const { surcharge, cut } = quote
  const late =
    responseMs === 0n ? 'in time' : `in ${numberOf(responseMs)} ms, target ${numberOf(targetMs)} ms`
  const named = model === undefined ? '' : `model ${printable(model)}, `
  const lines = [
    style.bold(`A bill of at most ${numberOf(cuMax)} CU in network ${network.name}`),
    ...table([
      row('escrow', quote.escrow, 'out of what the user has'),
      row('bind', quote.bind, 'of the stake of the node'),
    ]),
    '',
    style.bold(`Settled: ${named}${numberOf(cu)} CU ${late}`),
    ...table([
      row('gross', quote.gross),
      row('network fee', quote.networkFee, to('operations')),
      row('governance', quote.governancePart, to('governance')),
      row('adaptor', quote.adaptorPart, isRouted ? '' : 'none routes it'),
      row('treasury', quote.treasuryPart, to('treasury')),
      ...(surcharge === 0n ? [] : [row('surcharge', surcharge, `for lateness, ${to('treasury')}`)]),
      row('node', quote.nodePart, cut === 0n ? '' : 'less what it was late'),
      ...(cut === 0n ? [] : [row('cut', cut, 'for lateness, stays with the user')]),
    ]),
    '',
    style.bold('The user'),
    ...table([row('pays', quote.paid), row('gets back', quote.refund, 'of the escrow')]),
  ]
  return `${lines.join('\n')}\n`
}

function table(rows: readonly (readonly string[])[]): readonly string[] {
  return drawTable(rows, { align: 'lrrl' })
}

function numberOf(value: bigint): string {
  return formatTokens(value, { decimals: 0, symbol: '' }).trim()
}
