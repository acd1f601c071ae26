import {
  account,
  accountConstant,
  createCommandRun,
  defineNetwork,
  definePipeline,
  defineTlm,
  id,
  initialState,
  settle,
  shared,
  use,
  type EngineName,
  type Posting,
} from '@tlmkit/core'
import { feeDistribution, payNode, plainWork } from '@tlmkit/tlm-inference'
import {
  batchAmounts,
  batchEscrow,
  batchLifecycles,
  executorBond,
  microtaskKinds,
  microtaskParams,
  segmentPay,
  traceJudge,
  upFrontBurn,
} from '@tlmkit/tlm-microtask'
import {
  budgetLifecycle,
  difficultyLifecycle,
  maxClaimable,
  relayPrice,
  relays,
} from '@tlmkit/tlm-relay-mining'
import { bindStake } from '@tlmkit/tlm-stake'
import { expect, test } from 'vitest'
import { pocketParams } from './pocketParams.js'
import { randomClaims } from './randomClaims.fixture.js'

/** What becomes of a payment of 2 % network fee, 5 % governance, 5 % treasury. */
function partsOf(gross: bigint): Readonly<Record<string, bigint>> {
  const networkFee = (gross * 2n + 99n) / 100n
  const share = (gross * 5n) / 100n
  return {
    'network-fee': networkFee,
    'governance-share': share,
    'treasury-share': share,
    'node-part': gross - networkFee - 2n * share,
  }
}

/** What was posted by reason, those of `partsOf` alone. */
function postedBy(postings: readonly Posting[]): Readonly<Record<string, bigint>> {
  const posted = new Map(Object.keys(partsOf(0n)).map((reason) => [reason, 0n]))
  for (const { reason, amount } of postings) {
    const before = posted.get(reason)
    if (before !== undefined) posted.set(reason, before + amount)
  }
  return Object.fromEntries(posted)
}

const nobody = (): ReturnType<typeof accountConstant> => accountConstant('module/nobody')

test('distributes what a micro-task segment is paid', () => {
  const taskAccounts = defineTlm({
    name: 'task-accounts',
    version: '1.0.0',
    phase: 'settle',
    reads: { batch: id('escrow'), node: id('operator') },
    writes: { payFrom: account(), adaptorTo: account(), nodeTo: account() },
    rule: ({ batch, node }) => ({
      payFrom: batch.bucket('locked'),
      adaptorTo: nobody(),
      nodeTo: node.bucket('balance'),
    }),
  })
  const kinds = microtaskKinds('LA')
  const fee = { burnRate: shared('burnRate'), aggregatorRate: shared('aggregatorRate') }
  const source = { aggregatorSource: shared('aggregatorSource') }
  const network = defineNetwork({
    name: 'shared-tasks',
    denominations: { LA: { decimals: 18, symbol: 'LA' } },
    params: microtaskParams,
    kinds: {
      submissions: definePipeline(kinds.submissions, [
        use(batchAmounts, { params: { ...fee, ...source } }),
        use(batchEscrow, { params: source }),
        use(upFrontBurn),
      ]),
      commits: definePipeline(kinds.commits, [
        use(segmentPay),
        use(taskAccounts),
        use(plainWork, { reads: { gross: 'claimed' } }),
        use(feeDistribution, { reads: { gross: 'claimed' }, writes: { paid: 'distributed' } }),
        use(payNode),
        use(executorBond, { reads: { added: 'claimed' } }),
        use(bindStake, { reads: { operator: 'node' } }),
      ]),
    },
    lifecycles: batchLifecycles({
      ...{ denomination: 'LA', kinds, judge: traceJudge({ rowChecks: [] }) },
    }),
  })
  const held = { 'caller/c1/balance': 10n ** 9n, 'operator/n1/free': 10n ** 9n }
  const balances = new Map([['LA', new Map(Object.entries(held))]])
  const run = createCommandRun(network, initialState(network, { balances }), {
    ...{ id: 's', height: 100n },
  })
  const give = (command: string, fields: object) =>
    run.apply({ lifecycle: 'batches', work: 'b1', command, height: 1, ...fields })
  const terms = { caller: 'c1', fee: '1000003', tasks: 97, tasksRoot: 'ab'.repeat(32), filters: '' }
  expect(give('batchSubmit', terms).status).toBe('accepted')
  // 1,000,003 less 20,001 burned and 50,000 for the aggregator: 930,002 for 97 tasks.
  const paid = [0n, 32n, 64n, 96n, 97n].map((task) => (930_002n * task) / 97n)
  for (const segment of [0, 1, 2, 3]) {
    const result = give('commitPartial', { node: 'n1', segment, traceRoot: 'aa' })
    if (result.status !== 'accepted') throw new Error(result.status)
    const gross = (paid[segment + 1] ?? 0n) - (paid[segment] ?? 0n)
    const postings = result.entries.flatMap((entry) => entry.postings)
    expect(postedBy(postings)).toEqual(partsOf(gross))
  }
  const { state } = run.finish()
  const of = (path: string): bigint => state.balances.get('LA')?.get(path) ?? 0n
  const takers = ['operator/n1/balance', 'module/operations', 'module/governance']
  const distributed = [...takers, 'module/treasury'].reduce((sum, path) => sum + of(path), 0n)
  expect(distributed).toBe(930_002n)
  expect(of('escrow/b1/locked')).toBe(50_000n)
})

test('distributes what relays are settled for, in both engines', () => {
  const relayAccounts = defineTlm({
    name: 'relay-accounts',
    version: '1.0.0',
    phase: 'settle',
    reads: { application: id('application'), supplier: id('supplier') },
    writes: { payFrom: account(), adaptorTo: account(), nodeTo: account() },
    rule: ({ application, supplier }) => ({
      payFrom: application.bucket('stake'),
      adaptorTo: nobody(),
      nodeTo: supplier.bucket('balance'),
    }),
  })
  const network = defineNetwork({
    name: 'shared-relays',
    denominations: { upokt: { decimals: 6, symbol: 'POKT' } },
    params: pocketParams,
    kinds: {
      relays: definePipeline(relays, [
        use(relayPrice),
        use(maxClaimable, {
          params: {
            inflation: shared('globalInflationPerClaim'),
            suppliersPerSession: shared('numSuppliersPerSession'),
          },
        }),
        use(relayAccounts),
        use(plainWork, { reads: { gross: 'settled' } }),
        use(feeDistribution, { reads: { gross: 'settled' } }),
        use(payNode),
      ]),
    },
    lifecycles: [difficultyLifecycle, budgetLifecycle],
  })
  const { applications, suppliers, claims } = randomClaims(1, 400)
  const services = [{ service: 'svc1', sourceOwner: 'address/source', computeUnitsPerRelay: 1 }]
  const tables = {
    applications: {
      rows: applications.map(({ application, spendLimit }) => {
        return { application, services: [{ service: 'svc1' }], spendLimit }
      }),
    },
    suppliers: { rows: suppliers },
    services: { rows: services.map((service) => ({ ...service, history: [] })) },
  }
  const stakes = applications.map(({ application, stake }) => {
    return [`application/${application}/stake`, stake] as const
  })
  const state = initialState(network, { balances: new Map([['upokt', new Map(stakes)]]) })
  const settled = (engine: EngineName) => {
    const input = { id: 'first', height: 20n, claims: { relays: { rows: claims } }, tables }
    return settle(network, state, input, { engine })
  }
  const [columnar, reference] = [settled('columnar'), settled('reference')]
  expect(columnar.receiptHash).toBe(reference.receiptHash)
  const entries = columnar.blocks.flatMap((block) => block.entries)
  const ended = entries.filter(({ status }) => status === 'settled')
  expect(ended.length).toBeGreaterThan(100)
  for (const { settled: gross = 0n, postings } of ended) {
    expect(postedBy(postings)).toEqual(partsOf(gross))
  }
})
