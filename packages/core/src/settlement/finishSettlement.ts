import { isSupply, SUPPLY_BURN, SUPPLY_MINT, type AccountPath } from '../accounts/Account.js'
import { compareBytes } from '../bytes/compareBytes.js'
import { compareInOrder } from '../bytes/compareInOrder.js'
import { keyText } from '../claims/keyOf.js'
import { InvariantViolation } from '../errors/InvariantViolation.js'
import { hashReceipt, RECEIPT_FORMAT, type Receipt } from '../journal/Receipt.js'
import { payoutRoot, type Payout } from '../journal/payoutTree.js'
import { PLAN_VERSION } from '../rules/Plan.js'
import type { SettledIds, State } from '../state/State.js'
import { applyTallies } from './applyTallies.js'
import type { CollectedClaim } from './collectClaims.js'
import { runClose } from './runClose.js'
import type { SettleResult } from './settle.js'
import type { Settlement } from './Settlement.js'

interface FinishOptions {
  readonly id: string
  readonly inputHash: string
  readonly collected: ReadonlyMap<string, readonly Pick<CollectedClaim, 'key' | 'row'>[]>
  /** Lifecycle states as commands left them; those of the opening state otherwise. */
  readonly lifecycles?: State['lifecycles']
}

/** Lifecycles take their tallies, pools close, invariants hold, and the receipt is made. */
export function finishSettlement(settlement: Settlement, options: FinishOptions): SettleResult {
  const { context } = settlement
  const { state, network, height, hasher } = context
  const version = context.versionFor(undefined)
  const lifecycles = applyTallies(settlement, options.lifecycles ?? state.lifecycles)
  runClose(settlement, version)
  const { root, blocks } = settlement.journal.finish()
  assertConserved(settlement)
  const payouts = payoutsOf(settlement)
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
    journalRoot: root,
    journalBlocks: blocks,
    payoutRoot: payoutRoot(payouts),
    payouts: payouts.length,
    claims: { ...settlement.counts, deferred: settlement.deferred.length },
    supply: supplyOf(settlement),
    previous: state.lastReceipt,
  })
  const receiptHash = hashReceipt(receipt, hasher)
  const next: State = Object.freeze({
    ...state,
    height,
    balances: balancesAfter(settlement),
    tallies: talliesAfter(settlement),
    lifecycles,
    settledIds: settledIdsAfter(settlement, options.collected),
    settlements: new Map(state.settlements).set(options.id, receipt),
    lastReceipt: receiptHash,
  })
  const { deferred } = settlement
  return {
    receipt,
    receiptHash,
    state: next,
    blocks: settlement.blocks,
    deferred,
    payouts,
    dust: context.effects.dustTotals,
    repeated: false,
  }
}

/**
 * The balances moved as the journal says, and supply changed by what was minted and burned.
 *
 * Errors: `not-conserved`, `journal-differs`.
 */
function assertConserved(settlement: Settlement): void {
  const sums = new Map<string, bigint>()
  for (const cell of settlement.context.effects.ledger.cells()) {
    const { account, denomination, balance, opening } = cell
    const posted = settlement.net.get(denomination)?.get(account) ?? 0n
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

function payoutsOf(settlement: Settlement): readonly Payout[] {
  const payouts: Payout[] = []
  for (const [denomination, accounts] of settlement.net) {
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

function supplyOf(settlement: Settlement): Receipt['supply'] {
  const denominations = [...settlement.net.keys()].sort(compareBytes)
  return Object.fromEntries(
    denominations.map((denomination) => {
      const net = settlement.net.get(denomination)
      const minted = net?.get(SUPPLY_MINT) ?? 0n
      const burned = net?.get(SUPPLY_BURN) ?? 0n
      return [denomination, { minted, burned }]
    }),
  )
}

function balancesAfter(settlement: Settlement): State['balances'] {
  const balances = new Map(settlement.context.state.balances)
  for (const [denomination, changes] of settlement.net) {
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
    tallies.set(account, (tallies.get(account) ?? 0n) + units)
  }
  return tallies
}

function settledIdsAfter(
  settlement: Settlement,
  collected: FinishOptions['collected'],
): State['settledIds'] {
  const { state, network } = settlement.context
  const ended = new Map<string, string[]>()
  for (const { entries } of settlement.blocks) {
    for (const { type, kind, key, status } of entries) {
      if (type !== 'claim' || status === 'discarded') continue
      const keys = ended.get(kind)
      if (keys === undefined) ended.set(kind, [keyText(key)])
      else keys.push(keyText(key))
    }
  }
  const after = new Map(state.settledIds)
  for (const [kind, keys] of ended) {
    const mark = network.kinds.get(kind)?.default.kind.watermark
    const marks = new Map(
      (collected.get(kind) ?? []).map((claim) => [
        keyText(claim.key),
        mark === undefined ? 0n : whole(claim.row[mark.column]),
      ]),
    )
    after.set(kind, advance(state.settledIds.get(kind), { keys, marks, keep: mark?.keep }))
  }
  return after
}

interface NewlySettled {
  readonly keys: readonly string[]
  readonly marks: ReadonlyMap<string, bigint>
  readonly keep: bigint | undefined
}

/** Adds ids, and drops those at or below the watermark, which moves up with the newest claim. */
function advance(before: SettledIds | undefined, settled: NewlySettled): SettledIds {
  const ids = new Map(before?.ids)
  let newest = 0n
  for (const key of settled.keys) {
    const mark = settled.marks.get(key) ?? 0n
    ids.set(key, mark)
    if (mark > newest) newest = mark
  }
  if (settled.keep === undefined) return { watermark: before?.watermark, ids }
  const moved = newest > settled.keep ? newest - settled.keep : undefined
  const earlier = before?.watermark
  const watermark =
    moved === undefined || (earlier !== undefined && earlier > moved) ? earlier : moved
  if (watermark !== undefined) {
    for (const [key, mark] of ids) if (mark <= watermark) ids.delete(key)
  }
  return { watermark, ids }
}

function whole(value: unknown): bigint {
  return typeof value === 'bigint' ? value : 0n
}

function sorted(map: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  return Object.fromEntries([...map].sort(([a], [b]) => compareBytes(a, b)))
}
