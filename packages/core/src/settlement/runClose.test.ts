import { describe, expect, test } from 'vitest'
import {
  amount,
  defineClaimKind,
  defineClose,
  defineNetwork,
  definePipeline,
  defineTable,
  defineTlm,
  id,
  initialState,
  pool,
  settle,
  units,
  use,
  useClose,
  type CloseMoves,
  type Network,
} from '../index.js'

const jobs = defineClaimKind('jobs', {
  key: ['job'],
  columns: { job: id('job'), price: amount('tok') },
})
const fill = defineTlm({
  name: 'fill',
  version: '1.0.0',
  phase: 'settle',
  reads: { price: amount() },
  reasons: ['fill'],
  rule({ price }, _params, claim) {
    claim.transfer(price, { from: 'module/a', to: pool('rewards'), reason: 'fill' })
  },
})
const voters = defineTable('voters', {
  key: ['name'],
  columns: { name: id('voter'), tokens: units() },
})
interface Context {
  readonly pools: Readonly<Record<string, bigint>>
  readonly tables: {
    readonly voters: readonly { readonly name: string; readonly tokens: bigint }[]
  }
}
type Close = (context: Context, move: CloseMoves) => void

const networkOf = (close: Close, leftover: 'carry' | 'mustBeEmpty' = 'carry'): Network =>
  defineNetwork({
    name: 'closing',
    denominations: { tok: { decimals: 0, symbol: 'TOK' } },
    kinds: { jobs: definePipeline(jobs, [use(fill)]) },
    pools: {
      rewards: { denomination: 'tok', leftover },
      others: { denomination: 'tok', leftover: 'carry' },
    },
    close: [
      useClose(
        defineClose({
          name: 'pay-out',
          version: '1.0.0',
          pools: ['rewards'],
          tables: { voters },
          reasons: ['reward'],
          events: ['paid'],
          close,
        }),
      ),
    ],
  })

const closed = (close: Close, leftover?: 'carry' | 'mustBeEmpty') => {
  const network = networkOf(close, leftover)
  const balances = new Map([
    [
      'tok',
      new Map([
        ['module/a', 100n],
        ['pool/others', 50n],
      ]),
    ],
  ])
  const state = initialState(network, { balances })
  const rows = [
    { job: 'a', price: '60' },
    { job: 'b', price: '41' },
  ]
  const tables = {
    voters: {
      rows: [
        { name: 'y', tokens: 1 },
        { name: 'x', tokens: 1 },
        { name: 'z', tokens: 1 },
      ],
    },
  }
  return settle(network, state, { id: 's1', height: 1n, claims: { jobs: { rows } }, tables })
}
const reason = 'reward'

describe('a close module', () => {
  test('splits what the claims that settled left in its pool, table rows in key order', () => {
    const { state, blocks, payouts } = closed(({ pools, tables }, move) => {
      const takers = tables.voters.map(({ name, tokens }) => ({
        to: `voter/${name}`,
        weight: tokens,
      }))
      const dust = 'largestRemainder'
      move.splitAmong((pools['rewards'] ?? 0n) - 10n, { from: 'rewards', takers, dust, reason })
      move.transfer(0n, { from: 'rewards', to: 'voter/x', reason })
      move.transfer(4n, { from: 'rewards', to: 'supply/burn', reason })
      move.emit('paid', { voters: 3n })
    })
    expect(Object.fromEntries(state.balances.get('tok') ?? [])).toEqual({
      'module/a': 40n,
      'pool/others': 50n,
      'pool/rewards': 6n,
      'voter/x': 17n,
      'voter/y': 17n,
      'voter/z': 16n,
      'supply/burn': 4n,
    })
    expect(payouts.map(({ account }) => account)).toEqual(['voter/x', 'voter/y', 'voter/z'])
    expect(blocks[0]?.entries.at(-1)).toMatchObject({
      type: 'close',
      kind: 'pay-out',
      events: [{ event: 'paid', fields: { voters: '3' } }],
    })
  })

  test('may leave a pool that carries over, and must empty one that does not', () => {
    expect(
      closed(() => {})
        .state.balances.get('tok')
        ?.get('pool/rewards'),
    ).toBe(60n)
    expect(() => closed(() => {}, 'mustBeEmpty')).toThrow(
      expect.objectContaining({
        kind: 'invariant',
        code: 'pool-not-empty',
        details: { pool: 'rewards', balance: 60n },
      }),
    )
  })

  test.for<[string, string, Close]>([
    [
      'pool-undeclared',
      'debits a pool it does not declare',
      (_, move) => move.transfer(1n, { from: 'others', to: 'voter/x', reason }),
    ],
    [
      'pool-overdrawn',
      'moves more than the pool holds',
      (_, move) => move.transfer(61n, { from: 'rewards', to: 'voter/x', reason }),
    ],
    [
      'name-undeclared',
      'uses a reason it does not declare',
      (_, move) => move.transfer(1n, { from: 'rewards', to: 'voter/x', reason: 'gift' }),
    ],
    ['name-undeclared', 'emits an event it does not declare', (_, move) => move.emit('gone', {})],
    [
      'account-invalid',
      'pays to what is no account',
      (_, move) => move.transfer(1n, { from: 'rewards', to: 'nobody', reason }),
    ],
    [
      'amount-out-of-range',
      'moves less than nothing',
      (_, move) => move.transfer(-1n, { from: 'rewards', to: 'voter/x', reason }),
    ],
    [
      'weights-sum-zero',
      'splits among nobody',
      (_, move) => move.splitAmong(1n, { from: 'rewards', takers: [], dust: 'first', reason }),
    ],
    [
      'close-fault',
      'throws',
      () => {
        throw new Error('no voters')
      },
    ],
  ])('stops the settlement with %s when it %s', ([code, , close]) => {
    expect(() => closed(close)).toThrow(expect.objectContaining({ code }))
  })

  test('is refused where the network has no such pool', () => {
    const close = useClose(
      defineClose({ name: 'x', version: '1.0.0', pools: ['none'], close() {} }),
    )
    expect(() =>
      defineNetwork({ name: 'n', denominations: {}, kinds: {}, close: [close] }),
    ).toThrow(expect.objectContaining({ kind: 'usage', code: 'pool-unknown' }))
  })
})
