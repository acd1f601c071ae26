import type { Network } from '@tlmkit/core'

/** Counters that move like money are no supply, and nobody's pay. */
export function isMoney(network: Network, denomination: string): boolean {
  return network.denominations[denomination]?.money !== false
}
