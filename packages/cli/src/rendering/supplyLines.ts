import type { Network } from '@tlmkit/core'
import type { SupplyChange } from '../summary/balanceChanges.js'
import { isMoney } from '../summary/isMoney.js'
import { tokensText, unitsText } from './amountText.js'
import type { Style } from './createStyle.js'
import { drawTable } from './drawTable.js'

/** What was minted and burned, for people; nothing where no money was. */
export function supplyLines(
  network: Network,
  changes: readonly SupplyChange[],
  style: Style,
): readonly string[] {
  const rows = changes
    .filter(({ denomination }) => isMoney(network, denomination))
    .flatMap(({ denomination, minted, burned }) =>
      (
        [
          ['minted', minted],
          ['burned', burned],
          ['change', minted - burned],
        ] as const
      ).map(([what, amount]) => [
        what,
        tokensText(network, amount, denomination),
        unitsText(network, amount, denomination),
      ]),
    )
  if (rows.length === 0) return []
  return [style.bold('Supply'), ...drawTable(rows, { align: 'lrr' }), '']
}
