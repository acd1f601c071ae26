import type { JournalBlock } from '../journal/Journal.js'
import type { JournalEntry } from '../journal/JournalEntry.js'

/** What one claim or close step did to an account, net, in base units. */
export interface PayeeLine {
  readonly entry: JournalEntry
  readonly account: string
  readonly denomination: string
  readonly reason: string
  readonly tlm: string
  /** Received above 0, paid below 0. */
  readonly amount: bigint
}

/** What an account, or every account of an owner, got and gave in one settlement. */
export interface PayeeExplanation {
  readonly payee: string
  readonly lines: readonly PayeeLine[]
  /** Denomination -> net base units. */
  readonly net: ReadonlyMap<string, bigint>
}

/**
 * Adds up the postings of a payee: an account path, or an owner's name for all of its accounts.
 *
 * Units: base units. Every line names the claim or close step it comes from.
 */
export function explainPayee(blocks: readonly JournalBlock[], payee: string): PayeeExplanation {
  const lines: PayeeLine[] = []
  const net = new Map<string, bigint>()
  const add = (line: PayeeLine): void => {
    lines.push(line)
    net.set(line.denomination, (net.get(line.denomination) ?? 0n) + line.amount)
  }
  for (const entry of blocks.flatMap((block) => block.entries)) {
    for (const { debit, credit, denomination, amount, reason, tlm } of entry.postings) {
      const line = { entry, denomination, reason, tlm }
      if (belongsTo(debit, payee)) add({ ...line, account: debit, amount: -amount })
      if (belongsTo(credit, payee)) add({ ...line, account: credit, amount })
    }
  }
  return { payee, lines, net }
}

function belongsTo(account: string, payee: string): boolean {
  return account === payee || account.split('/')[1] === payee
}
