import { fuzzRuns, fuzzSeed } from '@tlmkit/testing'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  bytesOf,
  exampleTasks,
  plainLeaf,
  plainPath,
  plainRoot,
  plainTasksRoot,
} from '../plain.fixture.js'
import { isMember } from './isMember.js'
import { EMPTY_LEAF, merkleLeaf, merkleNode } from './merkleNodes.js'
import { rangeRoot } from './rangeRoot.js'
import { taskHash } from './taskHash.js'
import { tasksRoot } from './tasksRoot.js'
import { TasksRootBuilder } from './TasksRootBuilder.js'
import { TasksTree } from './TasksTree.js'

const COUNTS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 32, 33, 64, 65, 97, 128, 129]

function withCode(code: string): unknown {
  return expect.objectContaining({ code })
}

test('a task hash is keccak256 of the bytes', () => {
  const digest = 'c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470'
  expect(bytesToHex(taskHash(new Uint8Array()))).toBe(digest)
  const abc = '4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45'
  expect(bytesToHex(taskHash(utf8ToBytes('abc')))).toBe(abc)
})

test('the leaf of an empty slot is keccak256 of the byte 2', () => {
  const digest = 'f2ee15ea639b73fa3db9b34a245bdfa015c260c598b211bf05a1ecc4b3e3b4f2'
  expect(bytesToHex(EMPTY_LEAF)).toBe(digest)
})

test.for(COUNTS)('the root over %i tasks is that of the plain model', (count) => {
  const hashes = exampleTasks(count)
  const root = plainTasksRoot(hashes)
  expect(bytesToHex(tasksRoot(bytesOf(...hashes)))).toBe(root)
  expect(bytesToHex(new TasksTree(bytesOf(...hashes)).root)).toBe(root)
})

test('a builder tells the root after every task', () => {
  const hashes = exampleTasks(40)
  const builder = new TasksRootBuilder()
  const bytes = bytesOf(...hashes)
  hashes.forEach((_, index) => {
    builder.add(bytes, 32 * index)
    expect(bytesToHex(builder.root())).toBe(plainTasksRoot(hashes.slice(0, index + 1)))
  })
  expect(builder.count).toBe(40)
})

test('an odd last node moves up unhashed', () => {
  const hashes = exampleTasks(3)
  const leaves = hashes.map((hash, index) => merkleLeaf(index, bytesOf(hash)))
  const root = merkleNode(merkleNode(leaves[0]!, leaves[1]!), leaves[2]!)
  expect(tasksRoot(bytesOf(...hashes))).toEqual(root)
})

test('a changed task, order or count changes the root', () => {
  const hashes = exampleTasks(33)
  const roots = [
    hashes,
    hashes.with(32, hashes[0]!),
    hashes.with(0, hashes[1]!).with(1, hashes[0]!),
    hashes.slice(0, 32),
    [...hashes, hashes[32]!],
  ].map((each) => bytesToHex(tasksRoot(bytesOf(...each))))
  expect(new Set(roots).size).toBe(roots.length)
})

test('no tasks, and bytes that are no hashes, have no root', () => {
  expect(() => tasksRoot(new Uint8Array())).toThrow(withCode('task-hashes-invalid'))
  expect(() => tasksRoot(new Uint8Array(33))).toThrow(withCode('task-hashes-invalid'))
  expect(() => new TasksRootBuilder().root()).toThrow(withCode('task-hashes-invalid'))
  const add = () => new TasksRootBuilder().add(new Uint8Array(32), 1)
  expect(add).toThrow(withCode('task-hashes-invalid'))
})

describe('membership', () => {
  test.for(COUNTS)('of each of %i tasks is shown by the plain path', (count) => {
    const hashes = exampleTasks(count)
    const tree = new TasksTree(bytesOf(...hashes))
    const leaves = hashes.map((hash, index) => plainLeaf(index, hash))
    hashes.forEach((hash, index) => {
      const path = tree.path(index)
      expect(bytesToHex(path)).toBe(plainPath(leaves, index).join(''))
      expect(isMember(tree.root, { index, count, payload: bytesOf(hash), path })).toBe(true)
    })
  })

  test('binds index, count, payload, path and root', () => {
    const hashes = exampleTasks(5)
    const tree = new TasksTree(bytesOf(...hashes))
    const good = { index: 4, count: 5, payload: bytesOf(hashes[4]!), path: tree.path(4) }
    const long = { path: new Uint8Array([...good.path, ...EMPTY_LEAF]) }
    const faults = [
      { index: 3 },
      { index: 5 },
      { index: -1 },
      { index: 1.5 },
      { index: Number.NaN },
      { count: 4 },
      { count: 6 },
      { count: 0 },
      { count: 2 ** 32 },
      { payload: bytesOf(hashes[3]!) },
      { payload: new Uint8Array(31) },
      { payload: new Uint8Array(200) },
      { path: tree.path(3) },
      { path: good.path.slice(1) },
      { path: new Uint8Array() },
      long,
    ]
    expect(isMember(tree.root, good)).toBe(true)
    for (const fault of faults) expect(isMember(tree.root, { ...good, ...fault })).toBe(false)
    expect(isMember(EMPTY_LEAF, good)).toBe(false)
    expect(isMember(new Uint8Array(), good)).toBe(false)
  })

  test('a node is never taken for a leaf', () => {
    const hashes = exampleTasks(4)
    const tree = new TasksTree(bytesOf(...hashes))
    const leaves = hashes.map((hash, index) => merkleLeaf(index, bytesOf(hash)))
    const payload = new Uint8Array([...leaves[0]!, ...leaves[1]!])
    const path = merkleNode(leaves[2]!, leaves[3]!)
    expect(isMember(tree.root, { index: 0, count: 2, payload, path })).toBe(false)
  })

  test('a flipped bit anywhere breaks it', () => {
    const hashes = exampleTasks(11)
    const tree = new TasksTree(bytesOf(...hashes))
    const membership = { index: 6, count: 11, payload: bytesOf(hashes[6]!), path: tree.path(6) }
    for (const part of ['payload', 'path'] as const) {
      membership[part].forEach((byte, at) => {
        const changed = membership[part].with(at, byte ^ (1 << (at % 8)))
        expect(isMember(tree.root, { ...membership, [part]: changed })).toBe(false)
      })
    }
  })

  test('paths of ranges lead to the root, and with another length nowhere', () => {
    const arbitrary = fc.integer({ min: 1, max: 70 }).chain((count) =>
      fc.integer({ min: 0, max: count - 1 }).chain((first) =>
        fc.record({
          count: fc.constant(count),
          first: fc.constant(first),
          length: fc.integer({ min: 1, max: count - first }),
        }),
      ),
    )
    const property = fc.property(arbitrary, ({ count, first, length }) => {
      const leaves = exampleTasks(count).map((hash, index) => plainLeaf(index, hash))
      const path = new TasksTree(bytesOf(...exampleTasks(count))).path(first, length)
      const range = { first, length, count }
      const inside = bytesOf(...leaves.slice(first, first + length))
      expect(bytesToHex(rangeRoot(range, inside, path)!)).toBe(plainRoot(leaves))
      expect(rangeRoot(range, inside, new Uint8Array(path.length + 32))).toBeUndefined()
      expect(rangeRoot(range, inside.subarray(1), path)).toBeUndefined()
    })
    fc.assert(property, { numRuns: fuzzRuns(50), seed: fuzzSeed() })
  })

  test('a range that the batch does not have has no path', () => {
    const tree = new TasksTree(bytesOf(...exampleTasks(5)))
    expect(() => tree.path(5)).toThrow(withCode('task-range-invalid'))
    expect(() => tree.path(3, 3)).toThrow(withCode('task-range-invalid'))
    expect(() => tree.path(0, 0)).toThrow(withCode('task-range-invalid'))
  })
})
