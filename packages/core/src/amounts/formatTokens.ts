/** How amounts of a denomination are shown. */
export interface Denomination {
  /** Digits after the point of one token: 6 means 1 token = 10^6 base units. */
  readonly decimals: number
  /** Name of one token, for people: `POKT`. */
  readonly symbol: string
}

/**
 * Shows base units as tokens, exactly.
 *
 * Units: base units in, tokens out. Rounding: none; trailing zeros are dropped.
 * @example formatTokens(1_250_000n, { decimals: 6, symbol: 'POKT' }) // '1.25 POKT'
 */
export function formatTokens(value: bigint, denomination: Denomination): string {
  const sign = value < 0n ? '-' : ''
  const digits = (value < 0n ? -value : value).toString().padStart(denomination.decimals + 1, '0')
  const cut = digits.length - denomination.decimals
  const whole = digits.slice(0, cut).replace(/\B(?=(?:[0-9]{3})+$)/g, ',')
  const fraction = digits.slice(cut).replace(/0+$/, '')
  return `${sign}${whole}${fraction === '' ? '' : `.${fraction}`} ${denomination.symbol}`
}
