import { describe, expect, test } from 'vitest'
import { fuzzRuns } from './fuzzRuns.js'

describe('fuzzRuns', () => {
  test.for([
    ['', 200],
    ['1', 200],
    ['10', 2000],
    ['1000', 200_000],
  ] as const)('TLMKIT_FUZZ=%s runs %i', ([factor, runs]) => {
    expect(fuzzRuns(200, factor)).toBe(runs)
  })

  test.for(['0', '-1', '1.5', 'many', '1e3'])('TLMKIT_FUZZ=%s is refused', (factor) => {
    expect(() => fuzzRuns(200, factor)).toThrow(/write a whole number of at least 1/)
  })
})
