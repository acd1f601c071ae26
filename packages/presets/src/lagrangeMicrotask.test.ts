import {
  createCommandExplainer,
  createCommandRun,
  initialState,
  type CommandClaim,
  type State,
} from '@tlmkit/core'
import { insuranceFigures } from '@tlmkit/tlm-insurance'
import { describe, expect, test } from 'vitest'
import { lagrangeMicrotask, type LagrangeMicrotaskOptions } from './lagrangeMicrotask.js'

const OPENING = {
  'caller/c1/balance': 10_000_000n,
  'delegator/d1/balance': 2_000_000n,
  'module/treasury': 100_000_000n,
  'operator/agg/balance': 10_000_000n,
  'operator/n1/balance': 3_000_000n,
} as const
type Account = keyof typeof OPENING

const ROOT = 'ab'.repeat(32)

/** Commands on one network, from the opening balances on. */
class Story {
  readonly claims: CommandClaim[] = []
  readonly #network: ReturnType<typeof lagrangeMicrotask>
  readonly #run: ReturnType<typeof createCommandRun>
  readonly #start: State
  #state: State | undefined

  constructor(params: LagrangeMicrotaskOptions['params'] = {}) {
    this.#network = lagrangeMicrotask({ params })
    const balances = new Map([['LA', new Map<string, bigint>(Object.entries(OPENING))]])
    this.#start = initialState(this.#network, { balances })
    this.#run = createCommandRun(this.#network, this.#start, { id: 's', height: 10n ** 9n })
    for (const node of ['agg', 'n1']) {
      this.operator(node, 'declare', { capacity: [] })
      this.operator(node, 'stakeOwn', { amount: '1000000' })
    }
  }

  operator(work: string, command: string, fields: object, height = 1): string {
    return this.#apply({ lifecycle: 'stake-operators', work, command, height, ...fields })
  }

  batch(command: string, height: number, fields: object = {}): string {
    return this.#apply({ lifecycle: 'batches', work: 'b1', command, height, ...fields })
  }

  /** Submits a batch of 100 tasks for 1,000,000 and commits segments by `n1`. */
  commits(segments: number, height = 10): void {
    const submission = { caller: 'c1', fee: '1000000', tasks: 100, tasksRoot: ROOT, filters: '' }
    expect(this.batch('batchSubmit', height, submission)).toBe('ok')
    for (let segment = 0; segment < segments; segment++) {
      const commit = { node: 'n1', segment, traceRoot: ROOT }
      expect(this.batch('commitPartial', height + 1, commit)).toBe('ok')
    }
  }

  /** Lets a demand for the rows of segment 0 go unanswered. */
  fails(height = 12): void {
    expect(this.batch('demandRows', height, { party: 'c1', segment: 0 })).toBe('ok')
    expect(this.batch('failUnrevealed', height + 201, { segment: 0 })).toBe('ok')
  }

  get state(): State {
    this.#state ??= this.#run.finish().state
    return this.#state
  }

  balance(account: string): bigint {
    return this.state.balances.get('LA')?.get(account) ?? 0n
  }

  gained(account: Account): bigint {
    return this.balance(account) - OPENING[account]
  }

  explain(kind: string, ...key: string[]) {
    const source = { state: this.#start, height: 10n ** 9n, claims: this.claims }
    return createCommandExplainer(this.#network, source).explain(kind, key)
  }

  #apply(command: object): string {
    const result = this.#run.apply(command)
    if (result.status === 'accepted') this.claims.push(...result.claims)
    return result.status === 'rejected' ? result.code : 'ok'
  }
}

describe('64 of 100 tasks done, bad, m = 1.5: the numbers of the specification', () => {
  test.each([
    [
      'escrow',
      {},
      { refund: 384_800n, burned: 267_840n, pool: 624_960n, to: 615_200n, paid: 595_200n },
    ],
    [
      'surcharge',
      { aggregatorSource: 'surcharge' },
      { refund: 402_800n, burned: 282_240n, pool: 658_560n, to: 647_200n, paid: 627_200n },
    ],
    [
      'treasury',
      { aggregatorSource: 'treasury', aggregatorRate: '0.01' },
      { refund: 352_800n, burned: 282_240n, pool: 658_560n, to: 647_200n, paid: 627_200n },
    ],
  ] as const)('%s', (source, params, { refund, burned, pool, to, paid }) => {
    const story = new Story(params)
    story.commits(2)
    story.fails()
    const deposit = source === 'surcharge' ? 1_050_000n : 1_000_000n
    expect(story.gained('caller/c1/balance')).toBe(refund + to - deposit)
    expect(story.balance('supply/burn')).toBe(20_000n + burned)
    expect(story.gained('module/treasury')).toBe(0n)
    expect(story.balance('operator/n1/balance')).toBe(2_000_000n + paid)
    expect(story.balance('escrow/b1/locked')).toBe(0n)
    expect(insuranceFigures(story.state, { denomination: 'LA' })).toEqual({
      ...{ balance: pool - to, in: pool, out: to },
      byCause: [{ cause: 'batch-failed', in: pool, out: to }],
    })
  })
})

test('a slash takes own stake first, then the pool; the rest is still free and bound', () => {
  const story = new Story({ deductionMultiplier: '2' })
  expect(story.operator('n1', 'delegate', { delegator: 'd1', amount: '2000000' })).toBe('ok')
  story.commits(2, 600)
  story.fails(602)
  // 595,200 paid, twice that bound and lost: all of its own, and the rest of it of the pool.
  const operator = story.state.lifecycles.get('stake-operators')?.get('n1')?.state
  expect(operator).toMatchObject({ own: 0n, pool: 2_000_000n - 190_400n })
  const held = story.balance('operator/n1/free') + story.balance('operator/n1/bound')
  expect(held).toBe(1_809_600n)
})

test('delegated stake joins in time to be bound by the command that needs it', () => {
  const story = new Story({ deductionMultiplier: '4' })
  expect(story.operator('n1', 'delegate', { delegator: 'd1', amount: '2000000' })).toBe('ok')
  // 297,600 paid, four times that bound: more than the million of its own.
  story.commits(1, 600)
  expect(story.balance('operator/n1/bound')).toBe(1_190_400n)
  expect(story.balance('operator/n1/free')).toBe(1_809_600n)
})

test('a segment that lapses costs its acceptor own stake', () => {
  const story = new Story()
  story.commits(0, 600)
  const accepted = { node: 'n1', segments: [{ segment: 0 }] }
  expect(story.batch('acceptSegments', 600, accepted)).toBe('ok')
  const commit = { node: 'agg', segment: 0, traceRoot: ROOT }
  expect(story.batch('commitPartial', 1201, commit)).toBe('ok')
  // 297,600 accepted, one and a half times that bound and lost.
  const operator = story.state.lifecycles.get('stake-operators')?.get('n1')?.state
  expect(operator).toMatchObject({ own: 553_600n })
  expect(story.balance('operator/n1/free')).toBe(553_600n)
})

test('own stake limits what may be bound, and delegators may be kept out of it', () => {
  const story = new Story({ delegatorsShareLoss: false })
  expect(story.operator('n1', 'delegate', { delegator: 'd1', amount: '2000000' })).toBe('ok')
  story.commits(2, 600)
  const commit = { node: 'n1', segment: 2, traceRoot: ROOT }
  expect(story.batch('commitPartial', 601, commit)).toBe('free-stake-short')
})

test('claims of commands are explained', () => {
  const story = new Story()
  story.commits(2)
  story.fails()
  const explained = story.explain('failures', 'b1', '0')
  const values = explained.steps.flatMap((step) =>
    step.step === 'value' ? [[step.name, step.value] as const] : [],
  )
  expect(new Map(values).get('compensation')).toBe('615200')
  const paid = story.explain('commits', 'b1', '1')
  expect(paid.claimed).toBe(297_600n)
})
