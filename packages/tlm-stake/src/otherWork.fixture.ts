import {
  account,
  accountOf,
  amount,
  claimOf,
  defineClaimKind,
  defineCommand,
  defineLifecycle,
  definePipeline,
  id,
  reject,
  units,
  use,
  type Use,
} from '@tlmkit/core'
import { bindStake, stakeBook, takePenalty } from './index.js'

const binds = defineClaimKind('other-binds', {
  key: ['job'],
  columns: { job: id('job'), operator: id('operator'), bind: amount('LA') },
})
const losses = defineClaimKind('other-losses', {
  key: ['job'],
  columns: {
    ...{ job: id('job'), operator: id('operator'), bond: amount('LA'), extra: amount('LA') },
    penaltyFrom: account(),
  },
})

type Bound = { readonly operator: string; readonly bind: bigint }

/** Work of another package, which binds stake and loses it through the book of stake. */
export const otherWork = defineLifecycle<Bound>()({
  name: 'other-work',
  commands: {
    bind: defineCommand<Bound>()({
      columns: { operator: id('operator'), bind: amount('LA') },
      codes: ['not-bindable'],
      reduce(_state, { operator, bind }, context) {
        if (stakeBook.bindable(context, operator) < bind) return reject('not-bindable')
        const row = { job: context.work, operator, bind }
        return { state: { operator, bind }, claims: [claimOf(binds, row)] }
      },
    }),
    lose: defineCommand<Bound>()({
      columns: { faultHeight: units() },
      codes: ['unknown-job'],
      reduce(state, { faultHeight }, context) {
        if (state === undefined) return reject('unknown-job')
        const { operator, bind } = state
        const penaltyFrom = accountOf('penalty', context.work, 'locked')
        const row = { job: context.work, operator, bond: bind, extra: 0n, penaltyFrom }
        const book = stakeBook.slashed(context, { operator, amount: bind, faultHeight })
        return {
          state: { ...state, bind: 0n },
          claims: [claimOf(losses, row), ...book.claims],
          tells: book.tells,
        }
      },
    }),
  },
})

/** Pipelines of the other work. */
export function otherPipelines(penaltySplit: readonly Use[]) {
  const chain: Use[] = [use(takePenalty), ...penaltySplit]
  return {
    'other-binds': definePipeline(binds, [use(bindStake)]),
    'other-losses': definePipeline(losses, chain),
  }
}
