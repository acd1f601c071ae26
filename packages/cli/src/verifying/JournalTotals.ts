import { SUPPLY_BURN, SUPPLY_MINT, type JournalBlock } from '@tlmkit/core'
import type { JournalEntry, OutcomeStatus, Payout, Posting } from '@tlmkit/core'

/** What the blocks of a journal add up to, from its entries alone. None is held. */
export class JournalTotals {
  blocks = 0
  entries = 0
  root = ''
  readonly #outcomes = { settled: 0, finished: 0, discarded: 0 }
  readonly #supply = new Map<string, { minted: bigint; burned: bigint }>()
  readonly #net = new Map<string, Map<string, bigint>>()

  /** Takes the next block. */
  add({ hash, entries }: JournalBlock): void {
    this.blocks += 1
    this.entries += entries.length
    this.root = hash
    for (const entry of entries) this.#addEntry(entry)
  }

  /** Claims by how they ended. */
  get outcomes(): Readonly<Record<OutcomeStatus, number>> {
    return this.#outcomes
  }

  /** Base units minted and burned, by denomination. */
  get supply(): ReadonlyMap<string, { readonly minted: bigint; readonly burned: bigint }> {
    return this.#supply
  }

  /** Net payouts, as the payout root has them. */
  get payouts(): readonly Payout[] {
    return [...this.#net].flatMap(([denomination, accounts]) =>
      [...accounts]
        .filter(([account, amount]) => amount > 0n && !/^(?:supply|pool)\//.test(account))
        .map(([account, amount]) => ({ account, denomination, amount })),
    )
  }

  #addEntry({ type, status, postings }: JournalEntry): void {
    if (type === 'claim') this.#outcomes[status] += 1
    for (const posting of postings) this.#addPosting(posting)
  }

  #addPosting({ debit, credit, denomination, amount }: Posting): void {
    const total = this.#supply.get(denomination) ?? { minted: 0n, burned: 0n }
    if (debit === SUPPLY_MINT) total.minted += amount
    if (credit === SUPPLY_BURN) total.burned += amount
    this.#supply.set(denomination, total)
    const net = this.#net.get(denomination) ?? new Map<string, bigint>()
    net.set(debit, (net.get(debit) ?? 0n) - amount)
    net.set(credit, (net.get(credit) ?? 0n) + amount)
    this.#net.set(denomination, net)
  }
}
