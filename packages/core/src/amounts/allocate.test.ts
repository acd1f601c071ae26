import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allocate, AMOUNT_MAX, divide, mulDiv, remainderOf, type DustRule } from '../index.js'

describe('allocate', () => {
  test.for<[string, bigint, bigint[], DustRule, bigint[], bigint]>([
    ['thirds, the first takes it', 100n, [1n, 1n, 1n], 'first', [34n, 33n, 33n], 0n],
    ['thirds, the last takes it', 100n, [1n, 1n, 1n], 'last', [33n, 33n, 34n], 0n],
    ['thirds, an account takes it', 100n, [1n, 1n, 1n], 'account', [33n, 33n, 33n], 1n],
    ['nothing', 0n, [1n, 2n], 'first', [0n, 0n], 0n],
    ['less than there are takers', 2n, [1n, 1n, 1n], 'largestRemainder', [0n, 1n, 1n], 0n],
    ['the largest remainders first', 10n, [15n, 22n, 63n], 'largestRemainder', [2n, 2n, 6n], 0n],
    ['a weight of zero', 5n, [0n, 1n, 1n], 'largestRemainder', [0n, 2n, 3n], 0n],
    [
      'the largest amount',
      AMOUNT_MAX,
      [AMOUNT_MAX, AMOUNT_MAX],
      'first',
      [1n << 127n, (1n << 127n) - 1n],
      0n,
    ],
  ])('%s', ([, whole, weights, dust, parts, left]) => {
    const ids = ['c', 'b', 'a'].slice(0, weights.length)
    expect(allocate(whole, { weights, dust, ids })).toEqual({ parts, left })
  })

  test('breaks ties by the bytes of the ids, not by place or UTF-16 order', () => {
    const ids = ['\u{1F9FE}', '\uffee', 'b', 'B']
    const weights = [1n, 1n, 1n, 1n]
    const first = (amount: bigint): readonly bigint[] =>
      allocate(amount, { weights, dust: 'largestRemainder', ids }).parts
    expect(first(1n)).toEqual([0n, 0n, 0n, 1n])
    expect(first(2n)).toEqual([0n, 0n, 1n, 1n])
    expect(first(3n)).toEqual([0n, 1n, 1n, 1n])
  })

  test.for([
    [[0n, 0n], 'weights-sum-zero'],
    [[], 'weights-sum-zero'],
    [[1n, -1n], 'weight-negative'],
  ] as const)('refuses the weights %o', ([weights, code]) => {
    expect(() => allocate(5n, { weights, dust: 'first' })).toThrow(
      expect.objectContaining({ code }),
    )
  })

  test('asks for one id per weight', () => {
    const options = { weights: [1n, 2n], dust: 'largestRemainder', ids: ['a'] } as const
    expect(() => allocate(5n, options)).toThrow(expect.objectContaining({ code: 'ids-missing' }))
  })

  test('is exact, and no part is a unit away from its share', () => {
    const natural = fc.bigInt({ min: 0n, max: AMOUNT_MAX })
    const weights = fc.array(natural, { minLength: 1, maxLength: 6 })
    const rule = fc.constantFrom<DustRule>('first', 'last', 'largestRemainder', 'account')
    fc.assert(
      fc.property(natural, weights, rule, (whole, drawn, dust) => {
        const given = drawn.every((weight) => weight === 0n) ? [1n, ...drawn] : drawn
        const ids = given.map((_, index) => `id${index}`)
        const { parts, left } = allocate(whole, { weights: given, dust, ids })
        const total = given.reduce((sum, weight) => sum + weight, 0n)
        expect(parts.reduce((sum, part) => sum + part, left)).toBe(whole)
        if (dust !== 'largestRemainder') return
        parts.forEach((part, index) => {
          const off = part * total - whole * (given[index] ?? 0n)
          expect(off < total && off > -total).toBe(true)
        })
      }),
    )
  })
})

describe('division', () => {
  test.for([
    [7n, 2n, 3n, 4n],
    [6n, 2n, 3n, 3n],
    [0n, 5n, 0n, 0n],
    [1n, AMOUNT_MAX, 0n, 1n],
  ] as const)('%s / %s is %s or %s', ([n, d, floor, ceil]) => {
    expect([divide(n, d, 'floor'), divide(n, d, 'ceil')]).toEqual([floor, ceil])
    expect(remainderOf(n, d)).toBe(n - d * floor)
  })

  test.for([
    [1n, 0n, 'division-by-zero'],
    [1n, -1n, 'negative-operand'],
    [-1n, 1n, 'negative-operand'],
  ] as const)('%s / %s is refused', ([n, d, code]) => {
    expect(() => divide(n, d, 'floor')).toThrow(expect.objectContaining({ code }))
    expect(() => remainderOf(n, d)).toThrow(expect.objectContaining({ code }))
  })

  test('mulDiv has an unbounded product', () => {
    expect(mulDiv(AMOUNT_MAX, AMOUNT_MAX, AMOUNT_MAX, 'floor')).toBe(AMOUNT_MAX)
  })
})
