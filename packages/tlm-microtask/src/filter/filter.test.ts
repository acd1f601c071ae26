import { Bloom } from '@ethereumjs/vm'
import { fuzzRuns, fuzzSeed } from '@tlmkit/testing'
import { bytesToHex } from '@noble/hashes/utils.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytesOf, exampleTask, exampleTasks, plainFilter } from '../plain.fixture.js'
import { addToFilter } from './addToFilter.js'
import { FILTER_BYTES } from './bloomBits.js'
import { buildFilters } from './buildFilters.js'
import { filtersWith } from './filtersWith.js'
import { parseFilters } from './parseFilters.js'

const hash = fc.uint8Array({ minLength: 32, maxLength: 32 })

function withCode(code: string): unknown {
  return expect.objectContaining({ code })
}

/** A filter of any number of example tasks, from index `first` on. */
function filterOf(first: number, count: number): Uint8Array {
  const filter = new Uint8Array(FILTER_BYTES)
  for (let i = 0; i < count; i++) addToFilter(filter, bytesOf(exampleTask(first + i)))
  return filter
}

test('filters are those of an Ethereum client, byte for byte', () => {
  const sets = fc.array(hash, { minLength: 1, maxLength: 64, size: 'max' })
  const property = fc.property(sets, (hashes) => {
    const bloom = new Bloom()
    for (const each of hashes) bloom.add(each)
    const filter = buildFilters(new Uint8Array(hashes.flatMap((each) => [...each])))
    expect(bytesToHex(filter)).toBe(bytesToHex(bloom.bitvector))
    expect(hashes.every((each) => filtersWith(filter, each).length === 1)).toBe(true)
    const other = hashes[0]!.with(0, hashes[0]![0]! ^ 1)
    expect(filtersWith(filter, other).length === 1).toBe(bloom.check(other))
  })
  fc.assert(property, { numRuns: fuzzRuns(1000), seed: fuzzSeed() })
})

test.for([1, 127, 128, 129, 256, 300])('%i tasks have a filter for every 128', (count) => {
  const hashes = exampleTasks(count)
  const parts: string[] = []
  for (let at = 0; at < count; at += 128) parts.push(plainFilter(hashes.slice(at, at + 128)))
  const filters = buildFilters(bytesOf(...hashes))
  expect(bytesToHex(filters)).toBe(parts.join(''))
  hashes.forEach((each, index) => {
    expect(filtersWith(filters, bytesOf(each))).toContain(index >>> 7)
  })
})

test('the column of filters is read back, and nothing else is', () => {
  const filters = buildFilters(bytesOf(...exampleTasks(129)))
  const text = bytesToHex(filters)
  expect(parseFilters(text, 129)).toEqual(filters)
  expect(parseFilters(text, 256)).toEqual(filters)
  for (const [other, count] of [
    [text, 128],
    [text, 257],
    ['', 1],
    [text.slice(2), 129],
    [text.slice(1), 129],
    [`${text.slice(0, -1)}g`, 129],
    [text.toUpperCase(), 129],
    [`0x${text.slice(2)}`, 129],
  ] as const) {
    expect(() => parseFilters(other, count)).toThrow(withCode('filters-invalid'))
  }
})

describe('false positives', () => {
  test.for([
    { items: 32, filters: 400, rate: 0.0001, within: 0.4 },
    { items: 128, filters: 60, rate: 0.005, within: 0.15 },
    { items: 1024, filters: 8, rate: 0.47, within: 0.05 },
  ])('at $items items are $rate', ({ items, filters, rate, within }) => {
    const parts = Array.from({ length: filters }, (_, i) => filterOf(i * items, items))
    const all = new Uint8Array(parts.flatMap((part) => [...part]))
    const probes = 3000
    let hits = 0
    for (let i = 0; i < probes; i++) {
      hits += filtersWith(all, bytesOf(exampleTask(1_000_000 + i))).length
    }
    const found = hits / (probes * filters)
    expect(Math.abs(found - rate)).toBeLessThan(rate * within)
  })
})
