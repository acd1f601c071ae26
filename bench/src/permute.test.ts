import { expect, test } from 'vitest'
import { permute } from './permute.ts'

test.each([1, 2, 3, 16, 17, 1_000, 65_536, 100_003])('every one of %d rows once', (count) => {
  const places = Array.from({ length: count }, (_, index) => permute(index, { count, seed: 7 }))
  expect(new Set(places).size).toBe(count)
  expect(places.every((place) => place >= 0 && place < count)).toBe(true)
})

test('another seed is another order', () => {
  const order = (seed: number) => [0, 1, 2, 3].map((index) => permute(index, { count: 99, seed }))
  expect(order(1)).not.toEqual(order(2))
})
