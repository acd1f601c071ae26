import { keyText, type Network } from '@tlmkit/core'
import type { ClaimLine, ReasonCount, Summary } from '../summary/summarize.js'
import { isMoney } from '../summary/isMoney.js'
import { amountText, countOf, countText, tokensText, unitsText } from './amountText.js'
import type { Style } from './createStyle.js'
import { supplyLines } from './supplyLines.js'
import { drawTable } from './drawTable.js'

const PAYEES_SHOWN = 10
const CLAIMS_SHOWN = 50

/** A settlement for people. */
export function summaryText(network: Network, summary: Summary, style: Style): string {
  const { receipt, repeated } = summary
  const lines = [
    style.bold(
      `Settlement ${receipt.settlement} of ${receipt.network} at height ${receipt.height}`,
    ),
    ...(repeated ? ['Settled before: this is its receipt, and nothing was posted again.'] : []),
    '',
    ...claimSection(summary, style),
    ...supplySection(network, summary, style),
    ...(repeated ? [] : payeeSection(network, summary, style)),
    ...dustSection(network, summary, style),
    style.bold('Receipt'),
    ...drawTable(
      [
        ['receipt hash', summary.receiptHash],
        ['input hash', receipt.inputHash],
        ['journal root', `${receipt.journalRoot} (${countOf(receipt.journalBlocks, 'block')})`],
        ['payout root', `${receipt.payoutRoot} (${countOf(receipt.payouts, 'payout')})`],
      ],
      { align: 'll' },
    ),
  ]
  return `${lines.join('\n')}\n`
}

/** The claims that `--only` asked for. */
export function claimListText(lines: readonly ClaimLine[], style: Style): string {
  const rows = lines.slice(0, CLAIMS_SHOWN).map((line) => {
    const { kind, key, status, claimed, settled, code, at } = line
    const why = [code, at].filter((text) => text !== '').join(' at ')
    const amounts = [claimed, settled].map((amount) => amount?.toString() ?? '')
    return [`${kind}/${keyText(key)}`, status, ...amounts, why]
  })
  const head = ['claim', 'outcome', 'claimed', 'settled', 'why']
  const more = lines.length - rows.length
  const text = [
    style.bold(countOf(lines.length, 'claim')),
    ...drawTable([head, ...rows], { align: 'llrrl' }),
    ...(more > 0 ? [`  ... and ${countText(more)} more: --ndjson writes all`] : []),
    '',
  ]
  return `${text.join('\n')}\n`
}

function claimSection(summary: Summary, style: Style): readonly string[] {
  const { receipt, reasons } = summary
  const { settled, finished, discarded, deferred } = receipt.claims
  const why = (status: ReasonCount['status']): string =>
    reasons
      .filter((reason) => reason.status === status)
      .map(({ tlm, code, count }) => `${countText(count)} ${reasonName(tlm, code)}`)
      .join(', ')
  const rows = [
    ['settled', countText(settled), settledText(summary)],
    ['finished', countText(finished), why('finished')],
    ['discarded', countText(discarded), why('discarded')],
    ['deferred', countText(deferred), why('deferred')],
  ]
  return [style.bold('Claims'), ...drawTable(rows, { align: 'lrl' }), '']
}

/** The kinds where there are several, and how many claims were capped. */
function settledText({ settledByKind, capped }: Summary): string {
  const kinds = [...settledByKind].map(([kind, count]) => `${countText(count)} ${kind}`)
  return [
    ...(kinds.length > 1 ? kinds : []),
    ...(capped === undefined || capped === 0 ? [] : [`${countText(capped)} of them capped`]),
  ].join(', ')
}

function reasonName(tlm: string, code: string): string {
  return tlm === '' ? code : `${code} (${tlm})`
}

function supplySection(network: Network, { receipt }: Summary, style: Style): readonly string[] {
  const changes = Object.entries(receipt.supply).map(([denomination, change]) => ({
    denomination,
    ...change,
  }))
  return supplyLines(network, changes, style)
}

function payeeSection(network: Network, summary: Summary, style: Style): readonly string[] {
  const payouts = summary.payouts.filter(({ denomination }) => isMoney(network, denomination))
  const rows = payouts
    .slice(0, PAYEES_SHOWN)
    .map(({ account, denomination, amount }) => [
      account,
      tokensText(network, amount, denomination),
      unitsText(network, amount, denomination),
    ])
  const more = payouts.length - rows.length
  const title = `Top payees, net, of ${countText(payouts.length)}`
  return [
    style.bold(title),
    ...drawTable(rows, { align: 'lrr' }),
    ...(more > 0 ? [`  ... and ${countText(more)} more: --payees FILE writes all`] : []),
    '',
  ]
}

function dustSection(
  network: Network,
  { dust, carried }: Summary,
  style: Style,
): readonly string[] {
  const taken = dustByRule(dust).map(({ tlm, denomination, units, takers, most }) => {
    const others = takers === 1 ? most : `${countOf(takers, 'taker')}, most to ${most}`
    return [amountText(network, units, denomination), `${tlm}: to ${others}`]
  })
  const kept = carried.map(({ account, denomination, amount }) => {
    return [amountText(network, amount, denomination), `stays in ${account}`]
  })
  const rows = [...taken, ...kept]
  if (rows.length === 0) return []
  return [style.bold('Dust: what rounding left over'), ...drawTable(rows, { align: 'rl' }), '']
}

interface DustOfRule {
  readonly tlm: string
  readonly denomination: string
  readonly units: bigint
  readonly takers: number
  /** Who took the most of it. */
  readonly most: string
}

/** Adds up the dust of each module; within it, who took the most stands first. */
function dustByRule(dust: Summary['dust']): readonly DustOfRule[] {
  const rules = new Map<string, DustOfRule>()
  for (const { tlm, denomination, units, taker } of dust) {
    const name = `${tlm} ${denomination}`
    const known = rules.get(name) ?? { tlm, denomination, units: 0n, takers: 0, most: taker }
    rules.set(name, { ...known, units: known.units + units, takers: known.takers + 1 })
  }
  return [...rules.values()]
}
