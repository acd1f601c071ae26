import {
  defineFollowUp,
  defineNetwork,
  definePipeline,
  route,
  shared,
  use,
  useClose,
} from '@tlmkit/core'
import { ratioParam } from '@tlmkit/params'
import { z } from 'zod'
import { payWithFee } from '../payWithFee.ts'
import { jobs, penalties } from './claims.ts'
import { customer, deposit, deposits } from './deposits.ts'
import { fairShare } from './fairShare.ts'
import { growthBonus } from './growthBonus.ts'
import { shareBonus } from './shareBonus.ts'
import { slashBond } from './slashBond.ts'
import { taskPrice } from './taskPrice.ts'

const pay = use(payWithFee, { params: { fee: shared('fee') }, reads: { caller: 'customer' } })
const standard = definePipeline(jobs, [use(taskPrice), use(fairShare), pay, use(growthBonus)])
const urgent = definePipeline(jobs, [
  use(taskPrice, { as: 'urgent-price', params: { multiplier: 2 } }),
  use(fairShare),
  pay,
])

export const network = defineNetwork({
  name: 'guide',
  denominations: { tok: { decimals: 0, symbol: 'TOK' } },
  params: z.object({ fee: ratioParam('0.03', { effect: 'Share of every payment.' }) }),
  kinds: {
    deposits: definePipeline(deposits, [use(deposit)]),
    jobs: route('service', { default: standard, urgent }),
    penalties: definePipeline(penalties, [use(slashBond)]),
  },
  followUps: [
    defineFollowUp(jobs, 'unproven', penalties, ({ worker, job, price }) => {
      return { worker, job, penalty: price }
    }),
  ],
  pools: { bonus: { denomination: 'tok', leftover: 'mustBeEmpty' } },
  close: [useClose(shareBonus)],
  floors: { 'worker/bond': 2n },
  lifecycles: [customer],
  genesis: { tok: { 'caller/c/funds': 1063n, 'caller/c/wallet': 50n, 'worker/w2/bond': 5n } },
})
