import { expect, test } from 'vitest'
import {
  applicationMinimumStake,
  burnEqualsMint,
  globalMint,
  proofMissingPenalty,
  proofMissingSlash,
  REASONS,
  reimbursementRequest,
  revenueShare,
  validatorRewards,
} from './index.js'

const modules = [
  applicationMinimumStake,
  burnEqualsMint,
  globalMint,
  proofMissingPenalty,
  proofMissingSlash,
  reimbursementRequest,
  revenueShare,
  validatorRewards,
]

test('every reason of every module is in the table, and the table has no other', () => {
  const used = new Set(modules.flatMap(({ reasons }) => reasons))
  expect([...used].sort()).toEqual(Object.keys(REASONS).sort())
})

test('the numbers are those of the specification', () => {
  const numbers = Object.values(REASONS).map((op) => op?.number)
  const known = new Set(numbers.filter((number) => number !== undefined))
  // All of section 7 but 1 (unused), 13 (14 stands in its place) and the reserved 6 and 16.
  const listed = [2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 14, 15, 17, 18, 19, 20, 21, 23, 24]
  expect([...known].sort((a, b) => a - b)).toEqual(listed)
})
