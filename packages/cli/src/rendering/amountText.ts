import { formatTokens, type Network } from '@tlmkit/core'

/**
 * Base units with separators of thousands: `1,250,000 upokt`; `1,250,000 base units` where the
 * denomination is called like its tokens.
 */
export function unitsText(network: Network | undefined, amount: bigint, name: string): string {
  const isAmbiguous = network?.denominations[name]?.symbol === name
  return formatTokens(amount, { decimals: 0, symbol: isAmbiguous ? 'base units' : name })
}

/** Tokens: `1.25 POKT`. Denominations the network does not know are shown in base units. */
export function tokensText(network: Network | undefined, amount: bigint, name: string): string {
  const denomination = network?.denominations[name]
  return denomination === undefined
    ? unitsText(network, amount, name)
    : formatTokens(amount, denomination)
}

/** Both: `1.25 POKT (1,250,000 upokt)`. */
export function amountText(network: Network | undefined, amount: bigint, name: string): string {
  const units = unitsText(network, amount, name)
  if (network?.denominations[name] === undefined) return units
  return `${tokensText(network, amount, name)} (${units})`
}

/** A count with separators of thousands. */
export function countText(count: number): string {
  return formatTokens(BigInt(count), { decimals: 0, symbol: '' }).trim()
}

/** `1 claim`, `2,700 claims`. */
export function countOf(count: number, noun: string): string {
  return `${countText(count)} ${noun}${count === 1 ? '' : 's'}`
}
