import { describe, expect, test } from 'vitest'
import {
  accountOf,
  amount,
  claimOf,
  createCommandRun,
  defineClaimKind,
  defineCommand,
  defineLifecycle,
  defineNetwork,
  definePipeline,
  defineTlm,
  id,
  initialState,
  reject,
  units,
  use,
  type State,
} from '../index.js'

const locks = defineClaimKind('locks', {
  key: ['escrow', 'step'],
  columns: { escrow: id('escrow'), step: units(), caller: id('caller'), amount: amount('tok') },
})
const lock = defineTlm({
  name: 'lock',
  version: '1.0.0',
  phase: 'settle',
  reads: { escrow: id('escrow'), caller: id('caller'), amount: amount() },
  reasons: ['lock'],
  rule({ escrow, caller, amount: locked }, _params, claim) {
    claim.transfer(locked, {
      from: caller.bucket('funds'),
      to: escrow.bucket('locked'),
      reason: 'lock',
    })
  },
})
type Escrow = { readonly caller: string; readonly steps: bigint; readonly paid: bigint }
const lockColumns = { caller: id('caller'), amount: amount('tok') }
const escrow = defineLifecycle<Escrow>()({
  name: 'escrow',
  commands: {
    open: defineCommand<Escrow>()({
      columns: lockColumns,
      codes: ['open-already', 'nothing-to-lock'],
      reduce(state, command, { work }) {
        if (state !== undefined) return reject('open-already')
        if (command.amount === 0n) return reject('nothing-to-lock')
        const row = { escrow: work, step: 0n, caller: command.caller, amount: command.amount }
        return {
          state: { caller: command.caller, steps: 1n, paid: 0n },
          claims: [claimOf(locks, row)],
        }
      },
    }),
    twice: defineCommand<Escrow>()({
      columns: lockColumns,
      codes: ['not-open'],
      reduce(state, command, { work }) {
        if (state === undefined) return reject('not-open')
        const row = { escrow: work, caller: command.caller, amount: command.amount }
        const claims = [state.steps, state.steps + 1n].map((step) =>
          claimOf(locks, { ...row, step }),
        )
        return { state: { ...state, steps: state.steps + 2n }, claims }
      },
    }),
    negative: defineCommand<Escrow>()({
      columns: lockColumns,
      codes: [],
      reduce(_state, { caller, amount: asked }, { work }) {
        const draft = claimOf(locks, { escrow: work, step: 0n, caller, amount: asked - 2n })
        return { state: { caller, steps: 1n, paid: 0n }, claims: [draft] }
      },
    }),
    same: defineCommand<Escrow>()({
      columns: lockColumns,
      codes: [],
      reduce(_state, command, { work }) {
        const { caller, amount: locked } = command
        const draft = claimOf(locks, { escrow: work, step: 7n, caller, amount: locked })
        return { state: { caller, steps: 8n, paid: 0n }, claims: [draft, draft] }
      },
    }),
  },
  settled(state, { key }) {
    if (key[0] === 'boom') throw new Error('boom')
    return { ...state, paid: state.paid + 1n }
  },
})
const network = defineNetwork({
  name: 'escrows',
  denominations: { tok: { decimals: 0, symbol: 'TOK' } },
  kinds: { locks: definePipeline(locks, [use(lock)]) },
  lifecycles: [escrow],
})
const opening = (): State =>
  initialState(network, {
    balances: new Map([['tok', new Map([[accountOf('caller', 'c', 'funds'), 50n]])]]),
  })
const command = (name: string, value: number | string, height = 1) => ({
  lifecycle: 'escrow',
  work: 'e1',
  command: name,
  height,
  caller: 'c',
  amount: value,
})

describe('createCommandRun', () => {
  test('moves money with the state, and feeds outcomes back', () => {
    const run = createCommandRun(network, opening(), { id: 'g1', height: 9n })
    expect(run.apply(command('open', 20)).status).toBe('accepted')
    const { state, receipt } = run.finish()
    expect(state.balances.get('tok')?.get('escrow/e1/locked')).toBe(20n)
    expect(state.lifecycles.get('escrow')?.get('e1')?.state).toEqual({
      caller: 'c',
      steps: 1n,
      paid: 1n,
    })
    expect(receipt.claims.settled).toBe(1)
  })

  test('takes back every claim of a command when one is discarded, and drops its state', () => {
    const run = createCommandRun(network, opening(), { id: 'g1', height: 9n })
    run.apply(command('open', 20))
    expect(run.apply(command('twice', 16))).toMatchObject({
      status: 'rejected',
      code: 'insufficient-funds',
      by: 'lock',
    })
    expect(run.apply(command('twice', 15)).status).toBe('accepted')
    const { state, receipt } = run.finish()
    expect(state.balances.get('tok')?.get('escrow/e1/locked')).toBe(50n)
    expect(state.lifecycles.get('escrow')?.get('e1')?.state).toMatchObject({ steps: 3n, paid: 3n })
    expect(receipt.claims).toEqual({ settled: 3, finished: 0, discarded: 0, deferred: 0 })
  })

  test.each([
    ['an unknown lifecycle', { ...command('open', 1), lifecycle: 'escro' }, 'lifecycle-unknown'],
    ['an unknown command', command('opn', 1), 'command-unknown'],
    ['a column of the wrong form', command('open', '01'), 'number-not-plain'],
    ['its own rule', command('open', 0), 'nothing-to-lock'],
    ['a command before its time', command('twice', 1), 'not-open'],
    ['a height beyond the settlement', command('open', 1, 10), 'height-backwards'],
  ])('rejects %s', (_name, value, code) => {
    const run = createCommandRun(network, opening(), { id: 'g1', height: 9n })
    expect(run.apply(value)).toMatchObject({ status: 'rejected', code })
    expect(run.finish().state.balances).toEqual(opening().balances)
  })

  test('refuses a command whose claims share a key, and lets the key be used later', () => {
    const run = createCommandRun(network, opening(), { id: 'g1', height: 9n })
    expect(run.apply(command('same', 1))).toMatchObject({ code: 'already-settled', by: 'intake' })
    expect(run.apply({ ...command('open', 1), work: 'e2' }).status).toBe('accepted')
    const { state } = run.finish()
    expect([...(state.settledIds.get('locks')?.ids.keys() ?? [])]).toEqual(['e2/0'])
  })

  test('refuses a reducer that makes a negative amount, and changes nothing', () => {
    const run = createCommandRun(network, opening(), { id: 'g1', height: 9n })
    expect(run.apply(command('negative', 1))).toMatchObject({ code: 'lifecycle-fault' })
    expect(run.finish().state.balances).toEqual(opening().balances)
  })

  test('takes back the money when the outcome cannot be fed back', () => {
    const run = createCommandRun(network, opening(), { id: 'g1', height: 9n })
    expect(run.apply({ ...command('open', 13), work: 'boom' })).toMatchObject({
      code: 'lifecycle-fault',
      message: 'boom',
    })
    const { state, receipt } = run.finish()
    expect(receipt.claims.settled).toBe(0)
    expect(state.balances).toEqual(opening().balances)
    expect(state.settledIds.get('locks')).toBeUndefined()
  })

  test('refuses a settlement below the height of the state', () => {
    const { state } = createCommandRun(network, opening(), { id: 'g1', height: 9n }).finish()
    const run = createCommandRun(network, state, { id: 'g2', height: 5n })
    expect(() => run.finish()).toThrow(expect.objectContaining({ code: 'height-backwards' }))
  })

  test('tells other commands, and another height, by their input hash', () => {
    const hashOf = (commands: readonly unknown[], height = 9n): string => {
      const run = createCommandRun(network, opening(), { id: 'g1', height })
      commands.forEach((each) => run.apply(each))
      return run.finish().receipt.inputHash
    }
    const bad = { ...command('open', 1), lifecycle: 'x' }
    const hashes = [hashOf([]), hashOf([bad]), hashOf([{ ...bad, work: 'y' }]), hashOf([], 10n)]
    expect(new Set(hashes).size).toBe(4)
  })

  test('refuses a height that goes backwards', () => {
    const run = createCommandRun(network, opening(), { id: 'g1', height: 9n })
    run.apply(command('open', 1, 5))
    expect(run.apply(command('twice', 1, 4))).toMatchObject({ code: 'height-backwards' })
  })

  test('gives the same receipt for the same commands again, and posts nothing', () => {
    const first = createCommandRun(network, opening(), { id: 'g1', height: 9n })
    first.apply(command('open', 20))
    const { state, receiptHash } = first.finish()
    const again = createCommandRun(network, state, { id: 'g1', height: 9n })
    expect(again.apply(command('open', 20))).toEqual({ status: 'repeated' })
    expect(again.finish()).toMatchObject({ receiptHash, repeated: true, state })
  })
})
