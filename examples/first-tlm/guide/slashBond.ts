import { amount, defineTlm, id, supply } from '@tlmkit/core'

export const slashBond = defineTlm({
  name: 'slash-bond',
  version: '1.0.0',
  phase: 'settle',
  reads: { worker: id('worker'), penalty: amount() },
  reasons: ['slash'],
  events: { slashed: { taken: amount(), short: amount() } },
  rule({ worker, penalty }, _params, claim) {
    const from = worker.bucket('bond')
    const { taken, short } = claim.take(penalty, { from, to: supply.burn, reason: 'slash' })
    claim.emit('slashed', { taken, short })
  },
})
