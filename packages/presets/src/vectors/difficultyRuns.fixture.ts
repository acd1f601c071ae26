import { ratioOf, timesRatio } from '@tlmkit/core'
import {
  difficultyMultiplier,
  isRelayMinable,
  newTargetHash,
  scaleTargetHash,
  scaleTargetHashUnbounded,
  updateDifficulties,
  updateDifficulty,
  type DifficultyEntry,
  type ServiceDifficulty,
} from '@tlmkit/tlm-relay-mining'
import { z } from 'zod'
import { integer, run, type VectorRun } from './vectorRun.fixture.js'

const hex = z.string()
const grid = { blocksPerSession: 10n }

const multiplierFloor = run(z.strictObject({ targetHashHex: hex }), ({ targetHashHex }) => ({
  floorOfMultiplier: timesRatio(1n, difficultyMultiplier(targetHashHex), 'floor'),
}))

const isVolumeApplicable = run(
  z.strictObject({ relayHashHex: hex, targetHashHex: hex }),
  ({ relayHashHex: relayHash, targetHashHex: targetHash }) => ({
    applicable: isRelayMinable({ relayHash, targetHash }),
  }),
)

const newTarget = run(
  z.strictObject({ prevTargetHashHex: hex, targetNumRelays: integer, newRelaysEma: integer }),
  ({ targetNumRelays, newRelaysEma: relaysEma }) => ({
    newTargetHashHex: newTargetHash({ targetNumRelays, relaysEma }),
  }),
)

const scaleHash = run(
  z.strictObject({ prevTargetHashHex: hex, ratioNumerator: integer, ratioDenominator: integer }),
  ({ prevTargetHashHex, ratioNumerator, ratioDenominator }) => {
    const ratio = ratioOf(ratioNumerator, ratioDenominator)
    return {
      scaledHashHexUnbounded: scaleTargetHashUnbounded(prevTargetHashHex, ratio),
      newTargetHashHexBounded: scaleTargetHash(prevTargetHashHex, ratio),
    }
  },
)

const firstUpdateEma = run(
  z.strictObject({
    numRelays: integer,
    hadPreviousDifficulty: z.literal(false),
    targetNumRelays: integer.default(100_000n),
  }),
  ({ numRelays: settledRelays, targetNumRelays }) => {
    const update = { settledRelays, targetNumRelays, height: 5n, grid, history: [] }
    const { current } = updateDifficulty(update)
    return { numRelaysEma: current.relaysEma, targetHashHexAtMost: current.targetHash }
  },
)

const properties = run(
  z.strictObject({
    targetNumRelays: integer,
    rounds: z.array(z.record(z.string(), integer)),
  }),
  ({ targetNumRelays, rounds }) => {
    const updates = playRounds(rounds, targetNumRelays)
    const at = (round: number, service: string): DifficultyEntry => {
      const found = updates[round - 1]?.get(service)
      if (found === undefined) throw new Error(`no update of ${service} in round ${round}`)
      return found
    }
    const svc1 = [at(1, 'svc1'), at(2, 'svc1'), at(3, 'svc1')] as const
    const svc2 = at(3, 'svc2')
    const rises = svc1[0].relaysEma < svc1[1].relaysEma && svc1[1].relaysEma < svc1[2].relaysEma
    const falls = svc1[0].targetHash > svc1[1].targetHash && svc1[1].targetHash > svc1[2].targetHash
    const isLower = svc2.relaysEma < at(2, 'svc2').relaysEma
    const relaxes = isLower && svc2.relaysEma < targetNumRelays
    return {
      'svc1.ema': say(
        rises && svc1[1].relaysEma < 10_000_000_000n,
        'strictly increasing over rounds; after round 2 < 1e10',
      ),
      'svc1.targetHash': say(falls, 'strictly decreasing (byte order) over rounds'),
      'svc2.ema': say(relaxes, 'round 3 < round 2 and < targetNumRelays'),
      'svc2.targetHash.round3': svc2.targetHash,
      'svc3.ema': at(3, 'svc3').relaysEma,
    }
  },
)

/** The updates of each round, by service. */
function playRounds(
  rounds: readonly Readonly<Record<string, bigint>>[],
  targetNumRelays: bigint,
): readonly ReadonlyMap<string, DifficultyEntry>[] {
  let difficulties = new Map<string, ServiceDifficulty>()
  return rounds.map((round, index) => {
    const settled = Object.entries(round).map(([service, relays]) => ({ service, relays }))
    const height = BigInt(10 * index + 5)
    const updates = updateDifficulties({ settled, difficulties, targetNumRelays, height, grid })
    const entries = updates.map((update) => [update.service, update] as const)
    difficulties = new Map([...difficulties, ...entries])
    return new Map(updates.map(({ service, current }) => [service, current] as const))
  })
}

function say(holds: boolean, statement: string): string {
  return holds ? statement : `not ${statement}`
}

export const difficultyRuns: Readonly<Record<string, VectorRun>> = {
  'difficulty.multiplierFloor': multiplierFloor,
  'difficulty.isVolumeApplicable': isVolumeApplicable,
  'difficulty.newTargetHash': newTarget,
  'difficulty.scaleHash': scaleHash,
  'difficulty.firstUpdateEma': firstUpdateEma,
  'difficulty.properties': properties,
}
