import { describe, expect, test } from 'vitest'
import { nextRelaysEma } from './nextRelaysEma.js'

const MAX = (1n << 64n) - 1n

describe('nextRelaysEma', () => {
  // The numbers come from a Go program that does the same operations with math/big.Float.
  test.each([
    // previous, settled, next
    [1000n, 10_000_000_000n, 1_000_000_900n],
    [100_000n, 100n, 90_009n],
    [1_000_000_900n, 1_000_000_000_000n, 100_900_000_810n],
    [1000n, 1000n, 1000n],
    [1n, 1n, 1n],
    [0n, 0n, 0n],
    [0n, 1n, 0n],
    [9n, 0n, 8n],
    [10n, 0n, 8n],
    [9_007_199_254_740_993n, 9_007_199_254_740_993n, 9_007_199_254_740_993n],
    [6_148_914_691_236_517_205n, 12_297_829_382_473_034_410n, 6_763_806_160_360_168_960n],
    [MAX, 0n, 16_602_069_666_338_596_351n],
    [0n, MAX, 1_844_674_407_370_955_263n],
    [MAX - 1n, MAX, MAX - 1n],
    [MAX, MAX, MAX],
  ])('average %d, settled %d: %d', (previousEma, settledRelays, next) => {
    expect(nextRelaysEma({ previousEma, settledRelays })).toBe(next)
  })

  test.each([
    // previous, settled
    [-1n, 0n],
    [0n, -1n],
    [MAX + 1n, 0n],
    [0n, MAX + 1n],
  ])('average %d, settled %d are refused', (previousEma, settledRelays) => {
    expect(() => nextRelaysEma({ previousEma, settledRelays })).toThrow(
      expect.objectContaining({ code: 'relays-out-of-range' }),
    )
  })
})
