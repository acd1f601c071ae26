import { defineNetwork, definePipeline, initialState, type ParamsVersion } from '@tlmkit/core'
import { listParams, readParam, showParam } from '@tlmkit/params'
import { describe, expect, test } from 'vitest'
import { governanceNetwork, GovernanceRun } from '../governanceNetwork.fixture.js'
import { createParamStore, governanceParams } from '../index.js'

const { network } = governanceNetwork({ fee: 12 })
const store = createParamStore(network)
const version = (number: number, values: ParamsVersion['values']): ParamsVersion => ({
  ...{ version: number, from: BigInt(10 * number), values },
})

describe('the parameter store', () => {
  test('lists what every schema registers, and how the network wires it', () => {
    expect(store.find('network.fee')).toEqual({
      ...{ owner: 'network', key: 'fee', name: 'network.fee', kind: 'amount' },
      ...{ unit: 'base units', effect: 'An effect.', default: '10', min: '0', max: '100' },
      ...{ initial: '12', sharedWith: undefined, sharedBy: ['pay-job.fee'] },
    })
    expect(store.find('pay-job.fee')).toMatchObject({
      ...{ owner: 'pay-job', default: '1', initial: '1', sharedWith: 'network.fee', sharedBy: [] },
    })
    expect(store.find('end-proposal-bond.treasury')?.sharedWith).toBe('network.treasury')
    const own = store.params.filter(({ owner }) => owner === 'network').map(({ key }) => key)
    expect(own).toEqual([
      ...Object.keys(governanceParams.shape),
      'fee',
      'epoch',
      'low',
      'high',
      'split',
    ])
  })

  test('finds by name, or by a key that only one has', () => {
    expect(store.find('tax')?.name).toBe('pay-job.tax')
    // pay-job.fee is shared, so that the network's is the only one that is set.
    expect(store.find('fee')?.name).toBe('network.fee')
    expect(store.find('none')).toBeUndefined()
    expect(store.find('constructor')).toBeUndefined()
  })

  test('tells values by version, and the versions that changed them', () => {
    const versions = [
      version(1, {}),
      version(2, { network: { fee: 15n }, 'pay-job': { tax: { num: 1n, den: 4n } } }),
      version(3, { network: { fee: '15', low: '2' } }),
      version(4, { network: { fee: 12, split: { supplier: 0.5, dao: '1/2' } } }),
    ]
    const of = (name: string) => store.historyOf(store.find(name)!, versions)
    expect(of('network.fee')).toEqual([
      { version: 1, from: 10n, value: '12' },
      { version: 2, from: 20n, value: '15' },
      { version: 4, from: 40n, value: '12' },
    ])
    expect(of('pay-job.fee')).toEqual(of('network.fee'))
    expect(of('pay-job.tax').map(({ value }) => value)).toEqual(['0.1', '0.25', '0.1'])
    expect(store.valueIn(store.find('network.split')!, versions[3]!.values)).toBe(
      'supplier 0.5, dao 0.5',
    )
  })

  test('reads changes, and says all that is wrong with them at once', () => {
    const changes = [
      { key: 'network.fee', value: '101' },
      { key: 'network.fees', value: '1' },
      { key: 'network.epoch', value: '20' },
      { key: 'network.low', value: '2' },
      { key: 'network.low', value: '3' },
      { key: 'pay-job.fee', value: '3' },
      { key: 'network.split', value: 'supplier 0.5, dao 0.4' },
      { key: 'network.treasury', value: 'treasury' },
    ]
    const { values, faults } = store.read(changes)
    expect(values).toEqual({ network: { low: '2' } })
    expect(faults).toEqual([
      {
        ...{ code: 'value-out-of-bounds', key: 'network.fee' },
        message: 'network.fee: 101 is out of bounds: give base units, at least 0 and at most 100.',
      },
      {
        ...{ code: 'unknown-key', key: 'network.fees' },
        message: 'There is no parameter "network.fees". Did you mean "network.fee"?',
      },
      {
        ...{ code: 'key-fixed', key: 'network.epoch' },
        message: 'network.epoch keeps the value that the network began with: no vote changes it.',
      },
      {
        ...{ code: 'key-repeated', key: 'network.low' },
        message: 'network.low is changed twice: give each key once.',
      },
      {
        ...{ code: 'unknown-key', key: 'pay-job.fee' },
        message: 'pay-job.fee takes its value from network.fee: change that one.',
      },
      {
        ...{ code: 'value-out-of-bounds', key: 'network.split' },
        message: 'network.split: a sum of 0.9 is out of bounds: the shares must sum to exactly 1.',
      },
      {
        ...{ code: 'key-fixed', key: 'network.treasury' },
        message:
          'network.treasury keeps the value that the network began with: no vote changes it.',
      },
    ])
  })

  test('checks them together with the values in force', () => {
    const low = [{ key: 'network.low', value: '7' }]
    expect(store.check({}, low)).toMatchObject({ values: { network: { low: '7' } }, faults: [] })
    const { faults } = store.check({ network: { high: '6' } }, low)
    expect(faults).toMatchObject([{ code: 'value-out-of-bounds', key: 'network.low' }])
    expect(faults[0]?.message).toContain('at most high')
  })

  test('a network without parameters has none', () => {
    const [first] = network.kinds.values()
    const plain = defineNetwork({
      name: 'plain',
      denominations: network.denominations,
      kinds: { [first!.kindName]: definePipeline(first!.default.kind, []) },
    })
    expect(createParamStore(plain).params).toEqual([])
    expect(createParamStore(plain).read([{ key: 'network.a', value: '' }]).faults).toHaveLength(1)
    expect(initialState(plain).params).toHaveLength(1)
  })
})

test('every parameter of governance is read from its text and written so', () => {
  for (const row of listParams(governanceParams)) {
    const written = readParam(row, row.default)
    const parsed: Readonly<Record<string, unknown>> = governanceParams.parse({ [row.key]: written })
    expect(showParam(row, parsed[row.key]), row.key).toBe(row.default)
  }
})

test('bounds leave a later vote room to undo what one has done', () => {
  const run = new GovernanceRun({
    ...{ discussionSeconds: '2592000', votingSeconds: '2592000', timelockSeconds: '2592000' },
  })
  const refuse = (key: string, value: string) =>
    run.test.governance.store().read([{ key: `network.${key}`, value }]).faults.length
  const refused = [
    ...[
      ['proposalBondAmount', '0'],
      ['discussionSeconds', '2592001'],
      ['quorum', '0.76'],
    ],
    ...[
      ['majority', '0.5'],
      ['majority', '0.91'],
      ['timelockSeconds', '2592001'],
    ],
    ...[
      ['executionSeconds', '1'],
      ['pauseSecondsMax', '1209601'],
      ['pauseRestSeconds', '2591999'],
    ],
    ...[
      ['emergencySignersMin', '1'],
      ['votingSeconds', '86399'],
      ['quorum', '0.04'],
    ],
  ] as const
  for (const [key, value] of refused) expect(refuse(key, value), key).toBe(1)
})
