import {
  account,
  accountOf,
  amount,
  claimOf,
  defineClaimKind,
  defineCommand,
  defineLifecycle,
  definePipeline,
  defineTlm,
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

const ownLosses = defineClaimKind('own-losses', {
  key: ['job'],
  columns: {
    ...{ job: id('job'), operator: id('operator'), free: amount('LA'), thawing: amount('LA') },
    penaltyFrom: account(),
  },
})

/** Takes own stake, as slashes of other packages do. */
const takeOwn = defineTlm({
  name: 'take-own',
  version: '1.0.0',
  phase: 'settle',
  reads: {
    ...{ operator: id('operator'), free: amount(), thawing: amount(), penaltyFrom: account() },
  },
  writes: { penalty: amount() },
  reasons: ['slash'],
  rule({ operator, free, thawing, penaltyFrom: to }, _params, claim) {
    claim.transfer(free, { from: operator.bucket('free'), to, reason: 'slash' })
    claim.transfer(thawing, { from: operator.bucket('thawing'), to, reason: 'slash' })
    return { penalty: free.plus(thawing) }
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
    loseOwn: defineCommand<Bound>()({
      columns: { operator: id('operator'), amount: amount('LA'), faultHeight: units() },
      codes: [],
      reduce(_state, { operator, amount: most, faultHeight }, context) {
        const own = stakeBook.slashableOwn(context, operator, faultHeight)
        const free = own.free < most ? own.free : most
        const left = most - free
        const thawing = own.thawing < left ? own.thawing : left
        const penaltyFrom = accountOf('penalty', context.work, 'locked')
        const short = left - thawing
        const owed = own.bound < short ? own.bound : short
        const row = { job: context.work, operator, free, thawing, penaltyFrom }
        const book = stakeBook.ownSlashed(context, {
          ...{ operator, free, thawing, owed, faultHeight },
        })
        return {
          state: { operator, bind: 0n },
          claims: [claimOf(ownLosses, row), ...book.claims],
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
    'own-losses': definePipeline(ownLosses, [use(takeOwn), ...penaltySplit]),
  }
}
