import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseRatio, ratioOf, timesRatio } from '@tlmkit/core'
import { expect, test } from 'vitest'
import { z } from 'zod'
import {
  aggregateOperations,
  BASE_TARGET,
  claimSettledBreakdown,
  computeUnitsPerRelayAt,
  difficultyMultiplier,
  formatCoin,
  hasExactComputeUnits,
  isRelayMinable,
  isRipe,
  newTargetHash,
  numPendingSessions,
  parseOpReason,
  rewardDistribution,
  rewardDistributionDetailed,
  scaleTargetHash,
  scaleTargetHashUnbounded,
  sessionGrid,
  settlementCandidates,
  updateDifficulties,
  updateDifficulty,
  type Operation,
  type ServiceDifficulty,
  type WindowOffsets,
} from './index.js'

const integer = z.union([z.string(), z.int()]).transform((value) => BigInt(value))
const hex = z.string()
const grid = { blocksPerSession: 10n }

const file = join(process.env['TLMKIT_VECTORS'] ?? '', 'pocket.json')
const isPresent = process.env['TLMKIT_VECTORS'] !== undefined && existsSync(file)
const vectorFile = z.object({
  vectors: z.array(
    z.object({ id: z.string(), kind: z.string(), input: z.unknown(), expect: z.unknown() }),
  ),
})
const { vectors } = isPresent
  ? vectorFile.parse(JSON.parse(readFileSync(file, 'utf8')))
  : { vectors: [] }

if (!isPresent) {
  console.info('Vectors are not run: TLMKIT_VECTORS is not a folder that has pocket.json.')
}

type Run = (input: unknown, expected: unknown) => void

/** A run of one kind: parses both sides, so that a vector of another shape fails. */
function run<Input extends z.ZodType, Expected extends z.ZodType>(
  input: Input,
  expected: Expected,
  check: (input: z.output<Input>, expected: z.output<Expected>) => void,
): Run {
  return (given, wanted) => check(input.parse(given), expected.parse(wanted))
}

const operations = z.object({ results: z.array(z.array(z.array(z.string()))) })
const aggregated = z.union([
  z.strictObject({ aggregated: z.array(z.array(z.union([z.string(), z.int()]))) }),
  z.strictObject({ aggregatedUnordered: z.array(z.array(z.union([z.string(), z.int()]))) }),
  z.strictObject({ numAggregated: z.int(), orderIdenticalOverRuns: z.int().optional() }),
  z.strictObject({ error: z.literal(true) }),
])

function operationOf(row: readonly string[]): Operation {
  const [amount = '', reason = '', ...parties] = row.toReversed()
  const [last = '', sender] = parties
  return {
    parties: sender === undefined ? [last] : [sender, last],
    reason: parseOpReason(reason, 'row'),
    amount: BigInt(amount),
  }
}

const aggregate = run(operations, aggregated, ({ results }, wanted) => {
  const rows = results.flat().map(operationOf)
  if ('error' in wanted) {
    expect(() => aggregateOperations(rows)).toThrow()
    return
  }
  const merged = aggregateOperations(rows).map(({ parties, reason, amount, numOperations }) => {
    return [...parties, reason, String(amount), Number(numOperations)]
  })
  if ('numAggregated' in wanted) {
    expect(merged).toHaveLength(wanted.numAggregated)
    const shuffled = aggregateOperations(rows.toReversed()).map(({ parties }) => parties)
    expect(shuffled).toEqual(aggregateOperations(rows).map(({ parties }) => parties))
  } else if ('aggregated' in wanted) expect(merged).toEqual(wanted.aggregated)
  else expect(new Set(merged)).toEqual(new Set(wanted.aggregatedUnordered))
})

const pinned = z.object({ cuprAtSessionStart: integer, liveCupr: integer })

/** What the price per relay is at a session's start, when it changed in the session. */
function pinnedOf({ cuprAtSessionStart, liveCupr }: z.output<typeof pinned>): bigint {
  const history = [
    { effectiveHeight: 1n, computeUnitsPerRelay: cuprAtSessionStart },
    { effectiveHeight: 3n, computeUnitsPerRelay: liveCupr },
  ]
  return computeUnitsPerRelayAt({ history, live: liveCupr }, 1n) ?? 0n
}

const offsets = { claimWindowOpenOffset: integer, claimWindowCloseOffset: integer }
const window = z.object({ ...offsets, proofWindowOpenOffset: integer })

function offsetsOf(input: z.output<typeof window>, proofClose: bigint): WindowOffsets {
  return {
    claimWindowOpenOffsetBlocks: input.claimWindowOpenOffset,
    claimWindowCloseOffsetBlocks: input.claimWindowCloseOffset,
    proofWindowOpenOffsetBlocks: input.proofWindowOpenOffset,
    proofWindowCloseOffsetBlocks: proofClose,
  }
}

const runs: Readonly<Record<string, Run>> = {
  'difficulty.multiplierFloor': run(
    z.strictObject({ targetHashHex: hex }),
    z.strictObject({ floorOfMultiplier: integer }),
    ({ targetHashHex }, { floorOfMultiplier }) => {
      const multiplier = difficultyMultiplier(targetHashHex)
      expect(timesRatio(1n, multiplier, 'floor')).toBe(floorOfMultiplier)
    },
  ),
  'difficulty.isVolumeApplicable': run(
    z.strictObject({ relayHashHex: hex, targetHashHex: hex }),
    z.strictObject({ applicable: z.boolean() }),
    ({ relayHashHex: relayHash, targetHashHex: targetHash }, { applicable }) => {
      expect(isRelayMinable({ relayHash, targetHash })).toBe(applicable)
    },
  ),
  'difficulty.newTargetHash': run(
    z.strictObject({
      prevTargetHashHex: z.literal(BASE_TARGET),
      targetNumRelays: integer,
      newRelaysEma: integer,
    }),
    z.strictObject({ newTargetHashHex: hex }),
    ({ targetNumRelays, newRelaysEma: relaysEma }, { newTargetHashHex }) => {
      expect(newTargetHash({ targetNumRelays, relaysEma })).toBe(newTargetHashHex)
    },
  ),
  'difficulty.scaleHash': run(
    z.strictObject({
      prevTargetHashHex: hex,
      ratioNumerator: integer,
      ratioDenominator: integer,
    }),
    z.strictObject({ scaledHashHexUnbounded: hex, newTargetHashHexBounded: hex }),
    ({ prevTargetHashHex, ratioNumerator, ratioDenominator }, wanted) => {
      const ratio = ratioOf(ratioNumerator, ratioDenominator)
      const unbounded = scaleTargetHashUnbounded(prevTargetHashHex, ratio)
      expect(unbounded).toBe(wanted.scaledHashHexUnbounded)
      expect(scaleTargetHash(prevTargetHashHex, ratio)).toBe(wanted.newTargetHashHexBounded)
    },
  ),
  'difficulty.firstUpdateEma': run(
    z.strictObject({
      numRelays: integer,
      hadPreviousDifficulty: z.literal(false),
      targetNumRelays: integer.default(100_000n),
    }),
    z.strictObject({ numRelaysEma: integer, targetHashHexAtMost: hex.default(BASE_TARGET) }),
    ({ numRelays: settledRelays, targetNumRelays }, wanted) => {
      const options = { settledRelays, targetNumRelays, height: 5n, grid, history: [] }
      const { current } = updateDifficulty(options)
      expect(current.relaysEma).toBe(wanted.numRelaysEma)
      expect(current.targetHash <= wanted.targetHashHexAtMost).toBe(true)
    },
  ),
  'difficulty.properties': run(
    z.strictObject({
      targetNumRelays: integer,
      rounds: z.array(z.record(z.string(), integer)).length(3),
    }),
    z.strictObject({
      'svc1.ema': z.literal('strictly increasing over rounds; after round 2 < 1e10'),
      'svc1.targetHash': z.literal('strictly decreasing (byte order) over rounds'),
      'svc2.ema': z.literal('round 3 < round 2 and < targetNumRelays'),
      'svc2.targetHash.round3': hex,
      'svc3.ema': integer,
    }),
    ({ targetNumRelays, rounds }, wanted) => {
      let difficulties = new Map<string, ServiceDifficulty>()
      const [first, second, third] = rounds.map((round, index) => {
        const settled = Object.entries(round).map(([service, relays]) => ({ service, relays }))
        const height = BigInt(10 * index + 5)
        const updates = updateDifficulties({ settled, difficulties, targetNumRelays, height, grid })
        const entries = updates.map((update) => [update.service, update] as const)
        difficulties = new Map([...difficulties, ...entries])
        return (service: string) => {
          const update = updates.find((found) => found.service === service)
          return update?.current ?? expect.fail(`no update of ${service}`)
        }
      })
      if (first === undefined || second === undefined || third === undefined) return
      expect(second('svc1').relaysEma).toBeGreaterThan(first('svc1').relaysEma)
      expect(third('svc1').relaysEma).toBeGreaterThan(second('svc1').relaysEma)
      expect(second('svc1').relaysEma).toBeLessThan(10_000_000_000n)
      expect(second('svc1').targetHash < first('svc1').targetHash).toBe(true)
      expect(third('svc1').targetHash < second('svc1').targetHash).toBe(true)
      expect(third('svc2').relaysEma).toBeLessThan(second('svc2').relaysEma)
      expect(third('svc2').relaysEma).toBeLessThan(targetNumRelays)
      expect(third('svc2').targetHash).toBe(wanted['svc2.targetHash.round3'])
      expect(third('svc3').relaysEma).toBe(wanted['svc3.ema'])
    },
  ),
  'event.claimSettledBreakdown': run(
    z.strictObject({ claimed: integer, settled: integer, mintRatio: z.number() }),
    z.unknown(),
    ({ claimed, settled, mintRatio }, wanted) => {
      const ratio = parseRatio(mintRatio, 'mintRatio')
      const breakdown = claimSettledBreakdown({ claimed, settled, mintRatio: ratio })
      expect({
        settledUpokt: formatCoin(breakdown.settled, 'upokt'),
        mintRatioString: breakdown.mintRatio,
        mintedUpokt: formatCoin(breakdown.minted, 'upokt'),
        overservicingLossUpokt: formatCoin(breakdown.overservicingLoss, 'upokt'),
        deflationLossUpokt: formatCoin(breakdown.deflationLoss, 'upokt'),
      }).toEqual(wanted)
    },
  ),
  'event.rewardDistribution': run(
    z.strictObject({ modToAcctTransfers: z.array(z.tuple([z.string(), integer])) }),
    z.strictObject({ rewardDistribution: z.record(z.string(), z.string()) }),
    ({ modToAcctTransfers }, wanted) => {
      const transfers = modToAcctTransfers.map(([recipient, amount]) => ({ recipient, amount }))
      const coins = [...rewardDistribution(transfers)].map(([recipient, amount]) => {
        return [recipient, formatCoin(amount, 'upokt')] as const
      })
      expect(Object.fromEntries(coins)).toEqual(wanted.rewardDistribution)
    },
  ),
  'event.rewardDistributionDetailed': run(
    z.strictObject({ modToAcctTransfers: z.array(z.tuple([z.string(), z.string(), integer])) }),
    z.strictObject({ details: z.array(z.array(z.string())) }),
    ({ modToAcctTransfers }, { details }) => {
      const transfers = modToAcctTransfers.map(([recipient, reason, amount]) => {
        return { recipient, reason: parseOpReason(reason, 'transfer'), amount }
      })
      const rows = rewardDistributionDetailed(transfers).map(({ recipient, reason, amount }) => {
        return [recipient, reason, formatCoin(amount, 'upokt')]
      })
      expect(rows).toEqual(details)
    },
  ),
  'aggregate.mints': aggregate,
  'aggregate.burns': aggregate,
  'aggregate.modToMod': aggregate,
  'aggregate.modToAcct': aggregate,
  'settle.cuprPinnedToSessionStart': run(
    pinned.extend({ numRelays: integer }),
    z.strictObject({ settled: z.literal(1), expired: z.literal(0), discarded: z.literal(0) }),
    (input) => {
      const { numRelays: relays, cuprAtSessionStart } = input
      const root = { relays, computeUnits: relays * cuprAtSessionStart }
      expect(hasExactComputeUnits(root, pinnedOf(input))).toBe(true)
    },
  ),
  'claim.create.cuprPin': run(
    pinned.extend({ claimBuiltWithCupr: integer }),
    z.strictObject({ accepted: z.boolean() }),
    (input, { accepted }) => {
      const root = { relays: 10n, computeUnits: 10n * input.claimBuiltWithCupr }
      expect(hasExactComputeUnits(root, pinnedOf(input))).toBe(accepted)
    },
  ),
  'service.cuprAtHeight': run(
    z.strictObject({
      history: z.array(z.tuple([integer, integer])),
      liveCupr: integer.nullable(),
      queryHeight: integer,
    }),
    z.strictObject({ found: z.boolean(), cupr: integer }),
    ({ history: rows, liveCupr, queryHeight }, { found, cupr }) => {
      const history = rows.map(([effectiveHeight, computeUnitsPerRelay]) => {
        return { effectiveHeight, computeUnitsPerRelay }
      })
      const live = liveCupr ?? undefined
      const at = computeUnitsPerRelayAt({ history, live }, queryHeight)
      expect(at).toBe(found ? cupr : undefined)
    },
  ),
  'heights.settlementCandidates': run(
    window.extend({
      blockHeight: integer,
      liveProofWindowCloseOffset: integer,
      history: z.array(
        z.strictObject({ effectiveHeight: integer, proofWindowCloseOffset: integer }),
      ),
    }),
    z.union([
      z.strictObject({ candidateSessionEndHeightsUnordered: z.array(integer) }),
      z.strictObject({ candidatesMustContain: z.array(integer) }),
    ]),
    (input, wanted) => {
      const live = offsetsOf(input, input.liveProofWindowCloseOffset)
      const history = input.history.map(({ effectiveHeight, proofWindowCloseOffset }) => {
        return { effectiveHeight, ...offsetsOf(input, proofWindowCloseOffset) }
      })
      const ends = settlementCandidates({ height: input.blockHeight, live, history })
      if ('candidatesMustContain' in wanted) {
        expect(ends).toEqual(expect.arrayContaining(wanted.candidatesMustContain))
      } else {
        expect(new Set(ends)).toEqual(new Set(wanted.candidateSessionEndHeightsUnordered))
      }
    },
  ),
  'heights.ripeness': run(
    window.extend({
      oldProofWindowCloseOffset: integer,
      newProofWindowCloseOffset: integer,
      newEpochEffectiveHeight: integer,
      claimSessionEnd: integer,
    }),
    z.strictObject({
      atHeight10000: z.object({ claimStillStored: z.literal(true), candidatesContain: integer }),
      atHeight10006: z.object({ claimStillStored: z.literal(false), candidatesContain: integer }),
    }),
    (input, wanted) => {
      const { claimSessionEnd: sessionEnd } = input
      const live = offsetsOf(input, input.newProofWindowCloseOffset)
      const history = [
        { effectiveHeight: 1n, ...offsetsOf(input, input.oldProofWindowCloseOffset) },
        { effectiveHeight: input.newEpochEffectiveHeight, ...live },
      ]
      const steps = [
        [10_000n, wanted.atHeight10000],
        [10_006n, wanted.atHeight10006],
      ] as const
      for (const [height, { candidatesContain, claimStillStored }] of steps) {
        expect(settlementCandidates({ height, live, history })).toContain(candidatesContain)
        expect(isRipe({ height, sessionEnd, live, history })).toBe(!claimStillStored)
      }
    },
  ),
  'heights.sessionGrid': run(
    z.strictObject({
      numBlocksPerSession: integer,
      anchorHeight: integer,
      sessionNumberAtAnchor: integer,
      queryHeight: integer,
    }),
    z.strictObject({ sessionStart: integer, sessionEnd: integer, sessionNumber: integer }),
    ({ numBlocksPerSession, queryHeight, ...anchor }, wanted) => {
      const session = sessionGrid(queryHeight, { blocksPerSession: numBlocksPerSession, ...anchor })
      const { start: sessionStart, end: sessionEnd, number: sessionNumber } = session
      expect({ sessionStart, sessionEnd, sessionNumber }).toEqual(wanted)
    },
  ),
  'params.numPendingSessions': run(
    z.strictObject({
      numBlocksPerSession: integer,
      claimOpen: integer,
      claimClose: integer,
      proofOpen: integer,
      proofClose: integer,
    }),
    z.strictObject({ valid: z.boolean(), numPendingSessions: z.enum(['0', '>0']) }),
    ({ numBlocksPerSession, claimOpen, claimClose, proofOpen, proofClose }, { valid }) => {
      const params = {
        blocksPerSession: numBlocksPerSession,
        claimWindowOpenOffsetBlocks: claimOpen,
        claimWindowCloseOffsetBlocks: claimClose,
        proofWindowOpenOffsetBlocks: proofOpen,
        proofWindowCloseOffsetBlocks: proofClose,
      }
      if (valid) expect(numPendingSessions(params)).toBeGreaterThan(0n)
      else {
        expect(() => numPendingSessions(params)).toThrow(
          expect.objectContaining({ code: 'no-pending-sessions' }),
        )
      }
    },
  ),
}

const mine = vectors.filter(({ kind }) => Object.hasOwn(runs, kind))

test.runIf(isPresent).each(mine)('$kind $id', ({ kind, input, expect: wanted }) => {
  runs[kind]?.(input, wanted)
  expect.hasAssertions()
})

test.runIf(isPresent)('every kind that is neither settled nor a params rule has a run', () => {
  const elsewhere = /^(?:settle|supplier|validator|params)\./
  const kinds = vectors.map(({ kind }) => kind).filter((kind) => !elsewhere.test(kind))
  expect(kinds.filter((kind) => !Object.hasOwn(runs, kind))).toEqual([])
  expect(mine.length).toBeGreaterThan(0)
})
