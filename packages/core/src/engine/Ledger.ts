import { isSupply, type AccountPath } from '../accounts/Account.js'
import { AMOUNT_MAX } from '../amounts/Amount.js'
import { InvariantViolation } from '../errors/InvariantViolation.js'

/** Balances by denomination, then account, in base units. */
export type Balances = ReadonlyMap<string, ReadonlyMap<AccountPath, bigint>>

/** One account in one denomination, as a settlement works on it. */
export interface LedgerCell {
  readonly account: AccountPath
  readonly denomination: string
  readonly opening: bigint
  readonly floor: bigint
  /** Supply accounts count up and have no floor. */
  readonly supply: boolean
  balance: bigint
}

/** What a move came to. */
export type MoveResult = 'moved' | 'short' | 'overflow'

/** Lowest balance of an account, in base units. */
export type FloorOf = (account: AccountPath) => bigint

/**
 * The balances of one settlement, with an undo list for the claim at hand.
 *
 * Rule: a debit that would go below the floor and a credit over 2^128 - 1 move nothing. Supply
 * accounts count units minted and burned: they have no floor, and count to 2^128 - 1.
 */
export class Ledger {
  readonly #base: Balances
  readonly #floorOf: FloorOf
  readonly #hasFloors: boolean
  readonly #cells = new Map<string, Map<AccountPath, LedgerCell>>()
  #undoCells: LedgerCell[] = []
  #undoBalances: bigint[] = []

  /** `hasFloors` false: every floor is 0. */
  constructor(base: Balances, floorOf: FloorOf, hasFloors = true) {
    this.#base = base
    this.#floorOf = floorOf
    this.#hasFloors = hasFloors
  }

  /** The cell of an account; opened from the base balances at first touch. */
  cell(denomination: string, account: AccountPath): LedgerCell {
    let cells = this.#cells.get(denomination)
    if (cells === undefined) {
      cells = new Map()
      this.#cells.set(denomination, cells)
    }
    return cells.get(account) ?? this.#open(cells, denomination, account)
  }

  /** Whether an account may have a floor above 0. */
  get hasFloors(): boolean {
    return this.#hasFloors
  }

  floorOf(account: AccountPath): bigint {
    return isSupply(account) ? 0n : this.#floorOf(account)
  }

  /** What an account holds, without opening its cell. */
  balanceOf(denomination: string, account: AccountPath): bigint {
    const cell = this.#cells.get(denomination)?.get(account)
    if (cell !== undefined) return cell.balance
    const balance = this.#base.get(denomination)?.get(account) ?? 0n
    // A balance that is none is refused where cells are opened.
    return balance < 0n || balance > AMOUNT_MAX ? this.cell(denomination, account).balance : balance
  }

  /** Moves an amount, all of it or nothing. */
  move(from: LedgerCell, to: LedgerCell, amount: bigint): MoveResult {
    if (amount < 0n) throw negativeMove(from, amount)
    if (!from.supply && from.balance - amount < from.floor) return 'short'
    if (to.balance + amount > AMOUNT_MAX && to !== from) return 'overflow'
    if (from.supply && from.balance + amount > AMOUNT_MAX) return 'overflow'
    this.#undoCells.push(from, to)
    this.#undoBalances.push(from.balance, to.balance)
    this.apply(from, to, amount)
    return 'moved'
  }

  /** Takes back every move since `keep`. */
  undo(): void {
    for (let i = this.#undoCells.length - 1; i >= 0; i--) {
      const cell = this.#undoCells[i]
      const balance = this.#undoBalances[i]
      if (cell !== undefined && balance !== undefined) cell.balance = balance
    }
    this.keep()
  }

  /** Makes the moves since the last `keep` final. */
  keep(): void {
    this.#undoCells = []
    this.#undoBalances = []
  }

  /** Both sides of every move since the last `keep`, debit before credit, in order. */
  get touchedCells(): readonly LedgerCell[] {
    return this.#undoCells
  }

  /** What each of `touchedCells` held before its move, in base units. */
  get touchedBalances(): readonly bigint[] {
    return this.#undoBalances
  }

  /** Every cell that was opened. */
  *cells(): Generator<LedgerCell> {
    for (const cells of this.#cells.values()) yield* cells.values()
  }

  /** Adds to one side, takes from the other. Tests override it to break conservation. */
  protected apply(from: LedgerCell, to: LedgerCell, amount: bigint): void {
    from.balance += from.supply ? amount : -amount
    to.balance += amount
  }

  #open(
    cells: Map<AccountPath, LedgerCell>,
    denomination: string,
    account: AccountPath,
  ): LedgerCell {
    const supply = isSupply(account)
    const opening = this.#base.get(denomination)?.get(account) ?? 0n
    const floor = this.floorOf(account)
    if (opening < 0n || opening > AMOUNT_MAX) {
      throw new InvariantViolation({
        code: 'balance-out-of-range',
        message: `Opening balance of ${account} is ${opening} ${denomination}: it must be 0 to 2^128 - 1.`,
      })
    }
    const cell = { account, denomination, opening, floor, supply, balance: opening }
    cells.set(account, cell)
    return cell
  }
}

function negativeMove(from: LedgerCell, amount: bigint): InvariantViolation {
  return new InvariantViolation({
    code: 'negative-move',
    message: `A move of ${amount} ${from.denomination} out of ${from.account} would go backwards: an amount is 0 or more.`,
    details: { account: from.account, amount },
  })
}
