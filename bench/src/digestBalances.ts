import { createHash } from 'node:crypto'
import type { Balances } from './Workload.ts'

/** SHA-256 over `account denomination amount` lines of what is not zero, sorted by bytes. */
export function digestBalances(balances: Balances): string {
  const lines: string[] = []
  for (const [denomination, accounts] of balances) {
    for (const [account, amount] of accounts) {
      if (amount !== 0n) lines.push(`${account} ${denomination} ${amount}\n`)
    }
  }
  lines.sort((a, b) => (a < b ? -1 : 1))
  const hash = createHash('sha256')
  for (const line of lines) hash.update(line)
  return hash.digest('hex')
}
