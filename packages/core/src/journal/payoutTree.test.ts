import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { AMOUNT_MAX, payoutProof, payoutRoot, type Payout } from '../index.js'

const TYPES = ['string', 'string', 'uint256']
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 70 }),
  fc.constantFrom('a', 'x'.repeat(31), 'x'.repeat(32), 'x'.repeat(33), '\u{1F9FE}'.repeat(64)),
)
const payout: fc.Arbitrary<Payout> = fc.record({
  account: text,
  denomination: fc.constantFrom('upokt', 'tok', 'x'.repeat(40)),
  amount: fc.oneof(fc.bigInt({ min: 1n, max: AMOUNT_MAX }), fc.constantFrom(1n, AMOUNT_MAX)),
})
const payouts = fc.uniqueArray(payout, {
  minLength: 1,
  maxLength: 20,
  selector: ({ account, denomination }) => `${denomination} ${account}`,
})

test('root and proofs are those of the OpenZeppelin standard tree', () => {
  fc.assert(
    fc.property(payouts, (drawn) => {
      const leaves = drawn.map((each) => [each.account, each.denomination, each.amount] as const)
      const tree = StandardMerkleTree.of(
        leaves.map((leaf) => [...leaf]),
        TYPES,
      )
      expect(`0x${payoutRoot(drawn)}`).toBe(tree.root)
      drawn.forEach((each, index) => {
        const proof = payoutProof(drawn, each)?.map((hash) => `0x${hash}`) ?? []
        expect(proof).toEqual(tree.getProof(index))
        expect(StandardMerkleTree.verify(tree.root, TYPES, [...(leaves[index] ?? [])], proof)).toBe(
          true,
        )
      })
    }),
    { numRuns: 60 },
  )
})

test('the order of payouts does not matter, and no payouts have a root of zeros', () => {
  const drawn: Payout[] = ['a', 'b', 'c'].map((account) => ({
    account,
    denomination: 'tok',
    amount: 5n,
  }))
  expect(payoutRoot(drawn.toReversed())).toBe(payoutRoot(drawn))
  expect(payoutRoot([])).toBe('0'.repeat(64))
})

test('what was not paid has no proof', () => {
  const drawn: Payout[] = [{ account: 'a', denomination: 'tok', amount: 5n }]
  expect(payoutProof(drawn, { account: 'a', denomination: 'tok', amount: 6n })).toBeUndefined()
  expect(payoutProof(drawn, { account: 'a', denomination: 'tok', amount: 5n })).toEqual([])
})
