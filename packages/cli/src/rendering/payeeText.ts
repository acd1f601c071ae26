import { keyText, type Network, type PayeeExplanation } from '@tlmkit/core'
import { amountText, countOf, countText } from './amountText.js'
import type { Style } from './createStyle.js'
import { drawTable } from './drawTable.js'

const LINES_SHOWN = 100

/** What a payee got and gave, claim by claim, for people. */
export function payeeText(network: Network, explained: PayeeExplanation, style: Style): string {
  const { payee, lines, net } = explained
  const rows = lines
    .slice(0, LINES_SHOWN)
    .map(({ entry, account, denomination, reason, tlm, amount }) => [
      amountText(network, amount, denomination),
      `${reason} (${tlm})`,
      `${entry.type === 'close' ? 'close step ' : ''}${keyText([entry.kind, ...entry.key])}`,
      account === payee ? '' : account,
    ])
  const more = lines.length - rows.length
  const totals = [...net].map(([name, amount]) => amountText(network, amount, name))
  const text = [
    style.bold(`${payee}: net ${totals.join(', ')} in ${countOf(lines.length, 'posting')}`),
    ...drawTable(rows, { align: 'rlll' }),
    ...(more > 0 ? [`  ... and ${countText(more)} more: --json writes all`] : []),
  ]
  return `${text.join('\n')}\n`
}
