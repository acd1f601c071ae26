import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { differencesOf } from './vectors/differencesOf.fixture.js'
import { difficultyRuns } from './vectors/difficultyRuns.fixture.js'
import { eventRuns } from './vectors/eventRuns.fixture.js'
import { heightRuns } from './vectors/heightRuns.fixture.js'
import { lifecycleRuns } from './vectors/lifecycleRuns.fixture.js'
import { paramsRuns } from './vectors/paramsRuns.fixture.js'
import { redistributionRuns } from './vectors/redistributionRuns.fixture.js'
import { revenueShareRuns } from './vectors/revenueShareRuns.fixture.js'
import { settleRuns } from './vectors/settleRuns.fixture.js'
import { validatorRuns } from './vectors/validatorRuns.fixture.js'

const runs = {
  ...difficultyRuns,
  ...eventRuns,
  ...heightRuns,
  ...lifecycleRuns,
  ...paramsRuns,
  ...redistributionRuns,
  ...revenueShareRuns,
  ...settleRuns,
  ...validatorRuns,
}

const NOT_APPLICABLE_MAX = 12

/** What no vector expects and no run sees. */
const ANOTHER = '!!'

const record = z.record(z.string(), z.unknown())
const vectorFile = z.object({
  vectors: z.array(z.object({ id: z.string(), kind: z.string(), input: record, expect: record })),
})
const path = new URL('../../../vectors/pocket.json', import.meta.url)
const { vectors } = vectorFile.parse(JSON.parse(readFileSync(path, 'utf8')))

const ran = new Set<string>()
const reasons = new Map<string, string>()

describe('the vectors of pocket.json', () => {
  test.each(vectors)('$kind $id', ({ id, kind, input, expect: expected }) => {
    const run = runs[kind] ?? expect.fail(`no run knows vectors of kind ${kind}`)
    const keys = Object.keys(expected)
    expect(keys, 'a vector expects something').not.toEqual([])
    const observed = run(input, keys)
    if ('notApplicable' in observed) reasons.set(id, String(observed['notApplicable']))
    else {
      expect(differencesOf(expected, observed)).toEqual([])
      for (const key of keys) {
        const another = { ...expected, [key]: ANOTHER }
        expect(differencesOf(another, observed), `${key} can fail`).not.toEqual([])
      }
      ran.add(id)
    }
  })

  test('ids are unique, and few vectors say nothing about this implementation', () => {
    expect(new Set(vectors.map(({ id }) => id)).size).toBe(vectors.length)
    expect(reasons.size).toBeLessThanOrEqual(NOT_APPLICABLE_MAX)
  })

  afterAll(() => {
    const skipped = [...reasons].map(([id, reason]) => `\n  ${id}: ${reason}`)
    const counts = `${ran.size} of ${vectors.length} ran, ${reasons.size} not applicable`
    console.info(`${counts}${skipped.join('')}`)
  })
})
