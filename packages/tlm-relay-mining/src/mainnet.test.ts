import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { divide } from '@tlmkit/core'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  BASE_TARGET,
  claimedAmount,
  difficultyMultiplier,
  estimatedComputeUnits,
  estimatedRelays,
  newTargetHash,
  parseRootHash,
} from './index.js'

const integer = z.string().transform((text) => BigInt(text))
const price = z.object({
  computeUnitsToTokensMultiplier: integer,
  computeUnitCostGranularity: integer,
})
const counts = { numRelays: integer, claimedComputeUnits: integer }

const recordedValues = z.object({
  submittedClaims: z.array(
    z.object({
      ...counts,
      rootHashHex: z.string(),
      estimatedComputeUnits: integer,
      claimedUpokt: integer,
      paramsInForce: price,
    }),
  ),
  settledClaims: z.array(
    z.object({
      rootHashHex: z.string().optional(),
      numRelays: integer.optional(),
      claimedComputeUnits: integer.optional(),
      claimedUpokt: integer,
      paramsInForce: price.optional(),
    }),
  ),
  expiredClaims: z.array(
    z.object({ ...counts, estimatedComputeUnits: integer, estimatedRelays: integer }),
  ),
  difficultyUpdates: z.object({
    targetNumRelays: integer,
    rows: z.array(
      z.object({ service: z.string(), numRelaysEma: integer, targetHashHex: z.string() }),
    ),
  }),
})

const empty: z.output<typeof recordedValues> = {
  submittedClaims: [],
  settledClaims: [],
  expiredClaims: [],
  difficultyUpdates: { targetNumRelays: 0n, rows: [] },
}

const folder = process.env['TLMKIT_VECTORS']
const file = folder === undefined ? undefined : join(folder, 'pocket-mainnet.json')
const isPresent = file !== undefined && existsSync(file)
const recorded = isPresent ? recordedValues.parse(JSON.parse(readFileSync(file, 'utf8'))) : empty
const { submittedClaims, settledClaims, expiredClaims, difficultyUpdates } = recorded

if (!isPresent) {
  const reason = file === undefined ? 'TLMKIT_VECTORS is not set' : 'it has no pocket-mainnet.json'
  console.info(`Recorded mainnet values are not checked: ${reason}.`)
}

const multiplierOfBase = difficultyMultiplier(BASE_TARGET)

describe.skipIf(!isPresent)('values recorded on mainnet', () => {
  test('root hashes hold the compute units and relays of the claims', () => {
    const claims = [...submittedClaims, ...settledClaims].filter((claim) => {
      return claim.rootHashHex !== undefined
    })
    expect(claims).toHaveLength(58)
    for (const { rootHashHex, claimedComputeUnits, numRelays } of claims) {
      expect(parseRootHash(rootHashHex, 'rootHash')).toMatchObject({
        computeUnits: claimedComputeUnits,
        relays: numRelays,
      })
    }
  })

  test('prices of the 57 submitted claims', () => {
    const prices = submittedClaims.map(({ claimedComputeUnits, paramsInForce }) => {
      return priceOf(claimedComputeUnits, paramsInForce)
    })
    expect(prices).toHaveLength(57)
    expect(prices).toEqual(submittedClaims.map((claim) => claim.claimedUpokt))
  })

  test('prices of the settled claims whose inputs are recorded', () => {
    const priced = settledClaims.flatMap(({ claimedComputeUnits, paramsInForce, claimedUpokt }) => {
      if (claimedComputeUnits === undefined || paramsInForce === undefined) return []
      return [[priceOf(claimedComputeUnits, paramsInForce), claimedUpokt]]
    })
    expect(priced).toEqual([
      [3370n, 3370n],
      [42_299n, 42_299n],
    ])
  })

  test('the submitted claims were mined at the base target', () => {
    for (const claim of submittedClaims) {
      const estimated = estimatedComputeUnits(claim.claimedComputeUnits, multiplierOfBase)
      expect(estimated).toBe(claim.estimatedComputeUnits)
    }
  })

  test('estimated relays of the 55 expired claims', () => {
    const relays = expiredClaims.map((claim) => {
      const { claimedComputeUnits: computeUnits, numRelays, ...estimated } = claim
      const { estimatedComputeUnits } = estimated
      return estimatedRelays({ estimatedComputeUnits, computeUnits, relays: numRelays })
    })
    expect(relays).toHaveLength(55)
    expect(relays).toEqual(expiredClaims.map((claim) => claim.estimatedRelays))
  })

  // The multiplier is not recorded. It follows from a whole average of relays, and the window of
  // averages that give a claim's recorded estimate is under 1/100 wide: that a whole number lies
  // in it for every claim, and the same few numbers throughout, is what is checked.
  test('estimated compute units of the 55 expired claims come from 7 averages', () => {
    const averages = expiredClaims.map((claim) => averageOf(claim, 100_000n))
    expiredClaims.forEach((claim, index) => {
      const relaysEma = averages[index] ?? 0n
      const target = newTargetHash({ targetNumRelays: 100_000n, relaysEma })
      const estimated = estimatedComputeUnits(
        claim.claimedComputeUnits,
        difficultyMultiplier(target),
      )
      expect(estimated).toBe(claim.estimatedComputeUnits)
    })
    const distinct = new Set(averages)
    expect([...distinct].toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      318_036n,
      399_433n,
      426_669n,
      430_385n,
      453_467n,
      566_137n,
      597_320n,
    ])
  })

  test('the 51 targets follow from their averages', () => {
    const { targetNumRelays, rows } = difficultyUpdates
    const targets = rows.map(({ service, numRelaysEma }) => {
      return [service, newTargetHash({ targetNumRelays, relaysEma: numRelaysEma })]
    })
    expect(targets).toHaveLength(51)
    expect(targets).toEqual(rows.map(({ service, targetHashHex }) => [service, targetHashHex]))
  })
})

function priceOf(computeUnits: bigint, params: z.output<typeof price>): bigint {
  return claimedAmount({
    computeUnits,
    multiplier: multiplierOfBase,
    computeUnitsToTokensMultiplier: params.computeUnitsToTokensMultiplier,
    granularity: params.computeUnitCostGranularity,
  })
}

/** The least whole average that brings a claim's compute units to its recorded estimate. */
function averageOf(claim: (typeof expiredClaims)[number], targetNumRelays: bigint): bigint {
  const { estimatedComputeUnits, claimedComputeUnits } = claim
  return divide(estimatedComputeUnits * targetNumRelays, claimedComputeUnits, 'ceil')
}
