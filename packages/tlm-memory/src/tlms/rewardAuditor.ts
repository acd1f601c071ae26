import { account, amount, defineTlm, id, ratioOf } from '@tlmkit/core'
import { leaseParams } from '../params.js'

const AUDITOR_SHARE = ratioOf(1n, 10n)

/**
 * Pays the auditor of a failed audit out of the burned part of a penalty, and burns the rest of it.
 *
 * Rule: the burned part is floor(penalty x failureBurnRate), reward = floor(burned part / 10);
 * `penaltyLeft` is what the insurance pool takes, by a penalty split that burns nothing more.
 * Units: base units. Rounding: both down; the pool takes the remainder.
 * Source: spec/memory.md, Parameters, failureBurnRate.
 */
export const rewardAuditor = defineTlm({
  name: 'reward-auditor',
  version: '1.0.0',
  phase: 'settle',
  reads: { auditor: id('auditor'), penalty: amount(), penaltyFrom: account() },
  writes: { reward: amount(), penaltyLeft: amount() },
  params: leaseParams.pick({ failureBurnRate: true }),
  reasons: ['audit-reward', 'audit-burn'],
  rule({ auditor, penalty, penaltyFrom: from }, { failureBurnRate }, claim) {
    const burnedPart = penalty.times(failureBurnRate, 'floor').as('burnedPart')
    const reward = burnedPart.times(AUDITOR_SHARE, 'floor').as('reward')
    claim.transfer(reward, { from, to: auditor.bucket('balance'), reason: 'audit-reward' })
    claim.burn(burnedPart.minus(reward, 'reject'), { from, reason: 'audit-burn' })
    return { reward, penaltyLeft: penalty.minus(burnedPart, 'reject').as('penaltyLeft') }
  },
})
