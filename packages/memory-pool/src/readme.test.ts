import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createPool, verifyPage } from './index.js'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const source = readFileSync(new URL(import.meta.url), 'utf8')

const pool = createPool({ bytes: 64 * 1024 * 1024 })

const segment = pool.reserve(10_000, { owner: 'ann', key: 'weights' })
segment.view.fill(7)
const root = pool.root(segment.id)

const answer = pool.audit(segment.id, 2)
const isProved = verifyPage({ root, page: 2, segmentBytes: 10_000 }, answer)

segment.release()
const again = pool.reserve(10_000, { owner: 'ann', key: 'weights' })

test('the README shows this, and it does what it says', () => {
  const [, block = ''] = /^```ts\n(.*?)^```$/ms.exec(readme) ?? []
  expect(block).not.toBe('')
  expect(source).toContain(block)
  expect([isProved, again.isWarm]).toEqual([true, true])
  expect(again.view.every((byte) => byte === 7)).toBe(true)
})

test('the options of the README have their defaults', () => {
  const small = createPool({ bytes: 400 * 4096 })
  expect(small.use.total).toBe(400 * 4096)
  for (let key = 0; key < 200; key++) {
    small.reserve(4096, { owner: 'ann', key: `${key}` }).release()
  }
  expect(small.use.warm).toBe(100 * 4096)
  small.reclaim(4095n)
  expect(small.use.warm).toBe(100 * 4096)
  small.reclaim(4096n)
  expect(small.use.warm).toBe(0)
  const lease = small.reserve(1, { owner: 'ann' })
  expect(lease.view.length).toBe(1)
  expect(small.reclaim(4096n + 100_799n).expired).toBe(0)
  expect(small.reclaim(4096n + 100_800n).expired).toBe(1)
  lease.close()
  expect(small.use.free).toBe(400 * 4096)
})
