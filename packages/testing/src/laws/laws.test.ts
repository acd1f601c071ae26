import {
  amount,
  defineClaimKind,
  defineClose,
  defineNetwork,
  definePipeline,
  defineTable,
  defineTlm,
  id,
  list,
  module,
  parseRatio,
  pool,
  units,
  use,
  useClose,
  when,
  account,
  flag,
} from '@tlmkit/core'
import { describeLaws } from './describeLaws.js'
import { describeTlmLaws } from './describeTlmLaws.js'

const jobs = defineClaimKind('jobs', {
  key: ['caller', 'job'],
  columns: {
    caller: id('caller'),
    job: id('job'),
    worker: id('worker'),
    price: amount('tok'),
    relays: units(),
    stake: amount('tok'),
    isUrgent: flag(),
    owners: list({ to: account(), weight: units() }),
  },
})
const price = defineTlm({
  name: 'flat-price',
  version: '1.0.0',
  phase: 'price',
  reads: { relays: units(), price: amount() },
  writes: { claimed: amount() },
  rule: ({ relays, price: unit }) => ({ claimed: unit.forUnits(relays) }),
})
const fairShare = defineTlm({
  name: 'fair-share',
  version: '1.0.0',
  phase: 'limit',
  reads: { claimed: amount(), stake: amount() },
  writes: { settled: amount() },
  outcomes: ['zero'],
  events: { capped: { by: amount() } },
  rule({ claimed, stake }, _params, claim) {
    const group = claim.group('caller')
    const cap = stake.over(group.presented(), 'floor').as('cap')
    claim.emitWhen(claimed.above(cap), 'capped', { by: claimed.minus(cap, 'zero') })
    const settled = claimed.min(cap)
    claim.finish(settled.isZero(), 'zero')
    return { settled }
  },
})
const pay = defineTlm({
  name: 'pay',
  version: '1.0.0',
  phase: 'settle',
  reads: { settled: amount(), caller: id('caller'), worker: id('worker'), isUrgent: flag() },
  reasons: ['pay', 'mint', 'tip'],
  rule({ settled, caller, worker, isUrgent }, _params, claim) {
    claim.split(settled, {
      from: caller.bucket('funds'),
      reason: 'pay',
      cuts: {
        fee: { to: module('treasury'), share: parseRatio('0.1', 'fee'), round: 'ceil' },
        validators: { to: pool('validators'), share: parseRatio('0.2', 'fee'), round: 'floor' },
      },
      rest: worker.bucket('account'),
    })
    when(isUrgent, () => claim.mint(settled, { to: worker.bucket('account'), reason: 'mint' }))
    claim.take(settled, { from: module('grants'), to: worker.bucket('account'), reason: 'tip' })
  },
})
const share = defineTlm({
  name: 'share',
  version: '1.0.0',
  phase: 'settle',
  reads: {
    settled: amount(),
    worker: id('worker'),
    relays: units(),
    owners: list({ to: account(), weight: units() }),
  },
  reasons: ['share'],
  rule({ settled, worker, relays, owners }, _params, claim) {
    const from = worker.bucket('account')
    claim.tally(relays, { on: worker.bucket('relays') })
    claim.splitAmong(settled, {
      from,
      reason: 'share',
      list: owners,
      to: 'to',
      weight: 'weight',
      dust: 'largestRemainder',
    })
  },
})
const validators = defineTable('validators', {
  key: ['name'],
  columns: { name: id('validator'), tokens: units() },
})
const reward = defineClose({
  name: 'reward',
  version: '1.0.0',
  pools: ['validators'],
  tables: { validators },
  reasons: ['reward'],
  close({ pools, tables }, move) {
    const takers = tables.validators.map(({ name, tokens }) => ({
      to: `validator/${name}/account`,
      weight: tokens,
    }))
    if (takers.every(({ weight }) => weight === 0n)) return
    const amountOfPool = pools['validators'] ?? 0n
    move.splitAmong(amountOfPool, {
      from: 'validators',
      takers,
      dust: 'largestRemainder',
      reason: 'reward',
    })
  },
})
const toy = defineNetwork({
  name: 'toy',
  denominations: { tok: { decimals: 2, symbol: 'TOK' } },
  kinds: { jobs: definePipeline(jobs, [use(price), use(fairShare), use(pay), use(share)]) },
  pools: { validators: { denomination: 'tok', leftover: 'carry' } },
  close: [useClose(reward)],
  floors: { 'caller/funds': 5n },
})

describeLaws(toy, { runs: 200, stops: ['balance-overflow'] })
describeTlmLaws(pay)
describeTlmLaws(share)
describeTlmLaws(fairShare, { key: ['caller'] })
