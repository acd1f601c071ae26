import { ratioOf } from '../../amounts/Ratio.js'
import type { FullScope } from '../../rules/createScope.js'
import type { Cut, DustTaker } from '../../rules/ClaimScope.js'
import { type AnySymbolicAmount } from '../../rules/SymbolicAmount.js'
import type { Condition } from '../../rules/Condition.js'
import { supply } from '../../rules/literals.js'
import { when } from '../../rules/select.js'
import { Symbolic } from '../../rules/Symbolic.js'
import { type SymbolicUnits } from '../../rules/SymbolicUnits.js'
import type { Phase } from '../../tlm/Phase.js'
import { RuleValues, type AnyAmount } from './RuleValues.fixture.js'

export const REASONS = ['move', 'pay'] as const
export const CODES = ['refused', 'late'] as const
export const OUTCOMES = ['ended', 'zero'] as const
/** Fields of every event, by the type of their values. */
export const EVENTS = {
  seen: { value: 'amount' },
  told: { b: 'units', a: 'flag', '\u00e4': 'ratio', B: 'amount' },
  named: { who: 'id', at: 'account', mode: 'oneOf', is: 'flag' },
  bare: {},
} as const

export interface RuleSetting {
  readonly phase: Phase
  readonly claim: FullScope
  /** Key columns, which groups are prefixes of. */
  readonly key: readonly string[]
  /** Whether a statement is left out: while a failing case is made smaller. */
  readonly isLeftOut: (label: string) => boolean
}

/** Random statements of one rule. */
export class RuleStatements {
  readonly #setting: RuleSetting
  /** Statements so far, as the tracer counts them. */
  #acts = 0

  constructor(setting: RuleSetting) {
    this.#setting = setting
  }

  /** Some statements in a row; `label` names them for the shrinker. */
  write(values: RuleValues, label: string, count: number, depth = 0): void {
    for (let index = 0; index < count; index++) {
      const own = `${label}.${index}`
      if (this.#setting.isLeftOut(own)) continue
      this.#one(values, own, depth)
    }
  }

  /** Flags that nothing uses are told of: the tracer refuses them otherwise. */
  finish(values: RuleValues): void {
    for (const flag of values.pending) {
      if (!values.used.has(flag.node)) this.#emit(values, 'told', flag)
    }
  }

  #one(values: RuleValues, label: string, depth: number): void {
    const { draw } = values
    const { phase } = this.#setting
    if (depth < 3 && draw.once(phase === 'settle' ? 4 : 6)) {
      this.#block(values, label, depth)
    } else if (phase !== 'settle' || draw.once(3)) {
      this.#pure(values)
    } else {
      this.#move(values)
    }
  }

  #pure(values: RuleValues): void {
    const { draw } = values
    const { claim, phase } = this.#setting
    const groups = phase !== 'settle' && !values.inItem
    switch (draw.roll(groups ? 11 : 6)) {
      case 0:
        this.#acts += 1
        claim.reject(values.rare(), draw.pick(CODES))
        return
      case 1:
        this.#acts += 1
        claim.finish(values.rare(), draw.pick(OUTCOMES))
        return
      case 2:
        this.#emit(values, draw.pick(Object.keys(EVENTS)))
        return
      case 3:
        this.#emit(values, draw.pick(Object.keys(EVENTS)), undefined, values.condition(2))
        return
      case 4:
        values.add(draw.once(3) ? values.ratio(2) : values.anyAmount(3))
        return
      case 5:
        if (draw.once(3)) {
          values.addPending(values.condition(2))
          return
        }
        values.add(values.units(2))
        return
      default:
        this.#group(values)
        return
    }
  }

  #emit(values: RuleValues, event: string, flag?: Condition, condition?: Condition): void {
    const { claim } = this.#setting
    this.#acts += 1
    const shape: Readonly<Record<string, string>> = EVENTS[event as keyof typeof EVENTS]
    const fields: Record<string, Symbolic> = {}
    for (const [name, type] of Object.entries(shape)) {
      const denomination = values.draw.pick(['tok', 'gem'])
      const value =
        flag !== undefined && type === 'flag' ? values.ask(flag) : values.ofType(type, denomination)
      fields[name] = value instanceof Symbolic ? value : values.units(0)
    }
    if (condition === undefined) claim.emit(event, fields as never)
    else claim.emitWhen(condition, event, fields as never)
  }

  #group(values: RuleValues): void {
    const { draw } = values
    const { claim, key } = this.#setting
    const group = claim.group(...key.slice(0, 1 + draw.roll(key.length)))
    const choice = draw.roll(9)
    if (choice < 2) {
      values.add(group.presented())
      return
    }
    const value = draw.once(3) ? values.units(2) : values.anyAmount(2)
    if (choice === 4) {
      // Seldom the same in all claims, unless there is little to choose from.
      values.add(group.same(draw.once(3) ? value : values.units(0).min(1n)))
      return
    }
    const where = draw.once(2) ? values.condition(2) : undefined
    switch (choice) {
      case 2:
      case 3:
        values.add(group.count(where))
        return
      default:
        values.add(group.sum(value, where))
        return
    }
  }

  #block(values: RuleValues, label: string, depth: number): void {
    const { draw } = values
    const list = values.known.lists.length > 0 ? draw.pick(values.known.lists) : undefined
    if (values.inItem || list === undefined || draw.once(2)) {
      const condition = values.condition(2)
      // What a block makes may be used after it: where it was left out, it is zero.
      const inner = draw.once(3) ? values : new RuleValues(draw, values)
      const inside = (own: RuleValues, branch: string) => (): void => {
        const before = this.#acts
        this.write(own, `${label}.${branch}`, 1 + draw.roll(2), depth + 1)
        if (own !== values) this.finish(own)
        // A condition must decide over something.
        if (this.#acts === before) this.#emit(own, 'bare')
      }
      const otherwise = draw.once(2) ? inside(new RuleValues(draw, values), 'e') : undefined
      when(condition, inside(inner, 't'), otherwise)
      return
    }
    this.#acts += 1
    const looped = list.each((item) => {
      const inner = new RuleValues(draw, values, true)
      for (const field of Object.values(item)) inner.add(field)
      this.write(inner, `${label}.i`, draw.roll(4), depth + 1)
      this.finish(inner)
      if (draw.once(4)) return undefined
      return draw.once(3) ? inner.units(1) : inner.anyAmount(2)
    }) as { sum(): AnySymbolicAmount | SymbolicUnits } | undefined
    if (looped !== undefined) values.add(looped.sum())
  }

  #move(values: RuleValues): void {
    this.#acts += 1
    const { draw } = values
    const { claim } = this.#setting
    const amount = this.#moved(values)
    const from = values.account(amount.denomination)
    const to = values.account(amount.denomination)
    const reason = draw.pick(REASONS)
    switch (draw.roll(values.inItem ? 9 : 12)) {
      case 0:
      case 1:
      case 2:
        claim.transfer(amount, { from, to, reason })
        return
      case 3:
        claim.mint(amount, { to: draw.once(9) ? supply.burn : to, reason })
        return
      case 4:
        claim.burn(amount, { from, reason })
        return
      case 5: {
        const sources = [from, values.account(), values.account()].slice(0, 1 + draw.roll(3))
        const { taken, short } = claim.take(amount, { from: sources, to, reason })
        values.add(taken)
        values.add(short)
        return
      }
      case 6:
        values.add(claim.balance(from, amount))
        return
      case 7:
        claim.tally(draw.once(2) ? amount : values.units(1), { on: to })
        return
      case 8:
      case 9:
        this.#split(values, { amount, from, to })
        return
      default:
        this.#splitAmong(values, { amount, from, to })
        return
    }
  }

  /** Often little of something, so that there is enough for it. */
  #moved(values: RuleValues): AnyAmount {
    const amount = values.anyAmount(2)
    if (values.draw.once(2)) return amount
    return amount.times(values.share(), values.rounding())
  }

  #split(values: RuleValues, { amount, from, to }: Movement): void {
    const { draw } = values
    let ceils = 0
    const cuts: Record<string, Cut> = {}
    for (const name of ['one', 'two', 'three'].slice(0, draw.roll(4))) {
      const of = draw.once(3) ? 'rest' : 'whole'
      const round = of === 'whole' && ceils > 0 ? 'floor' : values.rounding()
      if (of === 'whole' && round === 'ceil') ceils += 1
      const share = ratioOf(BigInt(draw.roll(of === 'rest' ? 101 : 34)), 100n)
      const target = draw.once(8) ? supply.burn : values.account(amount.denomination)
      cuts[name] = { to: target, share, round, of, ...(draw.once(3) ? { reason: 'pay' } : {}) }
    }
    const parts = this.#setting.claim.split(amount, { from, reason: 'move', cuts, rest: to })
    for (const part of Object.values(parts)) values.add(part)
  }

  #splitAmong(values: RuleValues, { amount, from, to }: Movement): void {
    const { draw } = values
    const lists = values.known.lists
    if (lists.length === 0) {
      this.#setting.claim.transfer(amount, { from, to, reason: 'move' })
      return
    }
    const list = draw.pick(lists)
    const fields = Object.entries(list.of)
    const named = (types: readonly string[]): string =>
      draw.pick(fields.filter(([, { type }]) => types.includes(type)))[0]
    const dust = draw.pick<DustTaker>(['first', 'last', 'largestRemainder', to, 'module/dust'])
    this.#setting.claim.splitAmong(amount, {
      from,
      reason: 'move',
      list,
      to: named(['account', 'id']),
      bucket: 'funds',
      weight: named(['units', 'amount']),
      dust,
    })
  }
}

interface Movement {
  readonly amount: AnyAmount
  readonly from: ReturnType<RuleValues['account']>
  readonly to: ReturnType<RuleValues['account']>
}
