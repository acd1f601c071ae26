import type { Network, State } from '@tlmkit/core'
import type { PoolFigures } from '../inspecting/insuranceFigures.js'
import { amountText, tokensText } from './amountText.js'
import type { Style } from './createStyle.js'
import { drawTable } from './drawTable.js'
import { printable } from './printable.js'

/** A pool's balance, and what came in and went out by cause, for people. */
export function poolText(
  { network, state }: { readonly network: Network; readonly state: State },
  { account, balances, counted, causes, total, other }: PoolFigures,
  style: Style,
): string {
  const show = (units: bigint): string =>
    counted === undefined ? units.toString() : tokensText(network, units, counted)
  const rows = causes.map((each) => [printable(each.cause), show(each.in), show(each.out)])
  const held = balances.map(({ amount, denomination }) => [
    'balance',
    amountText(network, amount, denomination),
  ])
  const unaccounted =
    other === undefined || other === 0n || counted === undefined
      ? []
      : [['of it', `${amountText(network, other, counted)} that no cause accounts for`]]
  const lines = [
    style.bold(`${account} of ${network.name} at height ${state.height}`),
    ...drawTable([...(held.length === 0 ? [['balance', 'none']] : held), ...unaccounted], {
      align: 'll',
    }),
    '',
    ...(rows.length === 0
      ? [style.bold('Nothing came in or went out by a cause.')]
      : [
          style.bold('By cause'),
          ...drawTable(
            [['cause', 'in', 'out'], ...rows, ['total', show(total.in), show(total.out)]],
            { align: 'lrr' },
          ),
        ]),
  ]
  return `${lines.join('\n')}\n`
}
