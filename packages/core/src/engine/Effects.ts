import { AMOUNT_MAX } from '../amounts/Amount.js'
import type { AccountPath } from '../accounts/Account.js'
import type { JournalEvent, Posting, TallyEntry } from '../journal/JournalEntry.js'
import type { Ledger } from './Ledger.js'

/** Units that rounding left over, and who got them. */
export interface Dust {
  readonly tlm: string
  readonly taker: AccountPath
  readonly denomination: string
  readonly units: bigint
}

/** What the claim at hand has done so far: undone as a whole, or kept as a whole. */
export class Effects {
  readonly ledger: Ledger
  readonly #dust: Dust[] = []
  readonly #tallies = new Map<AccountPath, bigint>()
  postings: Posting[] = []
  events: JournalEvent[] = []
  tallies: TallyEntry[] = []
  /** Remainder units that named takers got on top of their shares. */
  dust: Dust[] = []
  /** Loud events of faulty TLMs: the one thing a discard does not undo. */
  faults: JournalEvent[] = []
  /** Amounts read from state, in statement order: what explain needs besides the inputs. */
  witnesses: bigint[] = []

  constructor(ledger: Ledger) {
    this.ledger = ledger
  }

  /** The amount a state read gave when the claim settled, where this is a replay of it. */
  replayed(): bigint | undefined {
    return undefined
  }

  undo(): void {
    this.ledger.undo()
    this.clear()
  }

  keep(): void {
    this.ledger.keep()
    this.count(this.tallies)
    this.countDust(this.dust)
    this.clear()
  }

  /** Adds units of claims that were kept. */
  count(tallies: readonly TallyEntry[]): void {
    for (const { on, units } of tallies) {
      this.#tallies.set(on, addTally(this.#tallies.get(on) ?? 0n, units))
    }
  }

  /** Starts anew. Lists that hold something may stand in a journal entry: they are left alone. */
  clear(): void {
    if (this.postings.length > 0) this.postings = []
    if (this.events.length > 0) this.events = []
    if (this.tallies.length > 0) this.tallies = []
    if (this.witnesses.length > 0) this.witnesses = []
    if (this.faults.length > 0) this.faults = []
    if (this.dust.length > 0) this.dust = []
  }

  /** Adds dust of claims that were kept. */
  countDust(dust: readonly Dust[]): void {
    for (const each of dust) this.#dust.push(each)
  }

  /** Remainder units per TLM, denomination and taker. */
  get dustTotals(): readonly Dust[] {
    const totals = new Map<string, Dust>()
    for (const { tlm, taker, denomination, units } of this.#dust) {
      const key = `${tlm}\n${denomination}\n${taker}`
      const known = totals.get(key)?.units ?? 0n
      totals.set(key, { tlm, taker, denomination, units: known + units })
    }
    return [...totals.values()]
  }

  /** Units counted by claims that were kept, by account. */
  get tallyTotals(): ReadonlyMap<AccountPath, bigint> {
    return this.#tallies
  }
}

/** Adds to a tally, which stays at 2^128 - 1 once it is there: it is a counter, not money. */
export function addTally(a: bigint, b: bigint): bigint {
  const sum = a + b
  return sum > AMOUNT_MAX ? AMOUNT_MAX : sum
}
