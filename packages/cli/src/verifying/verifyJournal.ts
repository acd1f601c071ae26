import { payoutRoot, type Network, type Receipt } from '@tlmkit/core'
import { amountText, countOf } from '../rendering/amountText.js'
import { compared, proved, type Finding } from './Finding.js'
import type { JournalTotals } from './JournalTotals.js'

/**
 * What a journal, whose blocks were checked when it was read, says about a receipt.
 *
 * Rule: root, number of blocks, outcomes, supply and net payouts are rebuilt from its entries.
 */
export function verifyJournal(
  receipt: Receipt,
  totals: JournalTotals,
  network: Network | undefined,
): readonly Finding[] {
  const chain = (count: number, root: string): string =>
    `${countOf(count, 'block')} and root ${root}`
  const found = chain(totals.blocks, totals.root)
  const counted = `${countOf(totals.blocks, 'block')} of ${countOf(totals.entries, 'entry')}`
  return [
    proved(
      `The journal is whole: ${counted.replace(/entrys$/, 'entries')}, each block hashed again ` +
        'and following from the one before.',
    ),
    compared(`The journal has ${found}`, {
      stated: chain(receipt.journalBlocks, receipt.journalRoot),
      found,
    }),
    outcomesFinding(receipt, totals),
    ...supplyFindings(receipt, totals, network),
    payoutFinding(receipt, totals),
  ]
}

function outcomesFinding(receipt: Receipt, { outcomes }: JournalTotals): Finding {
  const text = ({ settled, finished, discarded }: typeof outcomes): string =>
    `${settled} settled, ${finished} finished, ${discarded} discarded claims`
  const found = text(outcomes)
  return compared(`The journal has ${found}`, { stated: text(receipt.claims), found })
}

function supplyFindings(
  receipt: Receipt,
  { supply }: JournalTotals,
  network: Network | undefined,
): readonly Finding[] {
  const none = { minted: 0n, burned: 0n }
  const denominations = new Set([...Object.keys(receipt.supply), ...supply.keys()])
  return [...denominations].map((denomination) => {
    const text = ({ minted, burned }: typeof none): string =>
      `minted ${amountText(network, minted, denomination)}, ` +
      `burned ${amountText(network, burned, denomination)}`
    const found = text(supply.get(denomination) ?? none)
    return compared(`The postings ${found.replace(', burned', ' and burned')}`, {
      stated: text(receipt.supply[denomination] ?? none),
      found,
    })
  })
}

function payoutFinding(receipt: Receipt, { payouts }: JournalTotals): Finding {
  const text = (count: number, root: string): string =>
    `${countOf(count, 'net payout')} under ${root}`
  const found = text(payouts.length, payoutRoot(payouts))
  return compared(`The postings add up to ${found}`, {
    stated: text(receipt.payouts, receipt.payoutRoot),
    found,
  })
}
