import { SUPPLY_BURN, SUPPLY_MINT, payoutRoot, type JournalBlock } from '@tlmkit/core'
import type { JournalEntry, Network, Payout, Receipt } from '@tlmkit/core'
import { amountText, countOf } from '../rendering/amountText.js'
import { compared, proved, type Finding } from './Finding.js'

/**
 * What a journal, whose blocks were checked when it was read, says about a receipt.
 *
 * Rule: root, number of blocks, outcomes, supply and net payouts are rebuilt from its lines alone.
 */
export function verifyJournal(
  receipt: Receipt,
  blocks: readonly JournalBlock[],
  network: Network | undefined,
): readonly Finding[] {
  const entries = blocks.flatMap((block) => block.entries)
  const chain = (count: number, root: string): string =>
    `${countOf(count, 'block')} and root ${root}`
  const found = chain(blocks.length, blocks.at(-1)?.hash ?? '')
  const counted = `${countOf(blocks.length, 'block')} of ${countOf(entries.length, 'entry')}`
  return [
    proved(
      `The journal is whole: ${counted.replace(/entrys$/, 'entries')}, each block hashed again ` +
        'and following from the one before.',
    ),
    compared(`The journal has ${found}`, {
      stated: chain(receipt.journalBlocks, receipt.journalRoot),
      found,
    }),
    outcomesFinding(receipt, entries),
    ...supplyFindings(receipt, entries, network),
    payoutFinding(receipt, entries),
  ]
}

function outcomesFinding(receipt: Receipt, entries: readonly JournalEntry[]): Finding {
  const count = (status: JournalEntry['status']): number =>
    entries.filter((entry) => entry.type === 'claim' && entry.status === status).length
  const text = (settled: number, finished: number, discarded: number): string =>
    `${settled} settled, ${finished} finished, ${discarded} discarded claims`
  const found = text(count('settled'), count('finished'), count('discarded'))
  const { settled, finished, discarded } = receipt.claims
  const stated = text(settled, finished, discarded)
  return compared(`The journal has ${found}`, { stated, found })
}

function supplyFindings(
  receipt: Receipt,
  entries: readonly JournalEntry[],
  network: Network | undefined,
): readonly Finding[] {
  const totals = new Map<string, { minted: bigint; burned: bigint }>()
  for (const name of Object.keys(receipt.supply)) totals.set(name, { minted: 0n, burned: 0n })
  for (const { debit, credit, denomination, amount } of entries.flatMap((e) => e.postings)) {
    const total = totals.get(denomination) ?? { minted: 0n, burned: 0n }
    if (debit === SUPPLY_MINT) total.minted += amount
    if (credit === SUPPLY_BURN) total.burned += amount
    totals.set(denomination, total)
  }
  return [...totals].map(([denomination, { minted, burned }]) => {
    const text = (mint: bigint, burn: bigint): string =>
      `minted ${amountText(network, mint, denomination)}, ` +
      `burned ${amountText(network, burn, denomination)}`
    const supply = receipt.supply[denomination] ?? { minted: 0n, burned: 0n }
    const found = text(minted, burned)
    return compared(`The postings ${found.replace(', burned', ' and burned')}`, {
      stated: text(supply.minted, supply.burned),
      found,
    })
  })
}

function payoutFinding(receipt: Receipt, entries: readonly JournalEntry[]): Finding {
  const payouts = payoutsOf(entries)
  const text = (count: number, root: string): string =>
    `${countOf(count, 'net payout')} under ${root}`
  const found = text(payouts.length, payoutRoot(payouts))
  return compared(`The postings add up to ${found}`, {
    stated: text(receipt.payouts, receipt.payoutRoot),
    found,
  })
}

function payoutsOf(entries: readonly JournalEntry[]): readonly Payout[] {
  const net = new Map<string, Payout>()
  const add = (account: string, denomination: string, amount: bigint): void => {
    const name = `${denomination}\n${account}`
    const before = net.get(name)?.amount ?? 0n
    net.set(name, { account, denomination, amount: before + amount })
  }
  for (const { debit, credit, denomination, amount } of entries.flatMap((e) => e.postings)) {
    add(debit, denomination, -amount)
    add(credit, denomination, amount)
  }
  return [...net.values()].filter(
    ({ account, amount }) => amount > 0n && !/^(?:supply|pool)\//.test(account),
  )
}
