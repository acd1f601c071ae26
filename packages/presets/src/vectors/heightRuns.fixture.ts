import {
  computeUnitsPerRelayAt,
  sessionGrid,
  settlementCandidates,
  type WindowOffsets,
} from '@tlmkit/tlm-relay-mining'
import { z } from 'zod'
import { settleScenario } from './scenario.fixture.js'
import { countsOf } from './chainScenario.fixture.js'
import { integer, run, type VectorRun } from './vectorRun.fixture.js'

const window = {
  claimWindowOpenOffset: integer,
  claimWindowCloseOffset: integer,
  proofWindowOpenOffset: integer,
}
type Window = z.output<z.ZodObject<typeof window>>

function offsetsOf(input: Window, proofWindowCloseOffsetBlocks: bigint): WindowOffsets {
  return {
    claimWindowOpenOffsetBlocks: input.claimWindowOpenOffset,
    claimWindowCloseOffsetBlocks: input.claimWindowCloseOffset,
    proofWindowOpenOffsetBlocks: input.proofWindowOpenOffset,
    proofWindowCloseOffsetBlocks,
  }
}

const candidates = run(
  z.strictObject({
    ...window,
    numBlocksPerSession: integer.optional(),
    blockHeight: integer,
    liveProofWindowCloseOffset: integer,
    history: z.array(
      z.strictObject({ effectiveHeight: integer, proofWindowCloseOffset: integer }),
    ),
  }),
  (input) => {
    const live = offsetsOf(input, input.liveProofWindowCloseOffset)
    const history = input.history.map(({ effectiveHeight, proofWindowCloseOffset }) => {
      return { effectiveHeight, ...offsetsOf(input, proofWindowCloseOffset) }
    })
    const ends = settlementCandidates({ height: input.blockHeight, live, history })
    return { candidateSessionEndHeightsUnordered: ends, candidatesMustContain: ends }
  },
)

const ripeness = run(
  z.strictObject({
    ...window,
    numBlocksPerSession: integer,
    oldProofWindowCloseOffset: integer,
    newProofWindowCloseOffset: integer,
    newEpochEffectiveHeight: integer,
    claimSessionEnd: integer,
  }),
  (input, keys) => {
    const { claimSessionEnd: sessionEnd, numBlocksPerSession } = input
    const sessionStart = sessionEnd - numBlocksPerSession + 1n
    const old = offsetsOf(input, input.oldProofWindowCloseOffset)
    const live = offsetsOf(input, input.newProofWindowCloseOffset)
    const { newEpochEffectiveHeight: effectiveHeight } = input
    const history = [
      { effectiveHeight: 1n, ...old },
      { effectiveHeight, ...live },
    ]
    const others = { ...UNBONDING, numBlocksPerSession, sessionGridAnchorHeight: sessionStart }
    const probes = keys.map((key) => {
      const height = BigInt(/^atHeight([0-9]+)$/.exec(key)?.[1] ?? '0')
      const settled = settleScenario({
        height,
        versions: [
          { from: 0n, values: { ...others, ...old } },
          { from: effectiveHeight, values: { ...others, ...live } },
        ],
        applications: [{ application: 'app1', stake: 1_000_000n }],
        claims: [{ sessionStart, sessionEnd }],
      })
      const seen = {
        ...countsOf(settled),
        consumedClaims: settled.relays.length,
        claimStillStored: settled.result.deferred.length > 0,
        candidatesContain: settlementCandidates({ height, live, history }),
      }
      return [key, seen] as const
    })
    return Object.fromEntries<object>(probes)
  },
)

/** Long enough for any windows. */
const UNBONDING = {
  supplierUnbondingPeriodSessions: 99n,
  applicationUnbondingPeriodSessions: 99n,
}

const grid = run(
  z.strictObject({
    numBlocksPerSession: integer,
    anchorHeight: integer,
    sessionNumberAtAnchor: integer,
    queryHeight: integer,
  }),
  ({ numBlocksPerSession, queryHeight, ...anchor }) => {
    const session = sessionGrid(queryHeight, { blocksPerSession: numBlocksPerSession, ...anchor })
    const { start, end, number } = session
    return { sessionStart: start, sessionEnd: end, sessionNumber: number }
  },
)

const cuprAtHeight = run(
  z.strictObject({
    history: z.array(z.tuple([integer, integer])),
    liveCupr: integer.nullable(),
    queryHeight: integer,
  }),
  ({ history: rows, liveCupr, queryHeight }) => {
    const history = rows.map(([effectiveHeight, computeUnitsPerRelay]) => {
      return { effectiveHeight, computeUnitsPerRelay }
    })
    const cupr = computeUnitsPerRelayAt({ history, live: liveCupr ?? undefined }, queryHeight)
    return { found: cupr !== undefined, cupr: cupr ?? 0n }
  },
)

export const heightRuns: Readonly<Record<string, VectorRun>> = {
  'heights.settlementCandidates': candidates,
  'heights.ripeness': ripeness,
  'heights.sessionGrid': grid,
  'service.cuprAtHeight': cuprAtHeight,
}
