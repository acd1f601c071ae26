import { describe, expect, test } from 'vitest'
import {
  amount,
  defineClaimKind,
  definePipeline,
  defineTlm,
  id,
  oneOf,
  units,
  use,
  type Use,
} from '../index.js'

const kind = defineClaimKind('jobs', {
  key: ['job'],
  columns: {
    job: id('job'),
    price: amount('tok'),
    bound: amount('gem'),
    count: units(),
    mode: oneOf('slow', 'fast'),
  },
})
const price = (name = 'price') =>
  defineTlm({
    name,
    version: '1.0.0',
    phase: 'price',
    reads: { price: amount() },
    writes: { claimed: amount() },
    rule: ({ price: whole }) => ({ claimed: whole }),
  })
const limit = defineTlm({
  name: 'limit',
  version: '1.0.0',
  phase: 'limit',
  reads: { claimed: amount() },
  writes: { settled: amount() },
  rule: ({ claimed }) => ({ settled: claimed }),
})
const settling = (more: object = {}) =>
  defineTlm({ name: 'pay', version: '1.0.0', phase: 'settle', reads: {}, rule() {}, ...more })
const reading = (column: object) =>
  defineTlm({ name: 'read', version: '1.0.0', phase: 'settle', reads: column as never, rule() {} })

describe('a chain that does not fit', () => {
  test.for<[string, readonly Use[]]>([
    ['phase-order', [use(settling()), use(price())]],
    ['phase-order', [use(price()), use(settling()), use(limit)]],
    ['price-twice', [use(price()), use(price('other'), { writes: { claimed: 'again' } })]],
    ['limit-without-price', [use(limit, { reads: { claimed: 'price' } })]],
    ['column-unknown', [use(reading({ prices: amount() }))]],
    ['column-unknown', [use(reading({ settled: amount() })), use(price())].slice(0, 1)],
    ['column-misfit', [use(reading({ price: units() }))]],
    ['column-misfit', [use(reading({ job: id('worker') }))]],
    ['column-misfit', [use(reading({ mode: oneOf('slow') }))]],
    ['denominations-clash', [use(reading({ price: amount(), bound: amount() }))]],
    ['column-rewritten', [use(price(), { writes: { claimed: 'count' } })]],
    ['tlm-twice', [use(settling()), use(settling())]],
    ['tlm-required', [use(settling({ requires: ['mint'] }))]],
    ['tlm-conflict', [use(price()), use(settling({ conflicts: ['price'] }))]],
    ['tlm-order', [use(settling({ after: ['late'] })), use(settling({ name: 'late' }))]],
  ])('%s', ([code, chain]) => {
    expect(() => definePipeline(kind, [...chain])).toThrow(
      expect.objectContaining({ kind: 'usage', code }),
    )
  })

  test('names the TLM and the column that was meant', () => {
    const chain: Use[] = [use(reading({ prices: amount() }))]
    expect(() => definePipeline(kind, chain)).toThrow(
      'TLM "read" reads column "prices", which claim kind "jobs" does not have and no earlier TLM writes. Did you mean "price"?',
    )
  })

  test('a TLM may stand twice under two names, its columns renamed', () => {
    const { columns } = definePipeline(kind, [
      use(price(), { reads: { price: 'bound' } }),
      use(limit),
      use(limit, { as: 'second', writes: { settled: 'again' } }),
    ])
    expect(columns['again']).toEqual({ type: 'amount', denomination: 'gem' })
  })

  test('a rename of a column that the TLM does not have', () => {
    const renames = { reads: { prise: 'bound' } } as object
    expect(() => use(price(), renames)).toThrow(expect.objectContaining({ code: 'rename-unknown' }))
  })
})
