import {
  account,
  amount,
  defineClaimKind,
  defineNetwork,
  definePipeline,
  id,
  initialState,
  list,
  settle,
  use,
  type JournalEntry,
  type Network,
  type SettleInput,
  type SettleResult,
  type State,
} from '@tlmkit/core'
import {
  clawback,
  compensate,
  compensateTreasury,
  payInsuranceSurplus,
  penaltySplit,
} from './index.js'

const failures = defineClaimKind('failures', {
  key: ['batch'],
  columns: {
    batch: id('batch'),
    atFault: list({ operator: id('operator'), loss: amount('LA') }),
    penaltyFrom: account(),
    treasuryLoss: amount('LA'),
    loss: amount('LA'),
    caller: account(),
  },
})
const fines = defineClaimKind('fines', {
  key: ['fine'],
  columns: { fine: id('fine'), due: amount('LA'), payer: account() },
})
const payouts = defineClaimKind('payouts', {
  key: ['payout'],
  columns: { payout: id('payout'), amount: amount('LA'), to: account() },
})

export interface InsuranceOptions {
  readonly failureBurnRate?: string
}

/** Failed batches that are clawed back, split and compensated twice; fines; payouts. */
export function insuranceNetwork({ failureBurnRate = '0.30' }: InsuranceOptions = {}): Network {
  return defineNetwork({
    name: 'insurance',
    denominations: { LA: { decimals: 18, symbol: 'LA' } },
    kinds: {
      failures: definePipeline(failures, [
        use(clawback),
        use(penaltySplit, { params: { failureBurnRate } }),
        use(compensateTreasury, {
          reads: { loss: 'treasuryLoss' },
          writes: { compensation: 'restored' },
        }),
        use(compensate, {
          reads: { pooled: 'left', compensateTo: 'caller' },
          writes: { left: 'surplus' },
        }),
      ]),
      fines: definePipeline(fines, [
        use(penaltySplit, {
          params: { failureBurnRate, cause: 'fine' },
          reads: { penalty: 'due', penaltyFrom: 'payer' },
        }),
      ]),
      payouts: definePipeline(payouts, [use(payInsuranceSurplus)]),
    },
  })
}

/** A failed batch: what each operator at fault loses, and what is to be made good. */
export interface Failure {
  readonly losses: readonly bigint[]
  readonly loss?: bigint
  readonly treasuryLoss?: bigint
}

/** Batches are `b0`, `b1`, ...; operators `op0`, `op1`, ... in each. */
export function failureRow(
  { losses, loss = 0n, treasuryLoss = 0n }: Failure,
  index = 0,
): Readonly<Record<string, unknown>> {
  return {
    batch: `b${index}`,
    atFault: losses.map((each, place) => ({ operator: `op${place}`, loss: each })),
    penaltyFrom: `penalty/b${index}/locked`,
    treasuryLoss,
    loss,
    caller: 'caller/c/balance',
  }
}

/** What a settlement is given; fines are paid by `payer/p/balance`, payouts go to `grant/g/balance`. */
export interface Given {
  readonly failures?: readonly Failure[]
  readonly fines?: readonly bigint[]
  readonly payouts?: readonly bigint[]
  readonly id?: string
}

/** The input of a settlement at the height after the state's. */
export function inputOf(state: State, given: Given): SettleInput {
  const { failures = [], fines = [], payouts = [], id: name = 's1' } = given
  const payer = 'payer/p/balance'
  const to = 'grant/g/balance'
  return {
    id: name,
    height: state.height + 1n,
    claims: {
      failures: {
        rows: failures.map(failureRow).map((row, index) => ({ ...row, batch: `${name}-${index}` })),
      },
      fines: { rows: fines.map((due, index) => ({ fine: `${name}-${index}`, due, payer })) },
      payouts: {
        rows: payouts.map((amount, index) => ({ payout: `${name}-${index}`, amount, to })),
      },
    },
  }
}

export function settleGiven(network: Network, state: State, given: Given): SettleResult {
  return settle(network, state, inputOf(state, given))
}

/** A state with these balances, in base units of LA. */
export function stateWith(network: Network, held: Readonly<Record<string, bigint>>): State {
  return initialState(network, { balances: new Map([['LA', new Map(Object.entries(held))]]) })
}

/** Balances above zero, without the supply accounts. */
export function balancesAfter({ state }: SettleResult): Readonly<Record<string, bigint>> {
  const balances = [...(state.balances.get('LA') ?? [])]
  return Object.fromEntries(
    balances.filter(([name, balance]) => balance > 0n && !name.startsWith('supply/')),
  )
}

export function entriesOf({ blocks }: SettleResult): readonly JournalEntry[] {
  return blocks.flatMap(({ entries }) => entries)
}
