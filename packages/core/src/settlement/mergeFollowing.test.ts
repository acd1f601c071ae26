import { describe, expect, test } from 'vitest'
import {
  amount,
  defineClaimKind,
  defineFollowUp,
  defineNetwork,
  definePipeline,
  defineTlm,
  id,
  initialState,
  settle,
  use,
  type State,
} from '../index.js'

const jobs = defineClaimKind('jobs', {
  key: ['job'],
  columns: { job: id('job'), worker: id('worker'), fine: amount('tok') },
})
const fines = defineClaimKind('fines', {
  key: ['worker'],
  columns: { worker: id('worker'), fine: amount('tok') },
})
const note = defineTlm({
  name: 'note',
  version: '1.0.0',
  phase: 'settle',
  reads: { fine: amount() },
  outcomes: ['late'],
  rule({ fine }, _params, claim) {
    claim.finish(fine.isZero().not(), 'late')
  },
})
const charge = defineTlm({
  name: 'charge',
  version: '1.0.0',
  phase: 'settle',
  reads: { worker: id('worker'), fine: amount() },
  reasons: ['fine'],
  rule({ worker, fine }, _params, claim) {
    claim.transfer(fine, { from: worker.bucket('stake'), to: 'module/fines', reason: 'fine' })
  },
})
const network = defineNetwork({
  name: 'fining',
  denominations: { tok: { decimals: 0, symbol: 'TOK' } },
  kinds: {
    jobs: definePipeline(jobs, [use(note)]),
    fines: definePipeline(fines, [use(charge)]),
  },
  followUps: [defineFollowUp(jobs, 'late', fines, ({ worker, fine }) => ({ worker, fine }))],
})
const opening = (): State =>
  initialState(network, { balances: new Map([['tok', new Map([['worker/w/stake', 100n]])]]) })
const late = (job: string) => ({ job, worker: 'w', fine: '10' })

function finesOf(state: State, name: string, claims: Record<string, readonly object[]>) {
  const presented = Object.entries(claims).map(([kind, rows]) => [kind, { rows }])
  const result = settle(network, state, {
    id: name,
    height: 1n,
    claims: Object.fromEntries(presented) as Record<string, { rows: readonly object[] }>,
  })
  const entries = result.blocks.flatMap((block) => block.entries)
  const ends = entries.filter(({ kind }) => kind === 'fines').map(({ code }) => code)
  return { result, ends, fined: result.state.balances.get('tok')?.get('module/fines') ?? 0n }
}

describe('claims that follow', () => {
  test('settle once per key, whatever made them follow', () => {
    const { ends, fined } = finesOf(opening(), 'one', { jobs: [late('a'), late('b')] })
    expect(ends.sort()).toEqual(['', 'duplicate-claim'])
    expect(fined).toBe(10n)
  })

  test('are refused when an earlier settlement settled their key', () => {
    const first = finesOf(opening(), 'one', { jobs: [late('a')] })
    const second = finesOf(first.result.state, 'two', { jobs: [late('b')] })
    expect(second.ends).toEqual(['already-settled'])
    expect(second.fined).toBe(10n)
  })

  test('win over a claim that somebody presented with their key', () => {
    const { ends, fined } = finesOf(opening(), 'one', {
      jobs: [late('a')],
      fines: [{ worker: 'w', fine: '1' }],
    })
    expect(ends.sort()).toEqual(['', 'conflicting-claims'])
    expect(fined).toBe(10n)
  })
})
