import type { Network } from '@tlmkit/core'
import { balanceChanges, supplyChanges, type BalanceChange } from '../summary/balanceChanges.js'
import { isMoney } from '../summary/isMoney.js'
import type { RunSummary } from '../summary/RunSummary.js'
import type { RunTotals } from '../summary/RunTotals.js'
import { countOf, countText, tokensText, unitsText } from './amountText.js'
import type { Style } from './createStyle.js'
import { drawTable } from './drawTable.js'
import { printable } from './printable.js'
import { supplyLines } from './supplyLines.js'

const BALANCES_SHOWN = 20

/** What a run of commands came to, for people. */
export function runText(summary: RunSummary, style: Style): string {
  const { network, file, before, run, totals } = summary
  const lines = [
    style.bold(`Commands of ${file}, network ${network.name}`),
    ...drawTable(countRows(summary), { align: 'lrl' }),
    '',
    ...eventLines(totals, style),
    ...supplyLines(network, supplyChanges(before, run.state), style),
    ...balanceLines(network, balanceChanges(before, run.state), style),
    ...settlementLines(totals, style),
  ]
  return `${lines.join('\n')}\n`
}

function countRows({ run, totals, until }: RunSummary): readonly (readonly string[])[] {
  const { accepted, refused, repeated, refusals } = totals
  const why = refusals.map(({ code, by, count }) => `${countText(count)} ${code} (${by})`)
  const end =
    run.firstLeft === undefined
      ? `after line ${run.stopped?.line.number ?? 0}, which was refused`
      : `from line ${run.firstLeft.number} on, which is above height ${until ?? 0n}`
  return [
    ['accepted', countText(accepted), ''],
    ['refused', countText(refused), printable(why.join(', '))],
    ...(repeated === 0 ? [] : [['repeated', countText(repeated), 'settled before']]),
    ...(run.left === 0 ? [] : [['left', countText(run.left), end]]),
  ]
}

function eventLines({ events }: RunTotals, style: Style): readonly string[] {
  if (events.length === 0) return []
  const rows = events.map(([event, count]) => [event, countText(count)])
  return [style.bold('Events'), ...drawTable(rows, { align: 'lr' }), '']
}

function balanceLines(
  network: Network,
  all: readonly BalanceChange[],
  style: Style,
): readonly string[] {
  const changes = all.filter(({ denomination }) => isMoney(network, denomination))
  if (changes.length === 0) return [style.bold('No balance changed.'), '']
  const shown = changes.slice(0, BALANCES_SHOWN)
  const rows = shown.map(({ account, denomination, balance, change }) => {
    const sign = change > 0n ? '+' : ''
    const tokens = (amount: bigint): string => tokensText(network, amount, denomination)
    const units = unitsText(network, balance, denomination)
    return [account, `${sign}${tokens(change)}`, tokens(balance), units]
  })
  const more = changes.length - shown.length
  return [
    style.bold(`Balances that changed, ${countText(changes.length)}`),
    ...drawTable([['account', 'change', 'balance', ''], ...rows], { align: 'lrrr' }),
    ...(more > 0 ? [`  ... and ${countText(more)} more: --json writes all`] : []),
    '',
  ]
}

function settlementLines(totals: RunTotals, style: Style): readonly string[] {
  const { settlements, settledBefore, claims } = totals
  const last = settlements.at(-1)
  const again =
    settledBefore === 0
      ? []
      : [`  ${countOf(settledBefore, 'settlement')} of before: nothing was posted again`]
  if (last === undefined) return [style.bold('Nothing new was settled.'), ...again]
  const made = `${countOf(settlements.length, 'settlement')} of ${countOf(claims, 'claim')}`
  const rows = [
    ['last', last.id],
    ['height', last.height.toString()],
    ['receipt hash', last.receiptHash],
  ]
  return [style.bold(made), ...drawTable(rows, { align: 'll' }), ...again]
}
