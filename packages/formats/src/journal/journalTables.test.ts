import {
  SUPPLY_MINT,
  initialState,
  settle,
  type JournalBlock,
  type JournalEntry,
} from '@tlmkit/core'
import { Dice, networkOfChain, randomBalances, randomChain, randomClaims } from '@tlmkit/testing'
import { tableFromIPC } from 'apache-arrow'
import { parquetReadObjects } from 'hyparquet'
import { expect, test } from 'vitest'
import { bufferOf, fileOf } from '../claims.fixture.js'
import type { JournalTableName } from './JournalTable.js'
import { writeJournalArrow } from './writeJournalArrow.js'
import { writeJournalParquet } from './writeJournalParquet.js'

type TableRow = Readonly<Record<string, unknown>>

const readers: Readonly<
  Record<string, (blocks: readonly JournalBlock[], table: JournalTableName) => Promise<TableRow[]>>
> = {
  arrow: async (blocks, table) => {
    const read = tableFromIPC(await fileOf(writeJournalArrow(blocks, { table })))
    return read.toArray().map((row: { toJSON: () => TableRow }) => row.toJSON())
  },
  parquet: async (blocks, table) =>
    parquetReadObjects({ file: bufferOf(await fileOf(writeJournalParquet(blocks, { table }))) }),
}

/** Net change per `denomination account`. */
function netOf(postings: readonly TableRow[]): ReadonlyMap<string, bigint> {
  const net = new Map<string, bigint>()
  const add = (account: unknown, denomination: unknown, units: bigint): void => {
    const key = `${String(denomination)} ${String(account)}`
    net.set(key, (net.get(key) ?? 0n) + units)
  }
  for (const { debit, credit, denomination, amount } of postings) {
    const units = BigInt(String(amount))
    // The state keeps what was minted as a sum of its own.
    add(debit, denomination, debit === SUPPLY_MINT ? units : -units)
    add(credit, denomination, units)
  }
  return new Map([...net].filter(([, units]) => units !== 0n).sort())
}

test.for(Object.keys(readers))('%s: postings add up to the changes of balances', async (format) => {
  const dice = new Dice(7)
  let changed = 0
  for (let turn = 0; turn < 10; turn++) {
    const network = networkOfChain(randomChain(dice))
    const balances = new Map<string, Map<string, bigint>>()
    for (const [text, units] of randomBalances(dice)) {
      const [denomination = '', account = ''] = text.split(' ')
      const accounts = balances.get(denomination) ?? new Map<string, bigint>()
      balances.set(denomination, accounts.set(account, units))
    }
    const opening = initialState(network, { balances })
    const input = { id: 's', height: 1n, claims: { claims: { rows: randomClaims(dice) } } }
    const { state, blocks } = settle(network, opening, input)
    const changes = new Map<string, bigint>()
    for (const [sign, accounts] of [
      [1n, state.balances],
      [-1n, opening.balances],
    ] as const) {
      for (const [denomination, held] of accounts) {
        for (const [account, units] of held) {
          const key = `${denomination} ${account}`
          changes.set(key, (changes.get(key) ?? 0n) + sign * units)
        }
      }
    }
    const expected = new Map([...changes].filter(([, units]) => units !== 0n).sort())
    expect(netOf(await readers[format]!(blocks, 'postings'))).toEqual(expected)
    changed += expected.size
    const outcomes = await readers[format]!(blocks, 'entries')
    const entries = blocks.flatMap((block) => block.entries)
    expect(outcomes.map(({ status, key, postings }) => [status, key, postings])).toEqual(
      entries.map(({ status, key, postings }) => [status, key.join('/'), postings.length]),
    )
  }
  expect(changed).toBeGreaterThan(10)
})

const largest = 2n ** 128n - 1n
const entry: JournalEntry = {
  type: 'claim',
  kind: 'relays',
  key: ['é', '7'],
  route: 'main',
  paramsVersion: 3,
  status: 'settled',
  tlm: '',
  code: '',
  at: '',
  claimed: largest,
  settled: undefined,
  postings: [
    {
      debit: 'a/b',
      credit: 'c/d',
      denomination: 'pokt',
      amount: largest,
      reason: 'r',
      tlm: 'burn',
    },
  ],
  tallies: [],
  events: [{ tlm: 'burn', event: 'burned', fields: { amount: '12', all: true } }],
  witnesses: [5n, largest],
}
const block: JournalBlock = { index: 4, previous: '', hash: '', entries: [entry, entry] }

test.for(Object.keys(readers))('%s: columns and values', async (format) => {
  const [, posting] = await readers[format]!([block], 'postings')
  expect({ ...posting }).toEqual({
    block: 4,
    entry: 1,
    posting: 0,
    kind: 'relays',
    key: 'é/7',
    route: 'main',
    params_version: 3,
    status: 'settled',
    tlm: 'burn',
    reason: 'r',
    debit: 'a/b',
    credit: 'c/d',
    denomination: 'pokt',
    amount: '340282366920938463463374607431768211455',
    amount_float: 2 ** 128,
  })
  const [first] = await readers[format]!([block], 'entries')
  expect({ ...first }).toEqual({
    block: 4,
    entry: 0,
    type: 'claim',
    kind: 'relays',
    key: 'é/7',
    route: 'main',
    params_version: 3,
    status: 'settled',
    tlm: '',
    code: '',
    claimed: '340282366920938463463374607431768211455',
    settled: null,
    postings: 1,
    events: '[{"tlm":"burn","event":"burned","fields":{"amount":"12","all":true}}]',
    witnesses: '["5","340282366920938463463374607431768211455"]',
  })
})

test.for(Object.keys(readers))(
  '%s: a journal without entries is a table without rows',
  async (format) => {
    const empty = { ...block, entries: [] }
    expect(await readers[format]!([empty], 'postings')).toEqual([])
    expect(await readers[format]!([], 'entries')).toEqual([])
  },
)
