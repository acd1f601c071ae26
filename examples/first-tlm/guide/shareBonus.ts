import { defineClose } from '@tlmkit/core'
import { workers } from './claims.ts'

export const shareBonus = defineClose({
  name: 'share-bonus',
  version: '1.0.0',
  pools: ['bonus'],
  tables: { workers },
  reasons: ['bonus'],
  close({ pools, tables }, move) {
    const bonus = pools['bonus'] ?? 0n
    if (bonus === 0n) return
    const takers = tables.workers.map(({ worker, weight }) => ({
      to: `worker/${worker}/account`,
      weight,
    }))
    move.splitAmong(bonus, { from: 'bonus', takers, dust: 'largestRemainder', reason: 'bonus' })
  },
})
