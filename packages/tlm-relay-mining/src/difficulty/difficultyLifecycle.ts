import { defineLifecycle, type Tallied, type TalliedResult } from '@tlmkit/core'
import { latestAt } from '../history/latestAt.js'
import { sessionParamsOf, unitsOf } from '../sessions/sessionParamsOf.js'
import { settlementTail } from '../sessions/settlementTail.js'
import type { DifficultyEntry } from './Difficulty.js'
import { updateDifficulty } from './updateDifficulty.js'

/** What the lifecycle keeps of a service. */
export type DifficultyState = {
  readonly targetHash: string
  /** Moving average of the mined relays per settlement, in relays. */
  readonly relaysEma: bigint
  /** First height, in blocks, that the history still answers for. */
  readonly since: bigint
  /** Ascending by height. */
  readonly history: readonly {
    readonly targetHash: string
    readonly relaysEma: bigint
    readonly effectiveHeight: bigint
  }[]
}

/** How long after they are due claims are still taken, in blocks. */
export const KEPT_BLOCKS = 1_000n

/** Mined relays that a settlement counts for a service at most: more are cut, not wrapped. */
const RELAYS_MAX = (1n << 64n) - 1n

/**
 * The difficulty of each service, fed by the mined relays of the claims that settled.
 *
 * Rule: the moving average and the target of spec section 3, in force from the next session's
 * start. Entries that no claim in time can need any more are dropped.
 * Units: relays; block heights.
 * Source: spec/pocket.md section 3.
 */
export const difficultyLifecycle = defineLifecycle<DifficultyState>()({
  name: 'difficulty',
  tally: { kind: 'service', bucket: 'relays', apply: applyRelays },
})

function applyRelays(
  state: DifficultyState | undefined,
  { units, height, params }: Tallied,
): TalliedResult<DifficultyState> {
  const session = sessionParamsOf(params)
  const { previous, current, history } = updateDifficulty({
    current: state,
    history: state?.history ?? [],
    settledRelays: units > RELAYS_MAX ? RELAYS_MAX : units,
    targetNumRelays: unitsOf(params, 'targetNumRelays'),
    height,
    grid: session,
  })
  const { targetHash, relaysEma, effectiveHeight } = current
  const oldest = height - KEPT_BLOCKS - settlementTail(session) - session.blocksPerSession
  const fields = {
    previousTargetHash: previous.targetHash,
    targetHash,
    previousRelaysEma: previous.relaysEma,
    relaysEma,
    effectiveHeight,
  }
  return {
    state: { targetHash, relaysEma, ...pruned(history, oldest, state?.since ?? 0n) },
    events: [{ event: 'relay-mining-difficulty-updated', fields }],
  }
}

/** Keeps the entry in force at `oldest` and all after it. */
function pruned(
  history: readonly DifficultyEntry[],
  oldest: bigint,
  since: bigint,
): Pick<DifficultyState, 'since' | 'history'> {
  const sorted = history.toSorted((a, b) => (a.effectiveHeight < b.effectiveHeight ? -1 : 1))
  const first = latestAt(sorted, oldest)
  if (first === undefined || first === sorted[0]) return { since, history: sorted }
  const kept = sorted.filter((entry) => entry.effectiveHeight >= first.effectiveHeight)
  return { since: first.effectiveHeight, history: kept }
}
