import { divide, InputError } from '@tlmkit/core'

export interface EstimatedRelaysOptions {
  /** From `estimatedComputeUnits`. */
  readonly estimatedComputeUnits: bigint
  /** Compute units claimed. */
  readonly computeUnits: bigint
  /** Relays claimed. */
  readonly relays: bigint
}

/**
 * All the relays that a claim's mined relays stand for.
 *
 * Rule: estimatedComputeUnits / (computeUnits / relays).
 * Units: relays. Rounding: floor, at both divisions.
 * Errors: `relays-zero`, `compute-units-below-relays`.
 * Source: spec/pocket.md section 1.3.
 * @example
 * estimatedRelays({ estimatedComputeUnits: 25n, computeUnits: 10n, relays: 5n }) // 12n
 */
export function estimatedRelays(options: EstimatedRelaysOptions): bigint {
  const { estimatedComputeUnits, computeUnits, relays } = options
  if (relays <= 0n) throw refuse('relays-zero', 'a claim has at least 1 relay', options)
  const perRelay = divide(computeUnits, relays, 'floor')
  if (perRelay > 0n) return divide(estimatedComputeUnits, perRelay, 'floor')
  const right = 'a relay costs at least 1 compute unit'
  throw refuse('compute-units-below-relays', right, options)
}

function refuse(code: string, right: string, options: EstimatedRelaysOptions): InputError {
  const { computeUnits, relays } = options
  return new InputError({
    code,
    message: `${computeUnits} compute units for ${relays} relays: ${right}.`,
    details: { computeUnits, relays },
  })
}
