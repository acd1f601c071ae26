import { compareBytes } from '@tlmkit/core'
import type { SessionGridParams } from '../sessions/sessionGrid.js'
import {
  updateDifficulty,
  type DifficultyUpdate,
  type ServiceDifficulty,
} from './updateDifficulty.js'

/** The mined relays of one settled claim. */
export interface SettledRelays {
  readonly service: string
  readonly relays: bigint
}

export interface UpdateDifficultiesOptions {
  /** One row per settled claim, in any order. */
  readonly settled: readonly SettledRelays[]
  /** By service; a service that is not in it never settled before. */
  readonly difficulties: ReadonlyMap<string, ServiceDifficulty>
  readonly targetNumRelays: bigint
  /** Height of the settlement. */
  readonly height: bigint
  readonly grid: SessionGridParams
}

export interface ServiceDifficultyUpdate extends DifficultyUpdate {
  readonly service: string
}

/**
 * The new difficulty of every service that had a settled claim, in ascending order of service.
 *
 * Rule: `updateDifficulty` with the sum of the relays of the service's settled claims.
 * Units: relays; block heights.
 * Errors: the codes of `updateDifficulty`.
 * Source: spec/pocket.md section 3.
 */
export function updateDifficulties(
  options: UpdateDifficultiesOptions,
): readonly ServiceDifficultyUpdate[] {
  const { settled, difficulties, targetNumRelays, height, grid } = options
  const relaysByService = new Map<string, bigint>()
  for (const { service, relays } of settled) {
    relaysByService.set(service, (relaysByService.get(service) ?? 0n) + relays)
  }
  const services = [...relaysByService].sort(([a], [b]) => compareBytes(a, b))
  return services.map(([service, settledRelays]) => {
    const { current, history } = difficulties.get(service) ?? { history: [] }
    const of = { current, history, settledRelays, targetNumRelays, height, grid }
    return { service, ...updateDifficulty(of) }
  })
}
