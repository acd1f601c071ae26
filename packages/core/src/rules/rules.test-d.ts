/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-argument,
   @typescript-eslint/no-unsafe-class-instance-assignment -- what fails to compile has no type */
import { test } from 'vitest'
import {
  amount,
  defineClaimKind,
  definePipeline,
  defineTlm,
  flag,
  id,
  list,
  parseRatio,
  rate,
  units,
  use,
} from '../index.js'

const reads = {
  price: amount('tok'),
  bound: amount('gem'),
  count: units(),
  isPaid: flag(),
  worker: id('worker'),
  swap: rate('gem', 'tok'),
  items: list({ part: amount('tok'), other: amount('gem') }),
} as const
const base = { name: 'rule', version: '1.0.0', phase: 'settle', reads } as const
const half = parseRatio('0.5', 'share')

test('amounts of two denominations never meet', () => {
  defineTlm({
    ...base,
    rule({ price, bound, swap, items }) {
      // @ts-expect-error gem is not tok
      price.plus(bound)
      // @ts-expect-error gem is not tok
      price.min(bound)
      // @ts-expect-error gem is not tok, inside a list too
      items.each(({ part, other }) => part.plus(other))
      // @ts-expect-error a count is not an amount
      price.plus(1n)
      // @ts-expect-error the rate is from gem
      price.convert(swap, 'floor')
      price.plus(bound.convert(swap, 'floor'))
    },
  })
})

test('rounding and what happens below zero are always said', () => {
  defineTlm({
    ...base,
    rule({ price, count }) {
      // @ts-expect-error no rounding
      price.times(half)
      // @ts-expect-error no rounding
      price.over(count)
      // @ts-expect-error no rounding
      price.mulDiv(count, count)
      // @ts-expect-error nothing said about below zero
      price.minus(price)
      // @ts-expect-error no such rounding
      price.times(half, 'round')
    },
  })
})

test('reasons, codes, outcomes and events are those declared', () => {
  defineTlm({
    ...base,
    reasons: ['pay'],
    codes: ['late'],
    outcomes: ['zero'],
    events: { seen: { price: amount('tok') } },
    rule({ price, isPaid, count }, _params, claim) {
      const [from, to] = ['module/a', 'module/b']
      claim.transfer(price, { from, to, reason: 'pay' })
      // @ts-expect-error no such reason
      claim.transfer(price, { from, to, reason: 'gift' })
      // @ts-expect-error a move needs a reason
      claim.transfer(price, { from, to })
      // @ts-expect-error no such code
      claim.reject(isPaid, 'early')
      // @ts-expect-error an outcome is not a code
      claim.reject(isPaid, 'zero')
      // @ts-expect-error no such outcome
      claim.finish(isPaid, 'late')
      // @ts-expect-error no such event
      claim.emit('heard', { price })
      // @ts-expect-error a field is missing
      claim.emit('seen', {})
      // @ts-expect-error a field of another type
      claim.emit('seen', { price: count })
    },
  })
})

test('a tally counts units or an amount, and nothing else', () => {
  defineTlm({
    ...base,
    rule({ price, bound, count, isPaid, swap }, _params, claim) {
      claim.tally(count, { on: 'module/jobs' })
      claim.tally(price, { on: 'module/prices' })
      claim.tally(bound, { on: 'module/bounds' })
      // @ts-expect-error a condition counts nothing
      claim.tally(isPaid, { on: 'module/jobs' })
      // @ts-expect-error a rate counts nothing
      claim.tally(swap, { on: 'module/jobs' })
      // @ts-expect-error a plain number is no value of a rule
      claim.tally(1n, { on: 'module/jobs' })
    },
  })
})

test('a split names who takes the rest, and says how each cut rounds', () => {
  defineTlm({
    ...base,
    reasons: ['pay'],
    rule({ price }, _params, claim) {
      const [from, to, reason] = ['module/a', 'module/b', 'pay'] as const
      const cuts = { fee: { to, share: half, round: 'floor' } } as const
      const { fee, rest } = claim.split(price, { from, reason, cuts, rest: to })
      fee.plus(rest)
      // @ts-expect-error nobody takes the rest
      claim.split(price, { from, reason, cuts })
      // @ts-expect-error a cut without rounding
      claim.split(price, { from, reason, cuts: { fee: { to, share: half } }, rest: to })
      // @ts-expect-error there is no such part
      fee.plus(claim.split(price, { from, reason, cuts, rest: to }).tip)
    },
  })
})

test('a phase offers what belongs to it, and a rule returns what it writes', () => {
  defineTlm({
    ...base,
    phase: 'price',
    writes: { claimed: amount('tok') },
    reasons: ['pay'],
    rule({ price }, _params, claim) {
      // @ts-expect-error no moves in price
      claim.transfer(price, { from: 'module/a', to: 'module/b', reason: 'pay' })
      return { claimed: price }
    },
  })
  defineTlm({
    ...base,
    rule(_row, _params, claim) {
      // @ts-expect-error no groups in settle
      claim.group('worker')
    },
  })
  defineTlm({
    ...base,
    writes: { claimed: amount('tok') },
    // @ts-expect-error claimed is in another denomination
    rule: ({ bound }) => ({ claimed: bound }),
  })
  defineTlm({
    ...base,
    writes: { claimed: amount('tok') },
    // @ts-expect-error claimed is not returned
    rule: () => ({}),
  })
})

test('a chain reads what its kind or an earlier TLM has', () => {
  const kind = defineClaimKind('jobs', {
    key: ['job'],
    columns: { job: id('job'), price: amount('tok') },
  })
  const pay = defineTlm({
    name: 'pay',
    version: '1.0.0',
    phase: 'settle',
    reads: { settled: amount() },
    rule() {},
  })
  // @ts-expect-error nothing writes settled
  definePipeline(kind, [use(pay)])
  definePipeline(kind, [use(pay, { reads: { settled: 'price' } })])
  // @ts-expect-error job is an id
  definePipeline(kind, [use(pay, { reads: { settled: 'job' } })])
  // @ts-expect-error pay has no column called setled
  use(pay, { reads: { setled: 'price' } })
  // @ts-expect-error the key names a column that is not there
  defineClaimKind('jobs', { key: ['jobb'], columns: { job: id('job') } })
})
