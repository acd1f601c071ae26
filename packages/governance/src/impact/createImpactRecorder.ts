import {
  compareBytes,
  type AccountPath,
  type Receipt,
  type SettleResult,
  type State,
} from '@tlmkit/core'
import { compareAccounts } from './compareAccounts.js'
import type { ImpactRun, PoolCourse } from './ImpactRun.js'

/** Sums up settlements as they are made, for a comparison. */
export interface ImpactRecorder {
  /** Takes the next settlement of the range; one that was repeated counts no second time. */
  readonly add: (result: RecordedSettlement) => void
  /** What the range came to so far. */
  readonly finish: () => ImpactRun
}

/** What is read of a settlement. Without blocks, pools are looked at when it has ended. */
export type RecordedSettlement = Pick<SettleResult, 'receipt' | 'state' | 'repeated'> &
  Partial<Pick<SettleResult, 'blocks'>>

export interface ImpactRecorderOptions {
  /** Accounts whose course is kept: pools, treasuries, insurances. */
  readonly pools?: readonly AccountPath[]
}

/**
 * Starts to sum up a range of settlements that follow from an opening state.
 *
 * Units: base units. Reads the journal only where pools are named.
 * @example
 * const recorder = createImpactRecorder(state, { pools: ['module/insurance'] })
 * recorder.add(settle(network, state, input))
 * const run = recorder.finish()
 */
export function createImpactRecorder(
  opening: State,
  { pools = [] }: ImpactRecorderOptions = {},
): ImpactRecorder {
  const courses = new Courses(opening, pools)
  const supply = new Map<string, { minted: bigint; burned: bigint }>()
  const claims = { settled: 0, finished: 0, discarded: 0, deferred: 0 }
  let settlements = 0
  let last = opening
  return {
    add(result) {
      if (result.repeated) return
      const { receipt, state } = result
      addClaims(claims, receipt)
      addSupply(supply, receipt)
      courses.add(result)
      settlements += 1
      last = state
    },
    finish: () => ({
      ...{ opening: opening.balances, closing: last.balances, settlements },
      claims: { ...claims },
      supply: Object.fromEntries([...supply].sort(([a], [b]) => compareBytes(a, b))),
      pools: courses.finish(),
    }),
  }
}

function addClaims(sums: Record<keyof Receipt['claims'], number>, { claims }: Receipt): void {
  sums.settled += claims.settled
  sums.finished += claims.finished
  sums.discarded += claims.discarded
  sums.deferred += claims.deferred
}

function addSupply(
  sums: Map<string, { minted: bigint; burned: bigint }>,
  { supply }: Receipt,
): void {
  for (const [denomination, { minted, burned }] of Object.entries(supply)) {
    const sum = sums.get(denomination) ?? { minted: 0n, burned: 0n }
    sums.set(denomination, { minted: sum.minted + minted, burned: sum.burned + burned })
  }
}

interface Course {
  readonly account: AccountPath
  readonly denomination: string
  readonly opening: bigint
  balance: bigint
  lowest: bigint
  lowestIn: string
}

/** The courses of named accounts in every denomination that they ever hold. */
class Courses {
  readonly #opening: State
  readonly #pools: ReadonlySet<AccountPath>
  readonly #courses = new Map<string, Course>()

  constructor(opening: State, pools: readonly AccountPath[]) {
    this.#opening = opening
    this.#pools = new Set(pools)
    for (const account of this.#pools) {
      for (const denomination of opening.balances.keys()) this.#find(account, denomination)
    }
  }

  add({ receipt, state, blocks = [] }: RecordedSettlement): void {
    if (this.#pools.size === 0) return
    for (const { entries } of blocks) {
      for (const { postings } of entries) {
        for (const { debit, credit, denomination, amount } of postings) {
          this.#move(receipt, { account: debit, denomination, change: -amount })
          this.#move(receipt, { account: credit, denomination, change: amount })
        }
      }
    }
    for (const [denomination, accounts] of state.balances) {
      for (const account of this.#pools) {
        const course = this.#find(account, denomination)
        note(course, accounts.get(account) ?? 0n, receipt.settlement)
      }
    }
  }

  finish(): readonly PoolCourse[] {
    return [...this.#courses.values()]
      .map(({ balance, ...course }) => ({ ...course, closing: balance }))
      .sort(compareAccounts)
  }

  #move(
    { settlement }: Receipt,
    { account, denomination, change }: Pick<Course, 'account' | 'denomination'> & Changed,
  ): void {
    if (!this.#pools.has(account)) return
    const course = this.#find(account, denomination)
    note(course, course.balance + change, settlement)
  }

  #find(account: AccountPath, denomination: string): Course {
    const key = `${denomination}\n${account}`
    const known = this.#courses.get(key)
    if (known !== undefined) return known
    const opening = this.#opening.balances.get(denomination)?.get(account) ?? 0n
    const course = {
      ...{ account, denomination, opening, balance: opening, lowest: opening, lowestIn: '' },
    }
    this.#courses.set(key, course)
    return course
  }
}

interface Changed {
  readonly change: bigint
}

function note(course: Course, balance: bigint, settlement: string): void {
  course.balance = balance
  if (balance >= course.lowest) return
  course.lowest = balance
  course.lowestIn = settlement
}
