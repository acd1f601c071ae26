import { describe, expect, test } from 'vitest'
import { sessionGrid } from './sessionGrid.js'

describe('sessionGrid', () => {
  test.each([
    // blocks, anchor, number at anchor, height, start, end, number
    [60n, 1n, 1n, -5n, 0n, 0n, 0n],
    [60n, 1n, 1n, 0n, 0n, 0n, 0n],
    [60n, 0n, 0n, 1n, 1n, 60n, 1n],
    [60n, 0n, 0n, 60n, 1n, 60n, 1n],
    [60n, 1n, 1n, 130n, 121n, 180n, 3n],
    [60n, 1n, 1n, 180n, 121n, 180n, 3n],
    [60n, 1n, 1n, 600n, 541n, 600n, 10n],
    [7n, 181n, 4n, 180n, 176n, 182n, 26n],
    [7n, 181n, 4n, 181n, 181n, 187n, 4n],
    [7n, 181n, 4n, 187n, 181n, 187n, 4n],
    [7n, 181n, 4n, 191n, 188n, 194n, 5n],
    [20n, 831_001n, 13_851n, 831_001n, 831_001n, 831_020n, 13_851n],
  ])('%d blocks, anchor %d number %d, height %d', (...row) => {
    const [blocksPerSession, anchorHeight, sessionNumberAtAnchor, height, start, end, number] = row
    const grid = { blocksPerSession, anchorHeight, sessionNumberAtAnchor }
    expect(sessionGrid(height, grid)).toEqual({ start, end, number })
  })

  test('an anchor that is not set is block 1, session 1', () => {
    const session = sessionGrid(11n, { blocksPerSession: 10n })
    expect(session).toEqual({ start: 11n, end: 20n, number: 2n })
  })

  test('a session without blocks is refused', () => {
    expect(() => sessionGrid(1n, { blocksPerSession: 0n })).toThrow(
      expect.objectContaining({ code: 'blocks-per-session-zero' }),
    )
  })
})
