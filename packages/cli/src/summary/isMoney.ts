import type { Network } from '@tlmkit/core'

/** Counters that move like money are no supply, and nobody's pay. */
export function isMoney(network: Network, denomination: string): boolean {
  return network.denominations[denomination]?.money !== false
}

/** The denominations of a network that are money, in its order. */
export function moneyOf(network: Network): readonly string[] {
  return Object.keys(network.denominations).filter((name) => isMoney(network, name))
}

/** The denomination that amounts are in where a network has only one. */
export function soleMoney(network: Network): string | undefined {
  const [only, another] = moneyOf(network)
  return another === undefined ? only : undefined
}
