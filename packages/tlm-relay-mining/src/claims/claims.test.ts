import { ONE_RATIO } from '@tlmkit/core'
import { describe, expect, test } from 'vitest'
import { claimedAmount } from './claimedAmount.js'
import { estimatedComputeUnits } from './estimatedComputeUnits.js'
import { estimatedRelays } from './estimatedRelays.js'
import { hasExactComputeUnits } from './hasExactComputeUnits.js'
import { parseRootHash } from './parseRootHash.js'

describe('parseRootHash', () => {
  const digest = '09b9c6bd086d48479e3acb0bfcd68d58ba6f943662ea05b03937492936cfbf4b'

  test.each([
    // root hash, code
    [undefined, 'root-hash-not-hex'],
    [`0x${digest}`, 'root-hash-not-hex'],
    [digest, 'root-hash-length'],
    [`${digest}000000000001893400000000000000`, 'root-hash-length'],
    [`${digest}0000000000018934000000000000001400`, 'root-hash-length'],
    [`${digest}00000000000000000000000000000014`, 'root-hash-zero-sum'],
  ])('%s is refused', (value, code) => {
    expect(() => parseRootHash(value, 'rootHash')).toThrow(expect.objectContaining({ code }))
  })

  test('reads the sum and the count', () => {
    const root = parseRootHash(`${digest}00000000000189340000000000000014`, 'rootHash')
    expect(root).toEqual({ digest, computeUnits: 100_660n, relays: 20n })
    expect(hasExactComputeUnits(root, 5033n)).toBe(true)
    expect(hasExactComputeUnits(root, 5034n)).toBe(false)
  })

  test('reads 64 bits of each', () => {
    const root = parseRootHash(`${digest}${'F'.repeat(32)}`, 'rootHash')
    expect(root).toMatchObject({ computeUnits: (1n << 64n) - 1n, relays: (1n << 64n) - 1n })
  })
})

describe('estimates', () => {
  test.each([
    // compute units, relays, multiplier, estimated compute units, estimated relays
    [10n, 5n, { num: 5n, den: 2n }, 25n, 12n],
    [11n, 5n, { num: 5n, den: 2n }, 27n, 13n],
    [100_660n, 20n, ONE_RATIO, 100_660n, 20n],
    [40_510_000n, 8102n, { num: 59_732n, den: 10_000n }, 241_974_332n, 48_394n],
  ])('%d compute units, %d relays', (computeUnits, relays, multiplier, units, estimated) => {
    expect(estimatedComputeUnits(computeUnits, multiplier)).toBe(units)
    const options = { estimatedComputeUnits: units, computeUnits, relays }
    expect(estimatedRelays(options)).toBe(estimated)
  })

  test.each([
    // compute units, relays, code
    [10n, 0n, 'relays-zero'],
    [10n, 11n, 'compute-units-below-relays'],
  ])('%d compute units for %d relays are refused', (computeUnits, relays, code) => {
    const options = { estimatedComputeUnits: 10n, computeUnits, relays }
    expect(() => estimatedRelays(options)).toThrow(expect.objectContaining({ code }))
  })
})

describe('claimedAmount', () => {
  test.each([
    // compute units, multiplier, price of a granule, granularity, amount
    [100_660n, ONE_RATIO, 33_482n, 1_000_000n, 3370n],
    [1n, ONE_RATIO, 42_000_000n, 1_000_000n, 42n],
    [1n, ONE_RATIO, 999_999n, 1_000_000n, 0n],
    [3n, { num: 5n, den: 3n }, 1n, 1n, 5n],
    [1n, { num: 5n, den: 2n }, 2n, 1n, 5n],
  ])('%d compute units x %o x %d / %d', (computeUnits, multiplier, price, granularity, amount) => {
    const options = { computeUnits, multiplier, granularity, computeUnitsToTokensMultiplier: price }
    expect(claimedAmount(options)).toBe(amount)
  })
})
