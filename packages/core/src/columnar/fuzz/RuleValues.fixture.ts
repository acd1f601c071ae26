import type { AnySymbolicAmount, SymbolicAmount } from '../../rules/SymbolicAmount.js'
import { SymbolicAmount as Amount } from '../../rules/SymbolicAmount.js'
import { AMOUNT_MAX } from '../../amounts/Amount.js'
import { ratioOf } from '../../amounts/Ratio.js'
import type { Rounding } from '../../amounts/division.js'
import type { ItemColumns } from '../../claims/columns.js'
import { Condition } from '../../rules/Condition.js'
import { amountOf, module, pool, ratioConstant, unitsConstant } from '../../rules/literals.js'
import type { Shortfall } from '../../rules/Plan.js'
import { select } from '../../rules/select.js'
import { SymbolicAccount, SymbolicId, SymbolicOneOf } from '../../rules/SymbolicAccount.js'
import { SymbolicList } from '../../rules/SymbolicList.js'
import { SymbolicRate } from '../../rules/SymbolicRate.js'
import { SymbolicRatio } from '../../rules/SymbolicRatio.js'
import { ratioOfUnits, SymbolicUnits } from '../../rules/SymbolicUnits.js'
import type { KernelDraw } from '../kernelDraw.fixture.js'

export type AnyAmount = SymbolicAmount<string>
export type AnyId = SymbolicId<string>
export type AnyList = SymbolicList<ItemColumns>

/** Denominations of random networks; `cred` is a counter. */
export const DENOMINATIONS = ['tok', 'gem', 'cred'] as const
/** Values of every oneOf column. */
export const MODES = ['slow', 'fast', 'free'] as const
/** Buckets that rules name; some have floors. */
export const BUCKETS = ['funds', 'bond', 'count'] as const
export const MODULES = ['treasury', 'grants', 'b\u00fccher'] as const
/** Pools of random networks, and their denominations. */
export const POOLS = { fees: 'tok', dues: 'gem' } as const

/** What a rule has at hand. A copy of it holds what stands in a block or a loop only. */
export interface Known {
  readonly amounts: AnyAmount[]
  readonly units: SymbolicUnits[]
  readonly ratios: SymbolicRatio[]
  readonly rates: SymbolicRate<string, string>[]
  readonly flags: Condition[]
  readonly words: SymbolicOneOf<string>[]
  readonly ids: AnyId[]
  readonly accounts: SymbolicAccount[]
  readonly lists: AnyList[]
}

const nothing = (): Known => ({
  amounts: [],
  units: [],
  ratios: [],
  rates: [],
  flags: [],
  words: [],
  ids: [],
  accounts: [],
  lists: [],
})

/** Random expressions over what a rule has at hand, through the rule language. */
export class RuleValues {
  readonly draw: KernelDraw
  readonly known: Known
  /** Nodes of conditions that something uses. */
  readonly used: Set<number>
  /** Conditions that something must still use. */
  readonly pending: Condition[] = []
  readonly inItem: boolean

  constructor(draw: KernelDraw, from?: RuleValues, inItem = false) {
    this.draw = draw
    this.used = from?.used ?? new Set()
    this.inItem = inItem || (from?.inItem ?? false)
    this.known = nothing()
    if (from === undefined) return
    const { known } = from
    this.known.amounts.push(...known.amounts)
    this.known.units.push(...known.units)
    this.known.ratios.push(...known.ratios)
    this.known.rates.push(...known.rates)
    this.known.flags.push(...known.flags)
    this.known.words.push(...known.words)
    this.known.ids.push(...known.ids)
    this.known.accounts.push(...known.accounts)
    this.known.lists.push(...known.lists)
  }

  /** Adds a condition that the tracer wants to see used. */
  addPending(flag: Condition): void {
    this.used.delete(flag.node)
    this.pending.push(flag)
    this.known.flags.push(flag)
  }

  add(value: unknown): void {
    const { known } = this
    if (value instanceof Amount) known.amounts.push(value as AnyAmount)
    else if (value instanceof SymbolicUnits) known.units.push(value)
    else if (value instanceof SymbolicRatio) known.ratios.push(value)
    else if (value instanceof SymbolicRate) known.rates.push(value as SymbolicRate<string, string>)
    else if (value instanceof Condition) known.flags.push(value)
    else if (value instanceof SymbolicOneOf) known.words.push(value as SymbolicOneOf<string>)
    else if (value instanceof SymbolicId) known.ids.push(value as AnyId)
    else if (value instanceof SymbolicAccount) known.accounts.push(value)
    else if (value instanceof SymbolicList) known.lists.push(value as AnyList)
  }

  rounding(): Rounding {
    return this.draw.once(2) ? 'floor' : 'ceil'
  }

  shortfall(): Shortfall {
    return this.draw.once(14) ? 'reject' : 'zero'
  }

  /** An amount of any denomination that there is one of. */
  anyAmount(depth = 2): AnyAmount {
    const { amounts } = this.known
    const denomination =
      amounts.length > 0 ? this.draw.pick(amounts).denomination : this.draw.pick(DENOMINATIONS)
    return this.amount(denomination, depth)
  }

  amount(denomination: string, depth: number): AnyAmount {
    const { draw } = this
    if (depth <= 0 || draw.once(3)) return this.#amountLeaf(denomination)
    const x = this.amount(denomination, depth - 1)
    const y = (): AnyAmount => this.amount(denomination, depth - 1)
    const rounding = this.rounding()
    switch (draw.roll(12)) {
      case 0:
        return x.plus(y())
      case 1:
        return draw.once(2) ? x.min(y()) : x.max(y())
      case 2:
        return x.minus(y(), this.shortfall())
      case 3:
      case 4:
        return x.times(draw.once(2) ? this.share() : this.ratio(depth - 1), rounding)
      case 5:
        return x.mulDiv(this.#term(depth - 1), this.#term(depth - 1), rounding)
      case 6:
        return x.over(draw.once(4) ? BigInt(1 + draw.roll(5)) : this.units(depth - 1), rounding)
      case 7:
        return x.forUnits(draw.once(3) ? BigInt(draw.roll(4)) : this.units(depth - 1))
      case 8:
        return this.#converted(denomination, x, rounding)
      case 9:
        return this.#guarded(x, rounding)
      default:
        return select(this.condition(depth - 1), x, y())
    }
  }

  /** A quotient that is asked for where its divisor is not zero only. */
  #guarded(x: AnyAmount, rounding: Rounding): AnyAmount {
    const divisor = this.units(1)
    return select(this.ask(divisor.isZero()), x, x.over(divisor, rounding))
  }

  #converted(denomination: string, x: AnyAmount, rounding: Rounding): AnyAmount {
    const rate = this.known.rates.find(({ to }) => to === denomination)
    return rate === undefined ? x.plus(x) : this.anyAmount(0).convert(rate, rounding)
  }

  #term(depth: number): SymbolicUnits | AnySymbolicAmount {
    return this.draw.once(3) ? this.anyAmount(Math.max(0, depth)) : this.units(depth)
  }

  #amountLeaf(denomination: string): AnyAmount {
    const { draw } = this
    const fitting = this.known.amounts.filter((each) => each.denomination === denomination)
    if (fitting.length > 0 && !draw.once(16)) return this.named(draw.pick(fitting))
    const wide = draw.once(12) ? draw.wide() : BigInt(draw.roll(30))
    return amountOf<string>(draw.once(40) ? AMOUNT_MAX : wide, denomination)
  }

  named<V extends { as(name: string): V }>(value: V): V {
    return this.draw.once(12) ? value.as(`n${this.draw.roll(9)}`) : value
  }

  units(depth: number): SymbolicUnits {
    const { draw } = this
    if (depth <= 0 || draw.once(2)) return this.#unitsLeaf()
    const x = this.units(depth - 1)
    const y = draw.once(4) ? BigInt(draw.roll(6)) : this.units(depth - 1)
    switch (draw.roll(9)) {
      case 0:
        return x.plus(y)
      case 1:
        return x.times(y)
      case 2:
        return draw.once(2) ? x.min(y) : x.max(y)
      case 3:
        return x.minus(y, this.shortfall())
      case 4:
        return x.over(y, this.rounding())
      case 5:
        return x.timesRatio(this.ratio(depth - 1), this.rounding())
      default:
        return select(this.condition(depth - 1), x, typeof y === 'bigint' ? unitsConstant(y) : y)
    }
  }

  #unitsLeaf(): SymbolicUnits {
    const { draw, known } = this
    if (known.lists.length > 0 && draw.once(6)) {
      const list = draw.pick(known.lists)
      return this.inItem || draw.once(2) ? list.count() : list.count((item) => this.#ofItem(item))
    }
    if (known.units.length > 0 && !draw.once(14)) return this.named(draw.pick(known.units))
    return unitsConstant(draw.once(20) ? draw.wide() : BigInt(draw.once(40) ? 0 : 1 + draw.roll(5)))
  }

  #ofItem(item: Readonly<Record<string, unknown>>): Condition {
    const inner = new RuleValues(this.draw, this, true)
    for (const field of Object.values(item)) inner.add(field)
    return inner.condition(1)
  }

  share(): SymbolicRatio {
    return ratioConstant(ratioOf(BigInt(this.draw.roll(100) + 1), 100n))
  }

  ratio(depth: number): SymbolicRatio {
    const { draw, known } = this
    const leaf = (): SymbolicRatio => {
      if (known.ratios.length > 0 && !draw.once(4)) return this.named(draw.pick(known.ratios))
      return draw.once(9) ? ratioConstant(draw.ratio()) : this.share()
    }
    if (depth <= 0 || draw.once(2)) return leaf()
    const r = leaf()
    switch (draw.roll(7)) {
      case 0:
        return r.times(draw.once(2) ? this.units(0) : this.ratio(depth - 1))
      case 1:
        return r.over(draw.once(2) ? this.units(0) : this.ratio(depth - 1))
      case 2:
        return r.inverse()
      case 3:
        return r.plusOne()
      case 4:
        return r.complement()
      default:
        return ratioOfUnits(this.units(depth - 1), this.units(depth - 1))
    }
  }

  /** Notes that a condition is used, as the tracer demands of each. */
  ask(condition: Condition): Condition {
    this.used.add(condition.node)
    return condition
  }

  condition(depth: number): Condition {
    const { draw } = this
    if (depth > 0 && draw.once(3)) {
      const x = this.condition(depth - 1)
      if (draw.once(3)) return this.ask(x.not())
      const y = this.condition(depth - 1)
      return this.ask(draw.once(2) ? x.and(y) : x.or(y))
    }
    return this.ask(this.#conditionLeaf(Math.max(0, depth)))
  }

  #conditionLeaf(depth: number): Condition {
    const { draw, known } = this
    const choice = draw.roll(9)
    if (choice < 2 && known.flags.length > 0) return draw.pick(known.flags)
    if (choice === 2 && known.words.length > 0) return draw.pick(known.words).is(draw.pick(MODES))
    if (choice === 3 && known.ids.length > 1) return draw.pick(known.ids).is(draw.pick(known.ids))
    if (choice === 4 && known.lists.length > 0) {
      const list = draw.pick(known.lists)
      const fields = Object.keys(list.of)
      const field = draw.pick(fields)
      // The columnar engine leaves those of ratios to the reference engine.
      return list.hasDuplicates(list.of[field]?.type === 'ratio' && !draw.once(9) ? 'w' : field)
    }
    if (choice === 5)
      return draw.once(2) ? this.anyAmount(depth).isZero() : this.units(depth).isZero()
    const compare = draw.pick(['above', 'atLeast', 'below', 'is'] as const)
    if (choice < 8) {
      const x = this.anyAmount(depth)
      return x[compare](this.amount(x.denomination, depth))
    }
    return this.units(depth)[compare](draw.once(2) ? BigInt(draw.roll(5)) : this.units(depth))
  }

  /** A condition that seldom holds, so that most claims go on. */
  rare(): Condition {
    const { draw, known } = this
    const word = known.words[0]
    const seldom = word === undefined ? this.units(0).is(BigInt(draw.roll(4))) : word.is('free')
    const other = this.condition(1)
    return this.ask(this.ask(other.and(this.condition(1))).and(this.ask(seldom)))
  }

  account(denomination?: string): SymbolicAccount {
    const { draw, known } = this
    if (known.ids.length > 0 && draw.once(2)) {
      return draw.pick(known.ids).bucket(draw.pick(BUCKETS))
    }
    if (known.accounts.length > 0 && draw.once(2)) return draw.pick(known.accounts)
    if (denomination === undefined || !draw.once(6)) return module(draw.pick(MODULES))
    const fitting = Object.entries(POOLS).find((entry) => entry[1] === denomination)
    return fitting === undefined ? module('treasury') : pool(fitting[0])
  }

  /** A value of a type that events and writes name. */
  ofType(type: string, denomination = 'tok'): unknown {
    const { draw, known } = this
    switch (type) {
      case 'amount':
        return this.amount(denomination, 2)
      case 'ratio':
        return this.ratio(1)
      case 'flag':
        return this.condition(1)
      case 'oneOf':
        return known.words.length > 0 ? draw.pick(known.words) : undefined
      case 'id':
        return known.ids.length > 0 ? draw.pick(known.ids) : undefined
      case 'account':
        return this.account()
      case 'list':
        return known.lists.length > 0 ? draw.pick(known.lists) : undefined
      default:
        return this.units(2)
    }
  }
}
