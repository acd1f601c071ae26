import { settle } from '@tlmkit/core'
import { expect, test } from 'vitest'
import { digestBalances } from './digestBalances.ts'
import { WORKLOADS } from './workloads.ts'

const COUNT = 600

/** A million accounts cost seconds and show nothing that few do not. */
const SMALL = WORKLOADS.filter(({ id }) => id !== 'accounts-1m')

test.each(SMALL)('$id: plain code and core end with the same balances', (workload) => {
  const plain = workload.plain(COUNT)
  const { settled, discarded } = plain.settle()
  const { network, state, input } = workload.engine(COUNT, 'shuffled')
  const { receipt, state: after } = settle(network, state, input)
  expect(digestBalances(after.balances)).toBe(digestBalances(plain.balances()))
  expect(receipt.claims.settled + receipt.claims.finished).toBe(settled)
  expect(receipt.claims.discarded).toBe(discarded)
})

test('a claim of five stages has 8 postings', () => {
  const { settled, postings } = WORKLOADS[0]!.plain(COUNT).settle()
  expect(postings).toBe(8 * settled)
})
