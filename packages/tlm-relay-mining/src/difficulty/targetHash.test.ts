import { ratioOf, timesRatio } from '@tlmkit/core'
import { describe, expect, test } from 'vitest'
import { BASE_TARGET } from './BASE_TARGET.js'
import { difficultyMultiplier } from './difficultyMultiplier.js'
import { isRelayMinable } from './isRelayMinable.js'
import { newTargetHash } from './newTargetHash.js'
import { scaleTargetHash } from './scaleTargetHash.js'
import { scaleTargetHashUnbounded } from './scaleTargetHashUnbounded.js'

/** The hash that starts with these digits and goes on with `f`. */
function ones(start: string): string {
  return start.padEnd(64, 'f')
}

describe('difficultyMultiplier', () => {
  test.each([
    // target, floor of the multiplier
    ['ff', 1n],
    ['7f', 2n],
    ['3f', 4n],
    ['01', 128n],
  ])('target %sff...', (start, floor) => {
    expect(timesRatio(1n, difficultyMultiplier(ones(start)), 'floor')).toBe(floor)
  })

  test('is exact', () => {
    const num = (1n << 256n) - 1n
    expect(difficultyMultiplier('1'.padStart(64, '0'))).toEqual({ num, den: 1n })
    expect(difficultyMultiplier(ones('7f'))).toEqual({ num, den: (1n << 255n) - 1n })
  })

  test.each([
    // target, code
    ['xx', 'hash-not-hex'],
    ['ff', 'hash-length'],
    ['0'.repeat(64), 'target-zero'],
  ])('target %s is refused', (target, code) => {
    expect(() => difficultyMultiplier(target)).toThrow(expect.objectContaining({ code }))
  })
})

describe('isRelayMinable', () => {
  test.each([
    // relay hash, target hash, minable
    ['000f', '00', true],
    ['00fe', '00', true],
    ['00', '00', false],
    ['FF', '00', false],
    ['01', '00', false],
  ])('%s... below %sff...: %s', (relay, target, minable) => {
    const hashes = { relayHash: ones(relay), targetHash: ones(target) }
    expect(isRelayMinable(hashes)).toBe(minable)
  })
})

describe('scaleTargetHash', () => {
  const tiny = [1n, 10_000_000_000_000n] as const
  test.each([
    // target, numerator, denominator, unbounded, bounded
    [ones(''), 1n, 1n, ones(''), ones('')],
    [ones('7'), 2n, 1n, `${'f'.repeat(63)}e`, `${'f'.repeat(63)}e`],
    [ones('3'), 4n, 1n, `${'f'.repeat(63)}c`, `${'f'.repeat(63)}c`],
    [ones(''), 1n, 10n, `1${'9'.repeat(63)}`, `1${'9'.repeat(63)}`],
    [
      ones(''),
      ...tiny,
      '1c25c268497681c2650cb4be40d60df7311e9872477f201c409ec0',
      '00000000001c25c268497681c2650cb4be40d60df7311e9872477f201c409ec0',
    ],
    [
      ones('0'),
      ...tiny,
      '01c25c268497681c2650cb4be40d60df7311e9872477f201c409ec',
      '000000000001c25c268497681c2650cb4be40d60df7311e9872477f201c409ec',
    ],
    [
      ones('0000000'),
      10_000_000_000_000n,
      1n,
      '9184e729fffffffffffffffffffffffffffffffffffffffffffffffff6e7b18d6000',
      ones(''),
    ],
    [ones(''), 0n, 1n, '', '0'.repeat(64)],
  ] as const)('%s x %d / %d', (target, num, den, unbounded, bounded) => {
    expect(scaleTargetHashUnbounded(target, ratioOf(num, den))).toBe(unbounded)
    expect(scaleTargetHash(target, ratioOf(num, den))).toBe(bounded)
  })
})

describe('newTargetHash', () => {
  test.each([
    // target, ema, hash
    [100n, 50n, BASE_TARGET],
    [100n, 100n, BASE_TARGET],
    [50n, 100n, ones('7')],
    [50n, 6400n, ones('01')],
    [100_000n, 425_170n, '3c3611d5a5be4f3fff9d59969821303c3611d5a5be4f3fff9d59969821303c35'],
  ])('target %d, average %d', (targetNumRelays, relaysEma, hash) => {
    expect(newTargetHash({ targetNumRelays, relaysEma })).toBe(hash)
  })

  test.each([
    // target, ema, code
    [0n, 1n, 'target-num-relays-zero'],
    [1n, 0n, 'relays-ema-zero'],
  ])('target %d, average %d are refused', (targetNumRelays, relaysEma, code) => {
    expect(() => newTargetHash({ targetNumRelays, relaysEma })).toThrow(
      expect.objectContaining({ code }),
    )
  })
})
