import { describe, expect, test } from 'vitest'
import {
  account,
  amount,
  compileNetwork,
  defineClaimKind,
  defineNetwork,
  definePipeline,
  defineTlm,
  describePipeline,
  Hasher,
  id,
  list,
  parseRatio,
  units,
  use,
  type SettleScope,
  type SymbolicAccount,
  type SymbolicAmount,
  type SymbolicId,
  type SymbolicList,
} from '../index.js'

const takers = { to: id('op'), weight: units() }
const jobs = defineClaimKind('jobs', {
  key: ['payer', 'job'],
  columns: {
    payer: id('op'),
    payee: id('op'),
    job: id('job'),
    x: amount('tok'),
    y: amount('tok'),
    anyone: account(),
    takers: list(takers),
  },
})

interface Columns {
  readonly payer: SymbolicId<'op'>
  readonly payee: SymbolicId<'op'>
  readonly x: SymbolicAmount<'D'>
  readonly y: SymbolicAmount<'D'>
  readonly anyone: SymbolicAccount
  readonly takers: SymbolicList<typeof takers>
}
type Scope = SettleScope<{
  reasons: 'r'
  codes: never
  outcomes: never
  events: object & Record<string, never>
}>

const escrow = 'module/escrow'
const reason = 'r'

function partitionOf(rule: (columns: Columns, claim: Scope) => void): readonly string[] {
  const tlm = defineTlm({
    name: 'moves',
    version: '1.0.0',
    phase: 'settle',
    reads: {
      payer: id('op'),
      payee: id('op'),
      x: amount(),
      y: amount(),
      anyone: account(),
      takers: list(takers),
    },
    reasons: ['r'],
    rule(columns, _params, claim) {
      rule(columns, claim)
    },
  })
  const network = defineNetwork({
    name: 'shards',
    denominations: { tok: { decimals: 0, symbol: 'TOK' } },
    kinds: { jobs: definePipeline(jobs, [use(tlm)]) },
  })
  const compiled = compileNetwork(network, {}, new Hasher()).pipelines.get('jobs')?.get('default')
  if (compiled === undefined) throw new Error('no pipeline')
  return describePipeline(compiled).partitionBy
}

const stake = (owner: SymbolicId<'op'>): SymbolicAccount => owner.bucket('stake')

describe('partitionBy', () => {
  test('is the payer when only its account is guarded, in transit or not', () => {
    const halves = {
      half: { to: 'module/a', share: parseRatio('0.5', 'half'), round: 'floor' },
    } as const
    expect(
      partitionOf(({ payer, x }, claim) => {
        claim.transfer(x, { from: stake(payer), to: escrow, reason })
        claim.split(x, { from: escrow, reason, cuts: halves, rest: 'module/b' })
      }),
    ).toEqual(['payer'])
  })

  test.each<readonly [string, (columns: Columns, claim: Scope) => void]>([
    [
      'one credit carries two debits',
      ({ payer, x }, claim) => {
        claim.transfer(x, { from: stake(payer), to: escrow, reason })
        claim.transfer(x, { from: escrow, to: 'module/a', reason })
        claim.transfer(x, { from: escrow, to: 'module/b', reason })
      },
    ],
    [
      'a split is of more than was credited',
      ({ payer, x, y }, claim) => {
        claim.transfer(x, { from: stake(payer), to: escrow, reason })
        claim.split(y.plus(y), { from: escrow, reason, cuts: {}, rest: 'module/a' })
      },
    ],
    [
      'a take credits less than its bound',
      ({ payer, x }, claim) => {
        claim.take(x, { from: stake(payer), to: escrow, reason })
        claim.transfer(x, { from: escrow, to: 'module/a', reason })
      },
    ],
    [
      'a list may be empty',
      ({ payer, x, takers: all }, claim) => {
        all.each(() => {
          claim.transfer(x, { from: stake(payer), to: escrow, reason })
        })
        claim.transfer(x, { from: escrow, to: 'module/a', reason })
      },
    ],
    [
      'a guarded account is credited by another claim',
      ({ payer, payee, x }, claim) => {
        claim.transfer(x, { from: stake(payer), to: stake(payee), reason })
      },
    ],
    [
      'data may name any account',
      ({ payer, anyone, x }, claim) => {
        claim.transfer(x, { from: stake(payer), to: anyone, reason })
      },
    ],
  ])('is nothing when %s', (_why, rule) => {
    expect(partitionOf(rule)).toEqual([])
  })
})
