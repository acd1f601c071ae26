import { account, amount, defineTlm, id } from '@tlmkit/core'

/**
 * Gives back what nobody was given of a week's rewards.
 *
 * Rule: all that `rewards/<week>/locked` holds goes to `emission`. Units: base units.
 * Source: spec/inference.md, Weekly rewards.
 */
export const closeReward = defineTlm({
  name: 'close-reward',
  version: '1.0.0',
  phase: 'settle',
  reads: { week: id('rewards'), emission: account(), pot: amount() },
  writes: { kept: amount() },
  reasons: ['reward-closing'],
  events: { 'reward-closed': { week: id('rewards'), kept: amount() } },
  rule({ week, emission: to, pot }, _params, claim) {
    const from = week.bucket('locked')
    const kept = claim.balance(from, pot).as('kept')
    claim.transfer(kept, { from, to, reason: 'reward-closing' })
    claim.emit('reward-closed', { week, kept })
    return { kept }
  },
})
