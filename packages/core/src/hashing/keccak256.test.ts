import { keccak_256 } from '@noble/hashes/sha3.js'
import { describe, expect, test } from 'vitest'
import { keccak256 } from './keccak256.js'

const messageOf = (length: number, seed: number): Uint8Array =>
  Uint8Array.from({ length }, (_, index) => (index * 31 + seed * 17) & 0xff)

describe('keccak256', () => {
  test('of no messages is nothing', () => {
    expect(keccak256([])).toEqual(new Uint8Array(0))
  })

  test.for<[title: string, lengths: readonly number[]]>([
    ['the empty message', [0]],
    ['lengths around a block', [135, 136, 137, 271, 272, 273, 4101]],
    ['more than a batch holds', Array.from({ length: 130 }, (_, index) => 4096 + index)],
    ['one message beyond a batch', [1 << 19, 1]],
  ])('is that of noble: %s', ([, lengths]) => {
    const messages = lengths.map((length, index) => messageOf(length, index))
    const digests = keccak256(messages)
    messages.forEach((message, index) => {
      expect(digests.subarray(index * 32, (index + 1) * 32)).toEqual(keccak_256(message))
    })
  })
})
