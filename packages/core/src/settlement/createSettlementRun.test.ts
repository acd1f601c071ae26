import { expect, test } from 'vitest'
import { ByteWriter } from '../bytes/ByteWriter.js'
import { amount, id, list, ratio, units, type Row } from '../claims/columns.js'
import { defineClaimKind } from '../claims/defineClaimKind.js'
import { encodeRow } from '../claims/encodeRow.js'
import { defineNetwork, type Network } from '../network/defineNetwork.js'
import { definePipeline } from '../pipeline/definePipeline.js'
import { initialState, type State } from '../state/State.js'
import { defineTlm } from '../tlm/defineTlm.js'
import { use } from '../tlm/use.js'
import { createSettlementRun } from './createSettlementRun.js'
import { settle } from './settle.js'

const columns = {
  epoch: units(),
  caller: id('caller'),
  job: units(),
  fee: amount('tok'),
  grade: ratio(),
  workers: list({ worker: id('worker'), weight: units() }),
}

/** Shares a cap among the claims of a caller, pays workers by weight. */
const cap = defineTlm({
  name: 'cap',
  version: '1.0.0',
  phase: 'limit',
  reads: { claimed: amount() },
  writes: { settled: amount() },
  rule({ claimed }, _params, claim) {
    const caller = claim.group('caller')
    return { settled: claimed.min(caller.sum(claimed).over(caller.presented(), 'floor')) }
  },
})
const price = defineTlm({
  name: 'price',
  version: '1.0.0',
  phase: 'price',
  reads: { fee: amount(), grade: ratio() },
  writes: { claimed: amount() },
  rule: ({ fee, grade }) => ({ claimed: fee.times(grade.plusOne(), 'floor') }),
})
const pay = defineTlm({
  name: 'pay',
  version: '1.0.0',
  phase: 'settle',
  reads: {
    settled: amount(),
    caller: id('caller'),
    workers: list({ worker: id('worker'), weight: units() }),
  },
  reasons: ['pay'],
  rule({ settled, caller, workers }, _params, claim) {
    claim.splitAmong(settled, {
      list: workers,
      to: 'worker',
      bucket: 'account',
      weight: 'weight',
      dust: 'first',
      from: caller.bucket('funds'),
      reason: 'pay',
    })
  },
})

function networkOf(collects: boolean): Network {
  const key = ['caller', 'job'] as const
  const watermark = { column: 'epoch', keep: 2n } as const
  const plain = defineClaimKind('jobs', { key, columns, watermark })
  const looked = defineClaimKind('jobs', {
    key,
    columns,
    watermark,
    facts: { bonus: amount('tok') },
    collect: ({ job }) => ({ bonus: job }),
  })
  return defineNetwork({
    name: 'streams',
    denominations: { tok: { decimals: 0, symbol: 'TOK' } },
    kinds: {
      jobs: collects
        ? definePipeline(looked, [use(price), use(cap), use(pay)])
        : definePipeline(plain, [use(price), use(cap), use(pay)]),
    },
  })
}

/** Claims in canonical order; callers have from 1 to many, a few claims stand twice. */
function rowsOf(callers: number): Row[] {
  const rows: Row[] = []
  for (let caller = 0; caller < callers; caller++) {
    const jobs = 1 + ((caller * 7919) % 13)
    for (let job = 0; job < jobs; job++) {
      const row: Row = {
        epoch: BigInt((caller + job) % 9),
        caller: `caller-${String(caller).padStart(5, '0')}`,
        job: BigInt(job),
        grade: { num: BigInt(1 + ((caller + job) % 5)), den: 7n },
        fee: BigInt(((caller + 1) * (job + 3) * 31) % 1009),
        workers: Array.from({ length: (caller + job) % 4 }, (_, item) => ({
          worker: `w${(caller * 5 + item * 11) % 97}`,
          weight: BigInt((job + item) % 3),
        })),
      }
      rows.push(row)
      if ((caller * 31 + job) % 17 === 0) rows.push(row)
      if ((caller * 31 + job) % 43 === 0) rows.push({ ...row, fee: 2000n })
    }
  }
  return rows
}

function stateOf(network: Network, callers: number): State {
  const funds = Array.from({ length: callers }, (_, caller) => {
    return [`caller/caller-${String(caller).padStart(5, '0')}/funds`, 900n] as const
  })
  return initialState(network, { balances: new Map([['tok', new Map(funds)]]) })
}

/** Row bytes of some rows. */
function bytesOf(rows: readonly Row[]): Uint8Array {
  const writer = new ByteWriter()
  for (const row of rows) encodeRow(writer, columns, row)
  return writer.toBytes()
}

interface Streamed {
  readonly blockRows: number
  readonly pushRows: number
  readonly collects: boolean
}

test.for<Streamed>([
  { blockRows: 1, pushRows: 1, collects: false },
  { blockRows: 7, pushRows: 100, collects: false },
  { blockRows: 512, pushRows: 64, collects: false },
  { blockRows: 1024, pushRows: 4096, collects: false },
  { blockRows: 1024, pushRows: 300, collects: true },
])('streaming gives what settling at once gives: %o', ({ blockRows, pushRows, collects }) => {
  const network = networkOf(collects)
  const rows = rowsOf(1500)
  const place = { id: 's1', height: 8n }
  const first = settle(network, stateOf(network, 1500), { ...place, claims: { jobs: { rows } } })
  const blocks: string[] = []
  const run = createSettlementRun(network, stateOf(network, 1500), {
    ...place,
    blockRows,
    onBlock: ({ hash }) => blocks.push(hash),
  })
  for (let from = 0; from < rows.length; from += pushRows) {
    const some = rows.slice(from, from + pushRows)
    run.push('jobs', { bytes: bytesOf(some), rows: some.length })
  }
  const streamed = run.finish()
  expect(streamed.receipt).toEqual(first.receipt)
  expect(blocks).toEqual(first.blocks.map(({ hash }) => hash))
  expect(streamed.state).toEqual(first.state)
  expect(first.receipt.claims.discarded).toBeGreaterThan(500)
  expect(first.receipt.claims.settled).toBeGreaterThan(2000)
  const again = createSettlementRun(network, streamed.state, place)
  again.push('jobs', { bytes: bytesOf(rows), rows: rows.length })
  expect(again.finish()).toMatchObject({ repeated: true, receiptHash: first.receiptHash })
})

test('claims that settled before, or are late, are refused in a stream too', () => {
  const network = networkOf(false)
  const rows = rowsOf(300)
  const [one, two] = [rows.slice(0, 700), rows.slice(600)]
  const before = settle(network, stateOf(network, 300), {
    id: 's1',
    height: 8n,
    claims: { jobs: { rows: one } },
  }).state
  const input = { id: 's2', height: 9n }
  const atOnce = settle(network, before, { ...input, claims: { jobs: { rows: two } } })
  const run = createSettlementRun(network, before, { ...input, blockRows: 64 })
  run.push('jobs', { bytes: bytesOf(two), rows: two.length })
  const streamed = run.finish()
  expect(streamed.receipt).toEqual(atOnce.receipt)
  expect(streamed.state).toEqual(atOnce.state)
})

test.for([false, true])('rows out of order end the run (look-ups: %s)', (collects) => {
  const network = networkOf(collects)
  const rows = rowsOf(40).toReversed()
  const run = createSettlementRun(network, stateOf(network, 40), { id: 's1', height: 8n })
  const push = (): void => {
    run.push('jobs', { bytes: bytesOf(rows), rows: rows.length })
    run.finish()
  }
  expect(push).toThrow(expect.objectContaining({ code: 'rows-disordered' }))
  expect(push).toThrow(expect.objectContaining({ code: 'run-over' }))
})

test.for([false, true])('bytes that end early end the run (look-ups: %s)', (collects) => {
  const network = networkOf(collects)
  const rows = rowsOf(40)
  const run = createSettlementRun(network, stateOf(network, 40), { id: 's1', height: 8n })
  const bytes = bytesOf(rows)
  const push = (): void => {
    run.push('jobs', { bytes: bytes.subarray(0, bytes.length - 3), rows: rows.length })
    run.finish()
  }
  expect(push).toThrow(expect.objectContaining({ code: 'rows-invalid' }))
})
