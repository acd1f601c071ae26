import { account, amount, defineTlm, id, list, units, when } from '@tlmkit/core'

export const teamPay = defineTlm({
  name: 'team-pay',
  version: '1.0.0',
  phase: 'settle',
  reads: {
    reward: amount(),
    customer: id('caller'),
    worker: id('worker'),
    tips: amount(),
    team: list({ to: account(), weight: units(), late: units() }),
  },
  reasons: ['pay', 'tip'],
  codes: ['member-twice'],
  rule({ reward, customer, worker, tips, team }, _params, claim) {
    const from = customer.bucket('funds')
    claim.reject(team.hasDuplicates('to'), 'member-twice')
    when(
      team.count().isZero(),
      () => {
        claim.transfer(reward, { from, to: worker.bucket('account'), reason: 'pay' })
      },
      () => {
        const parts = { list: team, to: 'to', weight: 'weight', dust: 'first' } as const
        claim.splitAmong(reward, { from, reason: 'pay', ...parts })
      },
    )
    const onTime = team.count(({ late }) => late.isZero())
    const tip = tips.over(onTime.max(1n), 'floor').as('tip')
    team.each(({ to, late }) => {
      when(late.isZero(), () => {
        claim.transfer(tip, { from, to, reason: 'tip' })
      })
    })
    claim.tally(team.count(), { on: worker.bucket('team') })
  },
})
