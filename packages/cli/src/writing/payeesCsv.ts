import { formatTokens, type Network, type Payout } from '@tlmkit/core'

/**
 * Net payouts as CSV: account, denomination, base units, tokens.
 *
 * Units: base units exactly; tokens exactly, without separators of thousands.
 */
export function* payeesCsv(network: Network, payouts: readonly Payout[]): Generator<string> {
  yield 'account,denomination,base_units,tokens\n'
  for (const { account, denomination, amount } of payouts) {
    const decimals = network.denominations[denomination]?.decimals ?? 0
    const tokens = formatTokens(amount, { decimals, symbol: '' }).trim().replaceAll(',', '')
    const cells = [account, denomination, amount.toString(), tokens]
    yield `${cells.map(quote).join(',')}\n`
  }
}

function quote(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
