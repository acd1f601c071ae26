import { describe, expect, test } from 'vitest'
import { computeUnitsPerRelayAt } from './computeUnitsPerRelayAt.js'

describe('computeUnitsPerRelayAt', () => {
  const two = [
    { effectiveHeight: 10n, computeUnitsPerRelay: 100n },
    { effectiveHeight: 20n, computeUnitsPerRelay: 200n },
  ]
  const late = [{ effectiveHeight: 100n, computeUnitsPerRelay: 7n }]
  test.each([
    // history, live, height, compute units
    [two, undefined, 9n, undefined],
    [two, undefined, 10n, 100n],
    [two, undefined, 19n, 100n],
    [two.toReversed(), undefined, 20n, 200n],
    [two, undefined, 1000n, 200n],
    [[], 42n, 5n, 42n],
    [late, 42n, 50n, 42n],
    [late, 42n, 100n, 7n],
  ])('%o, live %s, height %d: %s', (history, live, height, computeUnits) => {
    expect(computeUnitsPerRelayAt({ history, live }, height)).toBe(computeUnits)
  })
})
