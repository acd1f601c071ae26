import { expect, test } from 'vitest'
import { billParams } from './index.js'

test('a compute unit costs 0.05', () => {
  expect(billParams.parse({}).basePrice).toBe(50_000_000_000_000_000n)
})
