import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { AMOUNT_MAX, payoutProof, payoutRoot, type Payout } from '../index.js'

const TYPES = ['string', 'string', 'uint256']
/** Around a word of the ABI, and around a block of the hash. */
const LENGTHS = [0, 1, 31, 32, 33, 63, 64, 65, 135, 136, 137, 271, 272, 273]
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 70 }),
  fc.constantFrom(...LENGTHS).map((length) => 'x'.repeat(length)),
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

/** Root of the OpenZeppelin standard tree, hex. */
function standardRoot(drawn: readonly Payout[]): string {
  const leaves = drawn.map((each) => [each.account, each.denomination, each.amount])
  return StandardMerkleTree.of(leaves, TYPES).root.slice(2)
}

function drawMany(count: number, accountOf: (index: number) => string): Payout[] {
  return Array.from({ length: count }, (_, index) => ({
    account: accountOf(index),
    denomination: index % 3 === 0 ? 'tok' : 'upokt',
    amount: BigInt(index) ** 7n + 1n,
  }))
}

test.for([
  ['one payout', drawMany(1, (index) => `account-${index}`)],
  ['two', drawMany(2, (index) => `account-${index}`)],
  ['three', drawMany(3, (index) => `account-${index}`)],
  ['as many as are hashed at a time', drawMany(256, (index) => `account-${index}`)],
  ['one more', drawMany(257, (index) => `account-${index}`)],
  ['a thousand', drawMany(1000, (index) => `account-${index}`)],
  ['the same payout many times', drawMany(300, () => 'account').fill(drawMany(1, () => 'a')[0]!)],
  [
    'a name of each length around a word and a block',
    LENGTHS.flatMap((length) => drawMany(3, () => 'x'.repeat(length))),
  ],
  ['names that fill the room for leaves', drawMany(200, (index) => `${index}`.repeat(700))],
  ['a name beyond the room for leaves', drawMany(4, (index) => 'x'.repeat(index * 150_000))],
  ['names beyond ASCII', drawMany(500, (index) => `ключ-\u{1F9FE}-${index}-é`)],
  ['a name with half a character', drawMany(2, (index) => `pokt\ud83e${index}`)],
] as const)('the root of %s is that of the OpenZeppelin standard tree', ([, drawn]) => {
  expect(payoutRoot(drawn)).toBe(standardRoot(drawn))
})

test('a tree after a large one is not touched by it', () => {
  const small = drawMany(5, (index) => `account-${index}`)
  const root = standardRoot(small)
  expect(payoutRoot(small)).toBe(root)
  payoutRoot(drawMany(200_000, (index) => `a${index}`))
  expect(payoutRoot(small)).toBe(root)
  expect(() => payoutRoot([...small, { account: 'a', denomination: 'b' } as Payout])).toThrow(
    TypeError,
  )
  expect(payoutRoot(small)).toBe(root)
})

test('each of a thousand payouts is proved', () => {
  const drawn = drawMany(1000, (index) => `account-${index}`)
  const root = `0x${payoutRoot(drawn)}`
  for (const each of drawn.filter((_, index) => index % 37 === 0)) {
    const proof = payoutProof(drawn, each)?.map((hash) => `0x${hash}`) ?? []
    const leaf = [each.account, each.denomination, each.amount]
    expect(StandardMerkleTree.verify(root, TYPES, leaf, proof)).toBe(true)
  }
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
  expect(payoutProof([], { account: 'a', denomination: 'tok', amount: 5n })).toBeUndefined()
})
