import { expect, test } from 'vitest'
import { AMOUNT_MAX } from '../amounts/Amount.js'
import { Ledger } from './Ledger.js'

const ledger = (held: Readonly<Record<string, bigint>>): Ledger =>
  new Ledger(new Map([['tok', new Map(Object.entries(held))]]), (account) =>
    account === 'app/a/funds' ? 5n : 0n,
  )

test.for([
  ['app/a/funds', 'node/n', 96n, 'short'],
  ['app/a/funds', 'node/n', 95n, 'moved'],
  ['app/a/funds', 'app/a/funds', 95n, 'moved'],
  ['app/a/funds', 'app/a/funds', 96n, 'short'],
  ['app/a/funds', 'module/full', 1n, 'overflow'],
  ['module/full', 'module/full', AMOUNT_MAX, 'moved'],
  ['app/a/funds', 'supply/burn', 2n, 'overflow'],
  ['app/a/funds', 'supply/burn', 1n, 'moved'],
  ['supply/mint', 'node/n', 2n, 'overflow'],
  ['supply/mint', 'node/n', 1n, 'moved'],
] as const)('%s > %s %s is %s', ([from, to, amount, result]) => {
  const held = ledger({
    'app/a/funds': 100n,
    'module/full': AMOUNT_MAX,
    'supply/mint': AMOUNT_MAX - 1n,
    'supply/burn': AMOUNT_MAX - 1n,
  })
  const cells = [held.cell('tok', from), held.cell('tok', to)] as const
  const before = cells.map(({ balance }) => balance)
  expect(held.move(...cells, amount)).toBe(result)
  held.undo()
  expect(cells.map(({ balance }) => balance)).toEqual(before)
})

test('an opening balance outside 0 to 2^128 - 1 is refused', () => {
  for (const balance of [-1n, AMOUNT_MAX + 1n]) {
    expect(() => ledger({ 'node/n': balance }).cell('tok', 'node/n')).toThrow(
      expect.objectContaining({ code: 'balance-out-of-range' }),
    )
  }
})
