import { Effects } from '../engine/Effects.js'
import { Ledger, type LedgerCell, type MoveResult } from '../engine/Ledger.js'
import type { JournalEntry } from '../journal/JournalEntry.js'

/** A ledger that lets pass what passed when the claim settled, and stops where it stopped. */
class ReplayLedger extends Ledger {
  #left: number

  constructor(postings: number) {
    super(new Map(), () => 0n)
    this.#left = postings
  }

  override move(from: LedgerCell, to: LedgerCell, amount: bigint): MoveResult {
    if (this.#left === 0) return 'short'
    this.#left -= 1
    this.apply(from, to, amount)
    return 'moved'
  }
}

/** Effects of one claim, replayed from the journal's witnesses instead of balances. */
export class ReplayEffects extends Effects {
  readonly #reads: bigint[]

  constructor(entry: JournalEntry) {
    const guarded = entry.code === 'insufficient-funds' || entry.code === 'balance-overflow'
    const undone = entry.status === 'discarded' ? entry.witnesses.at(-1) : undefined
    super(new ReplayLedger(guarded && undone !== undefined ? Number(undone) : -1))
    this.#reads = [...entry.witnesses]
  }

  override replayed(): bigint | undefined {
    return this.#reads.shift()
  }
}
