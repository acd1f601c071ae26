import {
  amount,
  claimOf,
  defineClaimKind,
  defineCommand,
  defineLifecycle,
  defineTlm,
  id,
  reject,
  units,
} from '@tlmkit/core'

export const deposits = defineClaimKind('deposits', {
  key: ['customer', 'number'],
  columns: { customer: id('caller'), number: units(), amount: amount('tok') },
})

export const deposit = defineTlm({
  name: 'deposit',
  version: '1.0.0',
  phase: 'settle',
  reads: { customer: id('caller'), amount: amount() },
  reasons: ['deposit'],
  rule({ customer, amount: deposited }, _params, claim) {
    const [from, to] = [customer.bucket('wallet'), customer.bucket('funds')]
    claim.transfer(deposited, { from, to, reason: 'deposit' })
  },
})

type Customer = { readonly deposits: bigint }

export const customer = defineLifecycle<Customer>()({
  name: 'customer',
  commands: {
    deposit: defineCommand<Customer>()({
      columns: { amount: amount('tok') },
      codes: ['nothing-to-deposit'],
      reduce(state, command, { work }) {
        if (command.amount === 0n) return reject('nothing-to-deposit')
        const number = (state?.deposits ?? 0n) + 1n
        const row = { customer: work, number, amount: command.amount }
        return { state: { deposits: number }, claims: [claimOf(deposits, row)] }
      },
    }),
  },
})
