import { initialState } from '@tlmkit/core'
import { expect, test } from 'vitest'
import {
  FEE_20,
  governanceNetwork,
  proposal,
  T,
  TIMELOCK,
  tokens,
  VOTED,
  VOTING,
} from '../governanceNetwork.fixture.js'
import { createParamStore, impactReport } from '../index.js'

const { network } = governanceNetwork()
const command = (path: string, height: number, fields: object = {}) => {
  const [lifecycle, work, name] = path.split('/')
  return { lifecycle, work, command: name, height, ...fields }
}
const jobs = (name: string, height: number) => [
  command(`jobs/${name}/open`, height),
  command(`jobs/${name}/close`, height),
]
const balances = new Map([
  [
    'LA',
    new Map([
      ['voter/ann/balance', tokens(20_000)],
      ['job/j1/funds', 1000n],
      ['job/j2/funds', 1000n],
    ]),
  ],
])
const range = {
  state: initialState(network, { balances }),
  settlements: [
    {
      ...{ id: 's1', height: 10n },
      commands: [
        ...jobs('j1', 1),
        command('voters/ann/stake', 1, { time: 1, amount: String(tokens(10_000)) }),
        command('proposals/p1/propose', 1, { time: T, ...proposal(FEE_20) }),
        command('proposals/p1/vote', 2, { time: VOTING, voter: 'ann', choice: 'for' }),
        command('proposals/p1/queue', 3, { time: VOTED }),
        command('proposals/p1/execute', 4, { time: VOTED + TIMELOCK }),
        ...jobs('j2', 5),
      ],
    },
  ],
}
const lines = (changes: readonly { readonly key: string; readonly value: string }[]) => {
  const { values } = createParamStore(network).read(changes)
  return impactReport(network, range, values).accounts.map(({ account, before, after }) => {
    return [account, before, after]
  })
}

test('commands are replayed, with what they changed themselves', () => {
  // The fee is 10, then the vote makes it 20; under the proposed values it starts at 15.
  expect(lines([{ key: 'network.fee', value: '15' }])).toEqual([
    ['job/j1/funds', -10n, -15n],
    ['job/j2/funds', -20n, -20n],
    ['module/pot', 30n, 35n],
    ['voter/ann/balance', -tokens(10_000), -tokens(10_000)],
    ['voter/ann/staked', tokens(10_000), tokens(10_000)],
  ])
})

test('values that stop a command show in what it moves', () => {
  // With a bond that Ann cannot pay, nothing is proposed, and the fee stays.
  const bond = [{ key: 'network.proposalBondAmount', value: String(tokens(10_001)) }]
  expect(lines(bond)).toContainEqual(['job/j2/funds', -20n, -10n])
})
