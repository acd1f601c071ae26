import { isSupply, SUPPLY_BURN, SUPPLY_MINT, type AccountPath } from '../accounts/Account.js'
import { compareBytes } from '../bytes/compareBytes.js'
import { compareInOrder } from '../bytes/compareInOrder.js'
import { addTally } from '../engine/Effects.js'
import { InvariantViolation } from '../errors/InvariantViolation.js'
import { hashReceipt, RECEIPT_FORMAT, type Receipt } from '../journal/Receipt.js'
import { payoutRoot, type Payout } from '../journal/payoutTree.js'
import { PLAN_VERSION } from '../rules/Plan.js'
import type { State } from '../state/State.js'
import { applyTallies } from './applyTallies.js'
import type { NetChanges } from './NetTotals.js'
import { runClose } from './runClose.js'
import type { SettleResult } from './settle.js'
import type { Settlement } from './Settlement.js'

interface FinishOptions {
  readonly id: string
  readonly inputHash: string
  /** Lifecycle states as commands left them; those of the opening state otherwise. */
  readonly lifecycles?: State['lifecycles']
  /** Time of the last command that had one, in seconds; that of the opening state otherwise. */
  readonly time?: bigint
}

/** Lifecycles take their tallies, pools close, invariants hold, and the receipt is made. */
export function finishSettlement(settlement: Settlement, options: FinishOptions): SettleResult {
  const { context } = settlement
  const { state, network, height, hasher } = context
  const version = context.versionFor(undefined)
  settlement.noteParams(version)
  for (const written of context.params.slice(state.params.length)) {
    settlement.noteParams(written.version)
  }
  const lifecycles = applyTallies(settlement, options.lifecycles ?? state.lifecycles)
  settlement.timings.start('close')
  runClose(settlement, version)
  const { journal, blocks } = settlement
  journal.finish()
  settlement.close()
  const net = settlement.netChanges()
  assertConserved(settlement, net)
  const payouts = payoutsOf(net)
  settlement.timings.start('root')
  const receipt: Receipt = Object.freeze({
    format: RECEIPT_FORMAT,
    network: network.name,
    settlement: options.id,
    height,
    planVersion: PLAN_VERSION,
    pipelines: sorted(settlement.pipelines),
    close: network.close.map(({ name, module }) => `${name}@${module.version}`),
    paramsVersions: sorted(settlement.paramsVersions),
    inputHash: options.inputHash,
    journalRoot: journal.root,
    journalBlocks: journal.blocks,
    payoutRoot: payoutRoot(payouts),
    payouts: payouts.length,
    claims: { ...settlement.counts, deferred: settlement.deferred.length },
    supply: supplyOf(net),
    previous: state.lastReceipt,
  })
  settlement.timings.start('close')
  const receiptHash = hashReceipt(receipt, hasher)
  const next: State = Object.freeze({
    ...state,
    height,
    time: options.time ?? state.time,
    params: context.params,
    balances: balancesAfter(state, net),
    tallies: talliesAfter(settlement),
    lifecycles,
    settledIds: settlement.settledIds.finish(),
    settlements: new Map(state.settlements).set(options.id, receipt),
    lastReceipt: receiptHash,
  })
  const { deferred, dust } = settlement
  settlement.timings.start(undefined)
  return {
    receipt,
    receiptHash,
    state: next,
    blocks,
    deferred,
    payouts,
    dust,
    repeated: false,
  }
}

/**
 * The balances moved as the journal says, and supply changed by what was minted and burned.
 *
 * Errors: `not-conserved`, `journal-differs`.
 */
function assertConserved(settlement: Settlement, net: NetChanges): void {
  const sums = new Map<string, bigint>()
  for (const cell of settlement.context.effects.ledger.cells()) {
    const { account, denomination, balance, opening } = cell
    const posted = net.get(denomination)?.get(account) ?? 0n
    if (balance - opening !== posted) {
      throw new InvariantViolation({
        code: 'journal-differs',
        message: `${account} changed by ${balance - opening} ${denomination}, the journal says ${posted}.`,
        details: { account, denomination },
      })
    }
    const sign = account === SUPPLY_MINT ? -1n : 1n
    sums.set(denomination, (sums.get(denomination) ?? 0n) + sign * posted)
  }
  for (const [denomination, sum] of sums) {
    if (sum === 0n) continue
    throw new InvariantViolation({
      code: 'not-conserved',
      message: `The settlement ${sum > 0n ? 'creates' : 'loses'} ${sum} ${denomination}.`,
      details: { denomination, units: sum },
    })
  }
}

function payoutsOf(net: NetChanges): readonly Payout[] {
  const payouts: Payout[] = []
  for (const [denomination, accounts] of net) {
    for (const [account, amount] of accounts) {
      if (amount <= 0n || isSupply(account) || account.startsWith('pool/')) continue
      payouts.push({ account, denomination, amount })
    }
  }
  return payouts.sort(
    compareInOrder<Payout>(
      (a, b) => compareBytes(a.account, b.account),
      (a, b) => compareBytes(a.denomination, b.denomination),
    ),
  )
}

function supplyOf(net: NetChanges): Receipt['supply'] {
  const denominations = [...net.keys()].sort(compareBytes)
  return Object.fromEntries(
    denominations.map((denomination) => {
      const changes = net.get(denomination)
      const minted = changes?.get(SUPPLY_MINT) ?? 0n
      const burned = changes?.get(SUPPLY_BURN) ?? 0n
      return [denomination, { minted, burned }]
    }),
  )
}

function balancesAfter(state: State, net: NetChanges): State['balances'] {
  const balances = new Map(state.balances)
  for (const [denomination, changes] of net) {
    const accounts = new Map(balances.get(denomination))
    for (const [account, change] of changes) {
      accounts.set(account, (accounts.get(account) ?? 0n) + change)
    }
    balances.set(denomination, accounts)
  }
  return balances
}

function talliesAfter(settlement: Settlement): ReadonlyMap<AccountPath, bigint> {
  const tallies = new Map(settlement.context.state.tallies)
  for (const [account, units] of settlement.context.effects.tallyTotals) {
    tallies.set(account, addTally(tallies.get(account) ?? 0n, units))
  }
  return tallies
}

function sorted(map: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  return Object.fromEntries([...map].sort(([a], [b]) => compareBytes(a, b)))
}
