import { expect, test } from 'vitest'
import { plainStakeBook, type Slash, type StakeBook } from '../index.js'
import { BillRun, dispatching, opening, submission, verdict } from '../inferenceNetwork.fixture.js'

const TOKEN = 10n ** 18n

/** A book that notes what it hears. `n1` has 1,000 of its own, others a unit less. */
function notedBook() {
  const slashes: Slash[] = []
  const joined: string[] = []
  const plain = plainStakeBook('DGAI')
  const book: StakeBook = {
    ...plain,
    ownAndPool: (_context, node) =>
      node === 'n1' ? { own: 1000n, pool: 0n } : { own: 999n, pool: 1n },
    joins: (_context, node) => {
      joined.push(node)
      return { claims: [], tells: [] }
    },
    slashed: (_context, slash) => {
      slashes.push(slash)
      return { claims: [], tells: [] }
    },
  }
  return { book, slashes, joined }
}

test('a node needs own stake; what joins it comes before its bind', () => {
  const { book, joined } = notedBook()
  const run = new BillRun({ stake: book })
  expect(run.bill('open', 1, opening())).toBe('ok')
  expect(run.bill('dispatch', 1, dispatching({ node: 'n2' }))).toBe('node-stake-short')
  expect(run.bill('dispatch', 1, dispatching())).toBe('ok')
  expect(joined).toEqual(['n1'])
})

test('the book may allow less than what is free', () => {
  const { book } = notedBook()
  const run = new BillRun({ stake: { ...book, bindable: () => 5n * TOKEN - 1n } })
  expect(run.bill('open', 1, opening())).toBe('ok')
  expect(run.bill('dispatch', 1, dispatching())).toBe('free-stake-short')
})

test.each([
  // what is done, at which height the fault was
  ['a false result before its verdict', false, 3n],
  ['a false result after its verdict', true, 3n],
])('the book hears of %s', (_name, isSettled, faultHeight) => {
  const { book, slashes } = notedBook()
  const run = new BillRun({ stake: book })
  run.bill('open', 1, opening())
  run.bill('dispatch', 2, dispatching())
  run.bill('submit', 3, submission())
  if (isSettled) expect(run.bill('settle', 4, verdict())).toBe('ok')
  expect(run.bill('challenge', 5, { challenger: 'x', evidence: '01' })).toBe('ok')
  expect(slashes).toEqual([{ operator: 'n1', amount: 5n * TOKEN, faultHeight }])
})

test('the book hears of a missed bill, at the last height of its window', () => {
  const { book, slashes } = notedBook()
  const run = new BillRun({ stake: book })
  run.bill('open', 1, opening())
  run.bill('dispatch', 2, dispatching())
  expect(run.bill('refund', 9000, { reason: '' })).toBe('ok')
  expect(slashes).toEqual([{ operator: 'n1', amount: 5n * TOKEN, faultHeight: 7202n }])
})
