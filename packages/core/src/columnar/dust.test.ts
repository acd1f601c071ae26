import { expect, test } from 'vitest'
import { account, amount, id, list, units } from '../claims/columns.js'
import { networkOf, stateOf } from '../engine/settleRows.fixture.js'
import { settle } from '../settlement/settle.js'
import { parseRatio } from '../amounts/Ratio.js'
import { module } from '../rules/literals.js'
import { defineTlm } from '../tlm/defineTlm.js'
import { use } from '../tlm/use.js'

const share = parseRatio('1/3', 'share')
const wide = parseRatio(`1/${3n ** 60n}`, 'share')

const split = defineTlm({
  name: 'split',
  version: '1.0.0',
  phase: 'settle',
  reads: {
    fee: amount(),
    payer: id('payer'),
    holders: list({ to: account(), weight: units() }),
  },
  reasons: ['pay'],
  rule({ fee, payer, holders }, _params, claim) {
    const from = payer.bucket('funds')
    const round = 'floor'
    claim.split(fee, {
      from,
      reason: 'pay',
      cuts: { a: { to: module('a'), share, round }, b: { to: module('b'), share, round } },
      rest: payer.bucket('back'),
    })
    claim.split(fee, {
      from,
      reason: 'pay',
      cuts: { c: { to: module('c'), share: wide, round } },
      rest: module('d'),
    })
    const among = { from, list: holders, to: 'to', weight: 'weight', reason: 'pay' } as const
    claim.splitAmong(fee, { ...among, dust: 'first' })
    claim.splitAmong(fee, { ...among, dust: 'largestRemainder' })
    claim.splitAmong(fee, { ...among, dust: module('dust') })
  },
})

test('both engines count the same dust', () => {
  const network = networkOf({
    key: ['payer'],
    columns: {
      fee: amount('tok'),
      payer: id('payer'),
      holders: list({ to: account(), weight: units() }),
    },
    chain: [use(split)],
  })
  const rows = Array.from({ length: 300 }, (_, index) => ({
    payer: `p${index}`,
    fee: String(index % 5 === 0 ? 2n ** 70n + BigInt(index) : index * 37),
    holders: [1n, 2n, index % 7 === 0 ? 2n ** 100n : 3n, BigInt(index)].map((weight, item) => ({
      to: `holder/h${(index + item) % 5}/account`,
      weight: String(weight),
    })),
  }))
  const held = Object.fromEntries(rows.map(({ payer }) => [`payer/${payer}/funds`, 2n ** 80n]))
  const results = (['reference', 'columnar'] as const).map((engine) =>
    settle(
      network,
      stateOf(network, held),
      { id: 's', height: 1n, claims: { jobs: { rows } } },
      { engine },
    ),
  )
  const [reference, columnar] = results
  expect(columnar?.receiptHash).toBe(reference?.receiptHash)
  expect(columnar?.dust).toEqual(reference?.dust)
  expect(reference?.dust.length).toBeGreaterThan(100)
})
