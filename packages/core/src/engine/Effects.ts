import { AMOUNT_MAX } from '../amounts/Amount.js'
import { compareBytes } from '../bytes/compareBytes.js'
import { compareInOrder } from '../bytes/compareInOrder.js'
import { divide } from '../amounts/division.js'
import type { AccountPath } from '../accounts/Account.js'
import type { JournalEvent, Posting, TallyEntry } from '../journal/JournalEntry.js'
import type { Ledger } from './Ledger.js'

/** Base units that a taker got beyond its exact share, because other parts were rounded down. */
export interface Dust {
  readonly tlm: string
  readonly taker: AccountPath
  readonly denomination: string
  readonly units: bigint
}

/** Fractions of a base unit that dust is added up in: 2^-64. */
const DUST_BITS = 64n

/** What one posting gave beyond an exact share: excess / divisor base units. */
export interface DustShare extends Omit<Dust, 'units'> {
  readonly excess: bigint
  readonly divisor: bigint
}

/** Shares gathered before they are added up: few enough to die young. */
const DUST_GATHERED = 256

/** A share of dust in units of 2^-64, rounded down. */
export function dustFraction({ excess, divisor }: Pick<DustShare, 'excess' | 'divisor'>): bigint {
  return divide(excess << DUST_BITS, divisor, 'floor')
}

/** What the claim at hand has done so far: undone as a whole, or kept as a whole. */
export class Effects {
  readonly ledger: Ledger
  #dust: DustShare[] = []
  readonly #fractions = new Map<string, Dust>()
  readonly #tallies = new Map<AccountPath, bigint>()
  postings: Posting[] = []
  events: JournalEvent[] = []
  tallies: TallyEntry[] = []
  /** Remainder units that named takers got on top of their shares. */
  dust: DustShare[] = []
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
  countDust(dust: readonly DustShare[]): void {
    for (const each of dust) this.#dust.push(each)
    if (this.#dust.length >= DUST_GATHERED) this.#addDust()
  }

  /** Adds dust in units of 2^-64. */
  addDustFraction(dust: Dust): void {
    const { tlm, taker, denomination, units } = dust
    const key = `${tlm}\n${denomination}\n${taker}`
    const known = this.#fractions.get(key)?.units ?? 0n
    this.#fractions.set(key, { tlm, taker, denomination, units: known + units })
  }

  /** Whole units that takers got beyond their exact shares, in all; less than one is left out. */
  get dustTotals(): readonly Dust[] {
    this.#addDust()
    return [...this.#fractions.values()]
      .map((dust) => ({ ...dust, units: dust.units >> DUST_BITS }))
      .filter(({ units }) => units > 0n)
      .sort(
        compareInOrder<Dust>(
          (a, b) => compareBytes(a.tlm, b.tlm),
          (a, b) => compareBytes(a.denomination, b.denomination),
          (a, b) => compareBytes(a.taker, b.taker),
        ),
      )
  }

  #addDust(): void {
    for (const share of this.#dust) {
      this.addDustFraction({ ...share, units: dustFraction(share) })
    }
    this.#dust = []
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
