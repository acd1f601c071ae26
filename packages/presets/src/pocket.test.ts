import { initialState, settle, type EngineName, type Network, type State } from '@tlmkit/core'
import { insuranceFigures } from '@tlmkit/tlm-insurance'
import { describe, expect, test } from 'vitest'
import { pocket, type PocketSettleTlm } from './pocket.js'
import { POCKET_MAINNET_PARAMS } from './POCKET_MAINNET_PARAMS.js'
import { pocketParams } from './pocketParams.js'
import { createDice, randomClaims } from './randomClaims.fixture.js'

const ORDERS: readonly (readonly PocketSettleTlm[])[] = [
  ['burn-equals-mint', 'global-mint', 'reimbursement-request'],
  ['burn-equals-mint', 'reimbursement-request', 'global-mint'],
  ['global-mint', 'burn-equals-mint', 'reimbursement-request'],
  ['global-mint', 'reimbursement-request', 'burn-equals-mint'],
  ['reimbursement-request', 'burn-equals-mint', 'global-mint'],
  ['reimbursement-request', 'global-mint', 'burn-equals-mint'],
]

const seed = Number(process.env['TLMKIT_SEED'] ?? Date.now() % 2 ** 31)
console.info(`TLMKIT_SEED=${seed}`)

const params = {
  computeUnitsToTokensMultiplier: '42',
  computeUnitCostGranularity: '1',
  globalInflationPerClaim: '0.013',
  mintRatio: '0.975',
  overservicingBonusMultiplier: '3',
  proofMissingPenalty: '700',
  applicationMinStake: '1000',
  supplierMinStake: '50000',
}

const { applications, suppliers, claims } = randomClaims(seed, 1000)

const tables = {
  applications: {
    rows: applications.map(({ application, spendLimit }) => {
      return { application, services: [{ service: 'svc1' }], spendLimit }
    }),
  },
  suppliers: { rows: suppliers },
  services: {
    rows: [
      { service: 'svc1', sourceOwner: 'address/source', computeUnitsPerRelay: 1, history: [] },
    ],
  },
  validators: {
    rows: ['v1', 'v2', 'v3'].map((operator, index) => ({
      operator,
      account: `address/${operator}`,
      tokens: 1000 + 77 * index,
      commission: '0.05',
      delegations: [
        { to: `address/${operator}`, stake: 10 },
        { to: 'address/delegator', stake: 33 },
      ],
    })),
  },
}

function opening(network: Network): State {
  const stakes = new Map([
    ...applications.map(({ application, stake }) => {
      return [`application/${application}/stake`, stake] as const
    }),
    ...suppliers.map(({ supplier }) => [`supplier/${supplier}/stake`, 60_000n] as const),
  ])
  return initialState(network, { balances: new Map([['upokt', stakes]]) })
}

function settleRows(
  network: Network,
  rows: readonly unknown[],
  state = opening(network),
  engine: EngineName = 'columnar',
) {
  const input = { id: 'first', height: 20n, claims: { relays: { rows } }, tables }
  return settle(network, state, input, { engine })
}

const balancesOf = ({ balances }: State): string => {
  const all = [...balances].flatMap(([denomination, accounts]) =>
    [...accounts].map(([account, amount]) => `${account} ${amount} ${denomination}`),
  )
  return all
    .filter((line) => !line.includes(' 0 '))
    .sort((a, b) => (a < b ? -1 : 1))
    .join('\n')
}

function shuffled<T>(rows: readonly T[]): readonly T[] {
  const roll = createDice(seed + 1)
  const copy = [...rows]
  for (let end = copy.length - 1; end > 0; end--) {
    const other = roll(end + 1)
    const [a, b] = [copy[end], copy[other]]
    if (a === undefined || b === undefined) continue
    copy[end] = b
    copy[other] = a
  }
  return copy
}

describe('a Pocket network', () => {
  const network = pocket({ params })
  const first = settleRows(network, claims)
  const entries = first.blocks.flatMap((block) => block.entries)

  test('settles, finishes and discards of 1,000 random claims, and slashes', () => {
    const { claims: counts, supply } = first.receipt
    expect(counts.settled).toBeGreaterThan(100)
    expect(counts.finished).toBeGreaterThan(100)
    expect(counts.discarded).toBeGreaterThan(5)
    expect(supply['upokt']?.burned).toBeGreaterThan(0n)
    expect(entries.filter(({ kind }) => kind === 'slashes').length).toBeGreaterThan(100)
  })

  test.each(ORDERS.map((order) => ({ order })))('has the same balances for $order', ({ order }) => {
    const other = settleRows(pocket({ params, order }), claims)
    expect(balancesOf(other.state)).toBe(balancesOf(first.state))
    expect(other.receipt.payoutRoot).toBe(first.receipt.payoutRoot)
    expect(other.receipt.supply).toEqual(first.receipt.supply)
  })

  test('gives the same receipt for any order of arrival', () => {
    const again = settleRows(network, shuffled(claims))
    expect(again.receipt).toEqual(first.receipt)
    expect(again.receiptHash).toBe(first.receiptHash)
  })

  test('refuses in a second settlement what the first has settled', () => {
    const ended = entries.filter(({ kind, status }) => kind === 'relays' && status !== 'discarded')
    const keys = new Set(ended.map(({ key }) => key.join('/')))
    const rows = claims.filter((claim) => {
      return keys.has(`${claim.application}/${claim.session}/${claim.supplier}`)
    })
    expect(rows).toHaveLength(keys.size)
    const input = { id: 'second', height: 40n, claims: { relays: { rows } }, tables }
    const second = settle(network, first.state, input)
    const codes = second.blocks.flatMap((block) => block.entries).map(({ code }) => code)
    expect(codes.filter((code) => code === 'already-settled')).toHaveLength(keys.size)
    expect(balancesOf(second.state)).toBe(balancesOf(first.state))
  })

  test('leaves a TLM out, or refuses to mint what nobody is charged', () => {
    const alone = pocket({ params, order: ['burn-equals-mint'] })
    const { supply } = settleRows(alone, claims).receipt
    expect(supply['upokt']?.minted).toBeLessThan(supply['upokt']?.burned ?? 0n)
    expect(() => pocket({ order: ['burn-equals-mint', 'global-mint'] })).toThrow(
      expect.objectContaining({ code: 'tlm-required' }),
    )
  })

  test('gives what suppliers lose to the insurance pool instead, but for the burned share', () => {
    const insured = pocket({ params, slashes: 'insured' })
    const { state, receipt, receiptHash, blocks } = settleRows(insured, claims)
    expect(settleRows(insured, claims, opening(insured), 'reference').receiptHash).toBe(receiptHash)
    const losses = ({ kind, events }: (typeof entries)[number]) =>
      kind === 'slashes' ? events.filter(({ event }) => event === 'supplier-slashed') : []
    const penalties = blocks
      .flatMap((block) => block.entries)
      .flatMap(losses)
      .map(({ fields }) => BigInt(fields['penalty'] as string))
    expect(penalties).toEqual(
      entries.flatMap(losses).map(({ fields }) => BigInt(fields['penalty'] as string)),
    )
    const sum = (amounts: readonly bigint[]) => amounts.reduce((total, each) => total + each, 0n)
    const burned = sum(penalties.map((penalty) => (penalty * 3n) / 10n))
    const pooled = sum(penalties) - burned
    expect(pooled).toBeGreaterThan(0n)
    const figures = { in: pooled, out: 0n }
    expect(insuranceFigures(state, { denomination: 'upokt' })).toEqual({
      balance: pooled,
      ...figures,
      byCause: [{ cause: 'proof-missing', ...figures }],
    })
    const all = first.receipt.supply['upokt'] ?? { minted: 0n, burned: 0n }
    expect(receipt.supply['upokt']).toEqual({ ...all, burned: all.burned - pooled })
    const others = (text: string) =>
      text.split('\n').filter((line) => !/^(?:module.insurance|supply.burn) /.test(line))
    expect(others(balancesOf(state))).toEqual(others(balancesOf(first.state)))
  })

  test('knows the main network, and refuses params that do not fit each other', () => {
    expect(pocketParams.parse(POCKET_MAINNET_PARAMS)).toMatchObject({
      mintRatio: { num: 39n, den: 40n },
      proofRequirementThreshold: 10_000_000n,
    })
    expect(Object.keys(POCKET_MAINNET_PARAMS).toSorted()).toEqual(
      Object.keys(pocketParams.shape).toSorted(),
    )
    const misfits = { gracePeriodEndOffsetBlocks: 10, supplierUnbondingPeriodSessions: 1 }
    const late = { ...misfits, proofWindowCloseOffsetBlocks: 40 }
    const keys = pocketParams.safeParse(late).error?.issues.map(({ path }) => path[0])
    expect(keys).toEqual([
      'gracePeriodEndOffsetBlocks',
      'claimWindowOpenOffsetBlocks',
      'supplierUnbondingPeriodSessions',
      'applicationUnbondingPeriodSessions',
    ])
  })
})

describe('pinning', () => {
  const changed = (pinning: 'opened' | 'live') => {
    const network = pocket({ pinning })
    const shares = (dao: string, supplier: string) => {
      return { dao, proposer: '0', supplier, sourceOwner: '0', application: '0' }
    }
    const values = (dao: string, supplier: string, price: string) => ({
      network: {
        globalInflationPerClaim: '0',
        mintEqualsBurnDistribution: shares(dao, supplier),
        computeUnitsToTokensMultiplier: price,
        computeUnitCostGranularity: '1',
      },
    })
    const state = initialState(network, {
      balances: new Map([['upokt', new Map([['application/app0/stake', 10_000_000n]])]]),
      params: [
        { version: 1, from: 0n, values: values('0', '1', '3') },
        { version: 2, from: 11n, values: values('1', '0', '5') },
      ],
    })
    const claim = { ...claims[0], application: 'app0', supplier: 'sup0', proofStatus: 'validated' }
    const root = `${'00'.repeat(39)}64${'00'.repeat(7)}64`
    const rows = [{ ...claim, rootHash: root }]
    const shareholders = [{ to: 'address/holder', percent: 100 }]
    const [supplier] = suppliers
    const input = {
      id: 'first',
      height: 20n,
      claims: { relays: { rows } },
      tables: { ...tables, suppliers: { rows: [{ ...supplier, shareholders }] } },
    }
    const { balances } = settle(network, state, input).state
    return [balances.get('upokt')?.get('address/holder'), balances.get('upokt')?.get('module/dao')]
  }

  test('a claim keeps the params of its session; live, only the price stays', () => {
    expect(changed('opened')).toEqual([300n, undefined])
    expect(changed('live')).toEqual([undefined, 300n])
  })
})

describe('redistribution', () => {
  test('settles the same for any order of arrival, and never above the budget', () => {
    const network = pocket({ params, order: ['burn-equals-mint'] })
    const roll = createDice(seed + 2)
    for (let round = 0; round < 20; round++) {
      const rows = claims.filter(({ session }) => session === `s${roll(3)}`)
      const some = settleRows(network, rows)
      const other = settleRows(network, [...rows].reverse())
      expect(other.receipt).toEqual(some.receipt)
      const settled = new Map<string, bigint>()
      for (const { key, settled: amount } of some.blocks.flatMap((block) => block.entries)) {
        const group = key.slice(0, 2).join('/')
        settled.set(group, (settled.get(group) ?? 0n) + (amount ?? 0n))
      }
      for (const { application, stake } of applications) {
        const sessions = [...settled].filter(([group]) => group.startsWith(`${application}/`))
        for (const [, amount] of sessions) expect(amount).toBeLessThanOrEqual(stake)
      }
    }
  })
})
