import { UsageError, type ParamValues } from '@tlmkit/core'
import { unitsParam } from '@tlmkit/params'
import { z } from 'zod'
import { slashParams, type SlashParams } from '../slashing/slashParams.js'

/**
 * How often nodes show that they are there.
 *
 * Units: as `listParams` tells of each. Source: spec/inference.md, Parameters.
 */
export const heartbeatParams = z.strictObject({
  heartbeatInterval: unitsParam(3_600n, {
    min: 1n,
    max: 604_800n,
    unit: 'seconds',
    effect: 'Interval of which one heartbeat counts; from the next week on for who beat in this.',
  }),
})

/** Values of the parameters of heartbeats. */
export type HeartbeatParams = z.output<typeof heartbeatParams>

const HOUR_SECONDS = 3_600n

/** Seconds of silence that are no offence yet. */
export function silenceMax({ downtimeHours }: Pick<SlashParams, 'downtimeHours'>): bigint {
  return downtimeHours * HOUR_SECONDS
}

/**
 * Checks that a node which beats once an interval is never down.
 *
 * Rule: 2 x heartbeatInterval <= downtimeHours x 3,600, since two heartbeats that count may be that
 * far apart.
 */
export function checkHeartbeatParams(
  params: HeartbeatParams & SlashParams,
  context: z.RefinementCtx,
): void {
  const most = silenceMax(params)
  if (2n * params.heartbeatInterval <= most) return
  const message = `twice the interval must be at most downtimeHours, ${most} seconds`
  context.addIssue({ code: 'custom', path: ['heartbeatInterval'], message })
}

const KEYS = [heartbeatParams, slashParams].flatMap(({ shape }) => Object.keys(shape))

const known = new WeakSet<ParamValues>()

/**
 * The parameters of heartbeats and slashes among those of a network.
 *
 * Errors: `network-param-missing`.
 */
export function heartbeatParamsOf(params: ParamValues): HeartbeatParams & SlashParams {
  if (!known.has(params)) {
    const missing = KEYS.find((key) => params[key] === undefined)
    if (missing !== undefined) throw paramMissing(missing)
    known.add(params)
  }
  return params as HeartbeatParams & SlashParams
}

function paramMissing(key: string): UsageError {
  return new UsageError({
    code: 'network-param-missing',
    message:
      `Heartbeats need the network parameter "${key}": ` +
      "spread the shapes of heartbeatParams and slashParams into the network's params.",
    details: { key },
  })
}
