import { describe, expect, test } from 'vitest'
import {
  accountOf,
  amount,
  canonicalJson,
  claimOf,
  createCommandExplainer,
  createCommandRun,
  defineClaimKind,
  defineCommand,
  defineLifecycle,
  defineNetwork,
  definePipeline,
  defineTlm,
  flag,
  id,
  initialState,
  parseState,
  reject,
  stateToJson,
  tell,
  units,
  use,
  type State,
} from '../index.js'

const payments = defineClaimKind('payments', {
  key: ['job', 'step'],
  columns: { job: id('job'), step: units(), worker: id('worker'), fee: amount('tok') },
})
const refunds = defineClaimKind('refunds', { key: ['job', 'step'], columns: payments.all })
const pay = defineTlm({
  name: 'pay',
  version: '1.0.0',
  phase: 'settle',
  reads: { job: id('job'), worker: id('worker'), fee: amount() },
  writes: { kept: amount() },
  reasons: ['pay'],
  rule({ job, worker, fee }, _params, claim) {
    const kept = fee.over(3n, 'floor')
    const paid = fee.minus(kept, 'reject')
    claim.transfer(paid, { from: job.bucket('funds'), to: worker.bucket('balance'), reason: 'pay' })
    return { kept }
  },
})

type WorkerState = { readonly jobs: bigint; readonly kept: bigint }
const workers = defineLifecycle<WorkerState>()({ name: 'workers', commands: {} })
const orphans = defineLifecycle<WorkerState>()({ name: 'orphans', commands: {} })
type JobState = { readonly steps: bigint; readonly seen: bigint; readonly kept: bigint }

const jobs = defineLifecycle<JobState>()({
  name: 'jobs',
  commands: {
    pay: defineCommand<JobState>()({
      columns: { worker: id('worker'), fee: amount('tok'), last: flag() },
      codes: ['too-many'],
      reduce(state, { worker, fee, last }, { work, peek }) {
        const seen = peek(workers, worker)?.jobs ?? 0n
        if (seen === 3n) return reject('too-many')
        const step = state?.steps ?? 0n
        const count = (before: WorkerState | undefined): WorkerState => ({
          jobs: (before?.jobs ?? 0n) + 1n,
          kept: before?.kept ?? 0n,
        })
        const next = { steps: step + 1n, seen, kept: state?.kept ?? 0n }
        return {
          state: next,
          claims: [claimOf(payments, { job: work, step, worker, fee })],
          tells: [tell(workers, worker, count)],
          events: [{ event: 'counted', fields: { worker, step } }],
          settled: ([paid]) => {
            const kept = paid?.returned['kept'] ?? 0n
            const keep = (before: WorkerState | undefined): WorkerState | undefined =>
              before === undefined || last ? undefined : { ...before, kept: before.kept + kept }
            return {
              state: { ...next, kept: next.kept + kept },
              tells: [tell(workers, worker, keep)],
              events: last ? [{ event: 'left', fields: { worker } }] : [],
              claims: last ? [claimOf(refunds, { job: work, step, worker, fee: kept })] : [],
            }
          },
        }
      },
    }),
    stray: defineCommand<JobState>()({
      columns: { own: flag() },
      codes: [],
      reduce(_state, { own }, { work }) {
        const state = { steps: 0n, seen: 0n, kept: 0n }
        const told = own
          ? { lifecycle: 'jobs', work, change: () => state }
          : tell(orphans, 'x', () => undefined)
        return { state, tells: [told] }
      },
    }),
  },
})
const network = defineNetwork({
  name: 'told',
  denominations: { tok: { decimals: 0, symbol: 'TOK' } },
  kinds: {
    payments: definePipeline(payments, [use(pay)]),
    refunds: definePipeline(refunds, [use(pay)]),
  },
  lifecycles: [jobs, workers],
})
const opening = (): State =>
  initialState(network, {
    balances: new Map([['tok', new Map([[accountOf('job', 'j', 'funds'), 100n]])]]),
  })
const payCommand = (fee: number, more: object = {}) => ({
  ...{ lifecycle: 'jobs', work: 'j', command: 'pay', height: 9 },
  ...{ worker: 'w', fee, last: false, ...more },
})
const start = (state = opening(), id = 'g1') => createCommandRun(network, state, { id, height: 9n })

describe('commands that tell other works', () => {
  test('reads and changes them together with the command, from what its claims returned', () => {
    const run = start()
    run.apply(payCommand(10))
    const second = run.apply(payCommand(20))
    expect(second).toMatchObject({ status: 'accepted', claims: [{ row: { fee: 20n, step: 1n } }] })
    const { state, blocks } = run.finish()
    expect(state.lifecycles.get('workers')?.get('w')?.state).toEqual({ jobs: 2n, kept: 9n })
    expect(state.lifecycles.get('jobs')?.get('j')?.state).toEqual({ steps: 2n, seen: 1n, kept: 9n })
    const events = blocks.flatMap(({ entries }) => entries).flatMap((entry) => entry.events)
    expect(events.map(({ event, fields }) => [event, fields['step']])).toEqual([
      ['counted', '0'],
      ['counted', '1'],
    ])
  })

  test('changes nothing when a claim is discarded', () => {
    const run = start()
    run.apply(payCommand(10))
    expect(run.apply(payCommand(1000))).toMatchObject({ code: 'insufficient-funds', by: 'pay' })
    const { state } = run.finish()
    expect(state.lifecycles.get('workers')?.get('w')?.state).toEqual({ jobs: 1n, kept: 3n })
  })

  test('settles claims that follow from claims of the command, all of them or none', () => {
    const run = start()
    expect(run.apply(payCommand(90, { last: true }))).toMatchObject({
      status: 'accepted',
      claims: [{ row: { fee: 90n } }, { entry: { kind: 'refunds' }, row: { fee: 30n } }],
    })
    // 20 are left: 29 would pay 20 and then 6 more; 21 pays 14 and then 5.
    expect(run.apply(payCommand(29, { last: true })).status).toBe('rejected')
    expect(run.apply(payCommand(21, { last: true })).status).toBe('accepted')
    const { state, receipt } = run.finish()
    expect(state.balances.get('tok')?.get('worker/w/balance')).toBe(99n)
    expect(receipt.claims.settled).toBe(4)
  })

  test('takes back what was told before a claim that follows is discarded', () => {
    const run = start()
    expect(run.apply(payCommand(90)).status).toBe('accepted')
    // 40 are left: 48 would pay 32, which counts the job, and then 11 more.
    expect(run.apply(payCommand(48, { last: true }))).toMatchObject({ code: 'insufficient-funds' })
    const { state } = run.finish()
    expect(state.lifecycles.get('workers')?.get('w')?.state).toEqual({ jobs: 1n, kept: 30n })
    expect(state.lifecycles.get('jobs')?.get('j')?.state).toMatchObject({ steps: 1n })
  })

  test('forgets a work that is told to hold nothing, in the state too', () => {
    const first = start()
    first.apply(payCommand(3))
    const second = start(first.finish().state, 'g2')
    second.apply(payCommand(3, { last: true }))
    expect(second.apply(payCommand(3)).status).toBe('accepted')
    const { state } = second.finish()
    expect(state.lifecycles.get('workers')?.get('w')?.state).toEqual({ jobs: 1n, kept: 1n })
    const third = start(state, 'g3')
    third.apply(payCommand(3, { last: true }))
    expect(third.finish().state.lifecycles.get('workers')?.has('w')).toBe(false)
  })

  test.each([true, false])('refuses a lifecycle that tells wrongly (its own work: %s)', (own) => {
    const stray = { lifecycle: 'jobs', work: 'j', command: 'stray', height: 1, own }
    expect(() => start().apply(stray)).toThrow(expect.objectContaining({ code: 'tell-invalid' }))
  })

  test('explains a claim of a command from its row and its entry', () => {
    const run = start()
    const result = run.apply(payCommand(10))
    const claims = result.status === 'accepted' ? result.claims : []
    const explainer = createCommandExplainer(network, { state: opening(), height: 9n, claims })
    const explained = explainer.explain('payments', ['j', '0'])
    expect(explained.postings).toMatchObject([{ amount: 7n, reason: 'pay' }])
    expect(explained.steps).toContainEqual(expect.objectContaining({ step: 'value', name: 'kept' }))
    expect(() => explainer.explain('payments', ['j', '1'])).toThrow(
      expect.objectContaining({ code: 'claim-unknown' }),
    )
  })
})

describe('ids of commands', () => {
  const named = (fee: number, name = 'c1') => payCommand(fee, { id: name })

  test('are accepted once, in a run and in later ones', () => {
    const run = start()
    expect(run.apply(named(1000)).status).toBe('rejected')
    expect(run.apply(named(10)).status).toBe('accepted')
    expect(run.apply(named(10))).toMatchObject({ code: 'command-repeated', by: 'intake' })
    const { state } = run.finish()
    const written: unknown = JSON.parse(canonicalJson(stateToJson(state)))
    const later = start(parseState(network, written, 'state'), 'g2')
    expect(later.apply(named(10))).toMatchObject({ code: 'command-repeated' })
    expect(later.apply(named(10, 'c2')).status).toBe('accepted')
    expect(later.finish().state.balances.get('tok')?.get('worker/w/balance')).toBe(14n)
  })

  test('are part of the input hash', () => {
    const hashes = [payCommand(1), named(1), named(1, 'c2')].map((command) => {
      const run = start()
      run.apply(command)
      return run.finish().receipt.inputHash
    })
    expect(new Set(hashes).size).toBe(3)
  })
})
