import { tell, type CommandContext, type Tell } from '@tlmkit/core'
import type { OperatorState, ThawList } from '../operators/OperatorState.js'
import { thawWorks, type ThawState } from './ThawState.js'

/** Whose entries: the operator's own, or its delegators'. */
export type ThawSide = 'ownThaws' | 'delegatedThaws'

/** One entry by its number. */
export interface ThawEntry {
  readonly number: bigint
  readonly amount: bigint
}

type ThawFields = Pick<OperatorState, ThawSide | 'lastThaw'>

/** The thawing entries of an operator while one command changes them. */
export class ThawDraft {
  readonly #peek: CommandContext['peek']
  readonly #operator: string
  readonly #changed = new Map<bigint, ThawState | undefined>()
  #fields: ThawFields

  constructor({ peek }: Pick<CommandContext, 'peek'>, operator: string, fields: ThawFields) {
    this.#peek = peek
    this.#operator = operator
    const { ownThaws, delegatedThaws, lastThaw } = fields
    this.#fields = { ownThaws, delegatedThaws, lastThaw }
  }

  /** The part of the operator's state that says where its entries are. */
  get fields(): ThawFields {
    return this.#fields
  }

  find(number: bigint): ThawState | undefined {
    if (this.#changed.has(number)) return this.#changed.get(number)
    return this.#peek(thawWorks, this.#id(number))
  }

  /** Adds an entry as the newest, or to the party's `last` of the same height. Gives its number. */
  begin(
    side: ThawSide,
    entry: Pick<ThawState, 'party' | 'amount' | 'begun' | 'ripeAt'>,
    last: bigint,
  ): bigint {
    const before = this.find(last)
    if (before?.begun === entry.begun && before.ripeAt === entry.ripeAt) {
      this.#changed.set(last, { ...before, amount: before.amount + entry.amount })
      return last
    }
    const number = this.#fields.lastThaw + 1n
    const { oldest, newest } = this.#fields[side]
    this.#changed.set(number, { ...entry, older: newest, newer: 0n, next: 0n })
    this.#change(newest, { newer: number })
    this.#change(last, { next: number })
    const list = { oldest: oldest === 0n ? number : oldest, newest: number }
    this.#fields = { ...this.#fields, [side]: list, lastThaw: number }
    return number
  }

  /** Takes an entry out of its list. */
  end(side: ThawSide, number: bigint): void {
    const entry = this.find(number)
    if (entry === undefined) return
    const { older, newer } = entry
    this.#change(older, { newer })
    this.#change(newer, { older })
    this.#changed.set(number, undefined)
    const list = this.#fields[side]
    const ends: ThawList = {
      oldest: list.oldest === number ? newer : list.oldest,
      newest: list.newest === number ? older : list.newest,
    }
    this.#fields = { ...this.#fields, [side]: ends }
  }

  /** Lowers an entry. */
  reduce(number: bigint, by: bigint): void {
    const entry = this.find(number)
    if (entry !== undefined) this.#change(number, { amount: entry.amount - by })
  }

  /** Entries that began at a height or later, oldest first. Costs one look at each of them. */
  since(side: ThawSide, height: bigint): readonly ThawEntry[] {
    const found: ThawEntry[] = []
    let number = this.#fields[side].newest
    while (number !== 0n) {
      const entry = this.find(number)
      if (entry === undefined || entry.begun < height) break
      found.push({ number, amount: entry.amount })
      number = entry.older
    }
    return found.reverse()
  }

  /** What the command tells of its entries. */
  tells(): readonly Tell[] {
    return [...this.#changed].map(([number, state]) =>
      tell(thawWorks, this.#id(number), () => state),
    )
  }

  #change(number: bigint, change: Partial<ThawState>): void {
    const entry = this.find(number)
    if (entry !== undefined) this.#changed.set(number, { ...entry, ...change })
  }

  #id(number: bigint): string {
    return `${this.#operator}/${number}`
  }
}
