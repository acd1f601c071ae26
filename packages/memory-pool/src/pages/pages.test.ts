import { keccak256 } from '@tlmkit/core'
import { fuzzRuns, fuzzSeed } from '@tlmkit/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createPool } from '../pool/createPool.js'
import { pageTree, pathOf, rootOf } from './pageTree.js'
import { verifyPage } from './verifyPage.js'

const PAGE = 4096
const seed = fuzzSeed()

/** The rule of spec/microtask.md, written down once more, without batches or levels. */
function plainRoot(bytes: Uint8Array): Uint8Array {
  let level: Uint8Array[] = []
  for (let index = 0; index * PAGE < bytes.length; index++) {
    const page = bytes.subarray(index * PAGE, (index + 1) * PAGE)
    const head = [0, index >>> 24, (index >>> 16) & 255, (index >>> 8) & 255, index & 255]
    level.push(keccak256([Uint8Array.from([...head, ...page])]))
  }
  while (level.length > 1) {
    const above: Uint8Array[] = []
    for (let at = 0; at < level.length; at += 2) {
      const [left, right] = [level[at]!, level[at + 1]]
      above.push(right === undefined ? left : keccak256([Uint8Array.from([1, ...left, ...right])]))
    }
    level = above
  }
  return level[0]!
}

const bytesOf = (length: number, salt: number): Uint8Array =>
  Uint8Array.from({ length }, (_, index) => (index * 7 + (index >>> 8) * 13 + salt) & 255)

describe('the tree over pages', () => {
  test('the root of one page of zeros is its leaf', () => {
    const root = rootOf(pageTree(new Uint8Array(PAGE)))
    expect(root).toEqual(keccak256([new Uint8Array(5 + PAGE)]))
  })

  test.for([1, 4095, 4096, 4097, 8192, 3 * PAGE, 5 * PAGE, 64 * PAGE, 131 * PAGE + 17])(
    'of %i bytes is that of the plain rule, and every page is proved',
    (length) => {
      const bytes = bytesOf(length, length)
      const tree = pageTree(bytes)
      const root = rootOf(tree)
      expect(root).toEqual(plainRoot(bytes))
      for (let page = 0; page * PAGE < length; page++) {
        const answer = {
          page,
          bytes: bytes.slice(page * PAGE, (page + 1) * PAGE),
          path: pathOf(tree, page),
        }
        expect(verifyPage({ root, page, segmentBytes: length }, answer)).toBe(true)
      }
    },
  )
})

describe(`an audit (seed ${seed})`, () => {
  const challenge = fc.integer({ min: 1, max: 20 * PAGE }).chain((length) =>
    fc.record({
      length: fc.constant(length),
      at: fc.integer({ min: 0, max: length - 1 }),
      bit: fc.integer({ min: 0, max: 7 }),
      other: fc.nat(),
    }),
  )
  const runs = { numRuns: fuzzRuns(50), seed }

  test('catches a flipped bit, by whichever page is challenged', () => {
    fc.assert(
      fc.property(challenge, ({ length, at, bit, other }) => {
        const pool = createPool({ bytes: 32 * PAGE })
        const segment = pool.reserve(length, { owner: 'ann' })
        segment.view.set(bytesOf(length, other))
        const root = pool.root(segment.id)
        segment.view[at]! ^= 1 << bit
        const page = Math.floor(at / PAGE)
        const pages = Math.ceil(length / PAGE)
        const check = (index: number): boolean =>
          verifyPage({ root, page: index, segmentBytes: length }, pool.audit(segment.id, index))
        expect(check(page)).toBe(false)
        // The path of any other page holds the digest of the changed one.
        const next = (page + 1 + (other % pages)) % pages
        expect(check(next)).toBe(false)
        segment.view[at]! ^= 1 << bit
        expect(check(page)).toBe(true)
      }),
      runs,
    )
  })

  test('refuses the answer of another page, a changed path, and changed bytes', () => {
    fc.assert(
      fc.property(challenge, ({ length, at, bit, other }) => {
        const bytes = bytesOf(length, other)
        const tree = pageTree(bytes)
        const root = rootOf(tree)
        const page = Math.floor(at / PAGE)
        const pages = Math.ceil(length / PAGE)
        const asked = { root, page, segmentBytes: length }
        const path = pathOf(tree, page)
        const own = bytes.slice(page * PAGE, (page + 1) * PAGE)
        const changed = own.slice()
        changed[at % PAGE]! ^= 1 << bit
        const index = other % pages
        const elsewhere = {
          page: index,
          bytes: bytes.slice(index * PAGE, (index + 1) * PAGE),
          path: pathOf(tree, index),
        }
        const bent = path.map((digest, place) =>
          place === other % path.length ? digest.map((byte) => byte ^ (1 << bit)) : digest,
        )
        const wrong = [
          { page, bytes: changed, path },
          { page, bytes: own.subarray(1), path },
          { page, bytes: Uint8Array.from([...own, 0]), path },
          { page, bytes: own, path: [...path, root] },
          ...(path.length > 0 ? [{ page, bytes: own, path: path.slice(1) }] : []),
          ...(path.length > 0 ? [{ page, bytes: own, path: bent }] : []),
          ...(index === page ? [] : [elsewhere, { ...elsewhere, page }]),
        ]
        expect(wrong.map((answer) => verifyPage(asked, answer))).toEqual(wrong.map(() => false))
        expect(verifyPage(asked, { page, bytes: own, path })).toBe(true)
        expect(verifyPage({ ...asked, page: pages }, { page: pages, bytes: own, path })).toBe(false)
      }),
      runs,
    )
  })
})
