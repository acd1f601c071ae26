import { describe, expect, test } from 'vitest'
import { isRipe } from './isRipe.js'
import { numPendingSessions } from './numPendingSessions.js'
import { offsetsAt } from './offsetsAt.js'
import { sessionWindows } from './sessionWindows.js'
import type { SessionEpoch, WindowOffsets } from './SessionParams.js'
import { settlementCandidates } from './settlementCandidates.js'
import { settlementTail } from './settlementTail.js'

type Offsets = readonly [bigint, bigint, bigint, bigint]

function offsetsOf([claimOpen, claimClose, proofOpen, proofClose]: Offsets): WindowOffsets {
  return {
    claimWindowOpenOffsetBlocks: claimOpen,
    claimWindowCloseOffsetBlocks: claimClose,
    proofWindowOpenOffsetBlocks: proofOpen,
    proofWindowCloseOffsetBlocks: proofClose,
  }
}

function epochOf(effectiveHeight: bigint, offsets: Offsets): SessionEpoch {
  return { effectiveHeight, ...offsetsOf(offsets) }
}

const defaults: Offsets = [1n, 4n, 0n, 4n]

test('windows and tail of the default offsets', () => {
  expect(settlementTail(offsetsOf(defaults))).toBe(9n)
  expect(sessionWindows(10n, offsetsOf(defaults))).toEqual({
    claimOpen: 12n,
    claimClose: 16n,
    proofOpen: 16n,
    proofClose: 20n,
  })
})

describe('numPendingSessions', () => {
  test.each([
    // blocks per session, offsets, sessions
    [10n, defaults, 1n],
    [9n, defaults, 1n],
    [8n, defaults, 2n],
    [20n, [11n, 10n, 1n, 10n] as const, 2n],
    [10n, [0n, 0n, 0n, 1n] as const, 1n],
  ])('%d blocks, offsets %o', (blocksPerSession, offsets, sessions) => {
    expect(numPendingSessions({ blocksPerSession, ...offsetsOf(offsets) })).toBe(sessions)
  })

  test.each([
    // blocks per session, offsets, code
    [0n, defaults, 'blocks-per-session-zero'],
    [10n, [0n, 0n, 0n, 0n] as const, 'no-pending-sessions'],
  ])('%d blocks, offsets %o are refused', (blocksPerSession, offsets, code) => {
    expect(() => numPendingSessions({ blocksPerSession, ...offsetsOf(offsets) })).toThrow(
      expect.objectContaining({ code }),
    )
  })
})

describe('settlementCandidates', () => {
  const long: Offsets = [0n, 0n, 0n, 60n]
  const short: Offsets = [0n, 0n, 0n, 30n]
  test.each([
    // what, height, live, history, session ends
    ['no history', 20n, defaults, [], [10n]],
    ['before the first due session', 9n, defaults, [], []],
    ['session end 0', 10n, defaults, [], [0n]],
    [
      'live first, then newest to oldest',
      10_000n,
      [1n, 2n, 0n, 4n],
      [epochOf(9998n, [1n, 2n, 0n, 8n]), epochOf(9999n, [1n, 2n, 0n, 6n])],
      [9992n, 9990n, 9988n],
    ],
    [
      'same candidate once',
      720_301n,
      short,
      [epochOf(1n, long), epochOf(720_241n, short)],
      [720_270n, 720_240n],
    ],
    [
      'an epoch all of whose sessions were due before is skipped',
      720_302n,
      short,
      [epochOf(1n, long), epochOf(720_241n, short)],
      [720_271n],
    ],
    [
      'the walk goes on after a skipped epoch',
      300n,
      defaults,
      [epochOf(1n, [0n, 0n, 0n, 250n]), epochOf(100n, defaults), epochOf(110n, defaults)],
      [290n, 49n],
    ],
  ] as const)('%s', (_, height, live, history, ends) => {
    expect(settlementCandidates({ height, live: offsetsOf(live), history })).toEqual(ends)
  })
})

describe('ripeness when the windows shrink', () => {
  const live = offsetsOf([1n, 2n, 0n, 2n])
  const history = [epochOf(1n, [1n, 2n, 0n, 8n]), epochOf(9995n, [1n, 2n, 0n, 2n])]
  test.each([
    // height, ripe
    [10_000n, false],
    [10_005n, false],
    [10_006n, true],
  ])('session end 9994 at height %d: %s', (height, ripe) => {
    expect(settlementCandidates({ height, live, history }).includes(9994n)).toBe(height !== 10_005n)
    expect(isRipe({ height, sessionEnd: 9994n, live, history })).toBe(ripe)
  })

  test('before the first epoch the live offsets hold', () => {
    expect(offsetsAt({ live, history }, 0n)).toBe(live)
    expect(offsetsAt({ live, history }, 9994n)).toBe(history[0])
    expect(offsetsAt({ live, history }, 9995n)).toBe(history[1])
  })
})
