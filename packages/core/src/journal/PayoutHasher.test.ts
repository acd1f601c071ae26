import { keccak_256 } from '@noble/hashes/sha3.js'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareByteArrays } from '../bytes/compareByteArrays.js'
import { SharedMemory } from '../columnar/SharedMemory.js'
import { loadHashKernels } from './PayoutHasher.js'

const PADDING = 136
const kernels = loadHashKernels()
const memory = new SharedMemory(kernels)

function write(parts: readonly Uint8Array[], gap = 0): number[] {
  return parts.map((part) => {
    const at = memory.allocate(part.length + gap)
    // What lay there before must not show: the kernels write the padding.
    memory.bytes.fill(0xa5, at, at + part.length + gap)
    memory.bytes.set(part, at)
    return at
  })
}

function readDigests(at: number, count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, index) =>
    memory.bytes.slice(at + 32 * index, at + 32 * index + 32),
  )
}

function hashMessages(messages: readonly Uint8Array[]): Uint8Array[] {
  memory.reset()
  const places = write(messages, PADDING)
  const pairs = memory.allocate(8 * messages.length)
  messages.forEach(({ length }, index) => {
    memory.setWord(pairs + 8 * index, places[index] ?? 0)
    memory.setWord(pairs + 8 * index + 4, length)
  })
  const digests = memory.allocate(32 * messages.length + 32)
  memory.bytes.fill(0x5a, digests + 32 * messages.length, digests + 32 * messages.length + 32)
  kernels.hashMessages(pairs, messages.length, digests)
  const after = readDigests(digests, messages.length + 1).at(-1)
  expect(after).toEqual(new Uint8Array(32).fill(0x5a))
  return readDigests(digests, messages.length)
}

const digest = fc.uint8Array({ minLength: 32, maxLength: 32 })

test('the digest of no bytes and of "abc" is that of Keccak-256', () => {
  const digests = hashMessages([new Uint8Array(), new TextEncoder().encode('abc')])
  expect(digests.map((each) => Buffer.from(each).toString('hex'))).toEqual([
    'c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470',
    '4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45',
  ])
})

test('messages of every length around whole blocks have the digests of noble', () => {
  const messages = Array.from({ length: 420 }, (_, length) =>
    Uint8Array.from({ length }, (__, index) => (index * 151 + length) & 0xff),
  )
  const expected = messages.map((each) => keccak_256(each))
  expect(hashMessages(messages)).toEqual(expected)
  expect(hashMessages(messages.slice(0, 273).toReversed())).toEqual(
    expected.slice(0, 273).toReversed(),
  )
})

test('messages of any lengths, side by side, have the digests of noble', () => {
  const message = fc.uint8Array({ maxLength: 2000, size: 'max' })
  fc.assert(
    fc.property(fc.array(message, { maxLength: 5 }), (messages) => {
      expect(hashMessages(messages)).toEqual(messages.map((each) => keccak_256(each)))
    }),
    { numRuns: 200 },
  )
})

test('digests are hashed in place', () => {
  fc.assert(
    fc.property(fc.array(digest, { maxLength: 9 }), (digests) => {
      memory.reset()
      const [at = 0] = write([Buffer.concat([...digests, new Uint8Array(32)])])
      kernels.hashDigests(at, digests.length)
      const expected = digests.map((each) => keccak_256(each))
      expect(readDigests(at, digests.length + 1)).toEqual([...expected, new Uint8Array(32)])
    }),
  )
})

test('digests are sorted by all their bytes', () => {
  // Few values of a byte, so that digests share their first bytes or all of them.
  const alike = fc.uint8Array({ minLength: 32, maxLength: 32, max: 1 }).map((bytes) => {
    bytes.fill(0, 0, 30)
    return bytes
  })
  const drawn = fc.array(fc.oneof(digest, alike, fc.constant(new Uint8Array(32).fill(0xff))), {
    maxLength: 600,
    size: 'max',
  })
  fc.assert(
    fc.property(drawn, (digests) => {
      memory.reset()
      const count = digests.length
      const [at = 0] = write([Buffer.concat(digests)])
      const keys = memory.allocate(16 * count)
      const sorted = memory.allocate(32 * count)
      kernels.sortDigests(at, count, keys, sorted)
      expect(readDigests(sorted, count)).toEqual(digests.toSorted(compareByteArrays).toReversed())
    }),
    { numRuns: 100 },
  )
})
