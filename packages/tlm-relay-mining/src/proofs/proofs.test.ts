import { bytesToHex } from '@noble/hashes/utils.js'
import { ONE_RATIO, ZERO_RATIO } from '@tlmkit/core'
import { describe, expect, test } from 'vitest'
import { claimBytes, type ImmutableClaim } from './claimBytes.js'
import { proofRequirement } from './proofRequirement.js'
import { proofSample } from './proofSample.js'

const claim: ImmutableClaim = {
  supplier: 'supplier1',
  application: 'app1',
  service: 'sérvice',
  sessionId: 'session1',
  sessionStart: 161_051n,
  sessionEnd: 161_100n,
  rootHash:
    '09b9c6bd086d48479e3acb0bfcd68d58ba6f943662ea05b03937492936cfbf4b' +
    '00000000000189340000000000000014',
}

const SAMPLE_MAX = (1n << 64n) - 1n

describe('claimBytes', () => {
  test('lays the immutable fields out one by one', () => {
    expect(bytesToHex(claimBytes(claim))).toBe(
      '00000014746c6d6b69742f72656c61792d636c61696d2f31' +
        '00000009737570706c69657231' +
        '0000000461707031' +
        '0000000873c3a97276696365' +
        '0000000873657373696f6e31' +
        '00000008000000000002751b' +
        '00000008000000000002754c' +
        `00000030${claim.rootHash}`,
    )
  })

  test('moving a letter from one field to the next gives other bytes', () => {
    const moved = { ...claim, supplier: 'supplier', application: '1app1' }
    expect(bytesToHex(claimBytes(moved))).not.toBe(bytesToHex(claimBytes(claim)))
  })

  test.each([
    // field, value, code
    ['supplier', '\ud800', 'text-malformed'],
    ['sessionStart', -1n, 'height-out-of-range'],
    ['sessionEnd', 1n << 64n, 'height-out-of-range'],
    ['rootHash', 'zz', 'root-hash-not-hex'],
    ['rootHash', '00', 'root-hash-length'],
  ])('%s %s is refused', (field, value, code) => {
    expect(() => claimBytes({ ...claim, [field]: value })).toThrow(
      expect.objectContaining({ code }),
    )
  })
})

describe('proofSample', () => {
  // The numbers come from an independent implementation of the layout and of SHA-256.
  test.each([
    // block hash, sample
    ['00'.repeat(32), 18_385_893_579_307_712_944n],
    ['11'.repeat(32), 2_347_437_590_303_864_452n],
  ])('block %s', (blockHash, sample) => {
    expect(proofSample(claim, blockHash)).toBe(sample)
  })

  test('a block hash of another length is refused', () => {
    expect(() => proofSample(claim, '00')).toThrow(expect.objectContaining({ code: 'hash-length' }))
  })
})

describe('proofRequirement', () => {
  const half = { num: 1n, den: 2n }
  test.each([
    // claimed, threshold, probability, sample, requirement
    [20n, 20n, ZERO_RATIO, SAMPLE_MAX, 'THRESHOLD'],
    [21n, 20n, ZERO_RATIO, SAMPLE_MAX, 'THRESHOLD'],
    [0n, 0n, ZERO_RATIO, 0n, 'THRESHOLD'],
    [19n, 20n, ONE_RATIO, SAMPLE_MAX, 'PROBABILISTIC'],
    [19n, 20n, ONE_RATIO, 0n, 'PROBABILISTIC'],
    [19n, 20n, ZERO_RATIO, 0n, 'NOT_REQUIRED'],
    [19n, 20n, half, 1n << 63n, 'PROBABILISTIC'],
    [19n, 20n, half, (1n << 63n) + 1n, 'NOT_REQUIRED'],
    [19n, 20n, { num: 1n, den: 1000n }, 18_446_744_073_709_551n, 'PROBABILISTIC'],
    [19n, 20n, { num: 1n, den: 1000n }, 18_446_744_073_709_552n, 'NOT_REQUIRED'],
  ])('%d of %d, probability %o, sample %d: %s', (claimedAmount, threshold, ...rest) => {
    const [probability, sample, requirement] = rest
    const options = { claimedAmount, threshold, probability, sample }
    expect(proofRequirement(options)).toBe(requirement)
  })

  test.each([-1n, SAMPLE_MAX + 1n])('sample %d is refused', (sample) => {
    const options = { claimedAmount: 0n, threshold: 1n, probability: ONE_RATIO, sample }
    expect(() => proofRequirement(options)).toThrow(
      expect.objectContaining({ code: 'sample-out-of-range' }),
    )
  })
})
