import {
  Ledger,
  payShareholders,
  times,
  type Outcome,
  type Ratio,
  type Shareholder,
} from './plainBigint.ts'

/** A relay claim of Pocket, with what the settlement looks up. */
export interface Relay {
  readonly application: string
  readonly session: string
  readonly supplier: string
  readonly computeUnits: bigint
  /** Relays that one mined relay stands for. */
  readonly multiplier: Ratio
  /** Base units per compute unit. */
  readonly tokensPerComputeUnit: Ratio
  /** Of the application, before the settlement, in base units. */
  readonly stake: bigint
  /** Per session, in base units; 0 is none. */
  readonly spendLimit: bigint
  readonly pendingSessions: bigint
  readonly shareholders: readonly Shareholder[]
  readonly owner: string
  readonly sourceOwner: string
}

/** Shares of a mint; the DAO has the rest. */
export interface MintShares {
  readonly supplier: Ratio
  readonly proposer: Ratio
  readonly sourceOwner: Ratio
  readonly application: Ratio
}

export interface PocketParams {
  readonly mintRatio: Ratio
  readonly inflation: Ratio
  readonly minted: MintShares
  readonly inflated: MintShares
  readonly bonusMultiplier: bigint
  /** Base units. */
  readonly minimumStake: bigint
  readonly daoAccount: string
}

const TOKENOMICS = 'module/tokenomics'

/** Balances of the two denominations. */
interface Ledgers {
  readonly upokt: Ledger
  readonly mark: Ledger
}

/**
 * Settles relay claims that stand in canonical order: priced, limited, burned, minted, shared out.
 * Balances alone: no events, no counts of relays.
 */
export function settleRelays(
  relays: readonly Relay[],
  balances: { readonly upokt: Map<string, bigint>; readonly mark: Map<string, bigint> },
  params: PocketParams,
): Outcome {
  const ledgers = {
    upokt: new Ledger(balances.upokt, () => 0n),
    mark: new Ledger(balances.mark, () => 0n),
  }
  let settled = 0
  let changes = 0
  for (const session of sessionsOf(relays)) {
    const amounts = limitSession(session, params)
    session.forEach((relay, place) => {
      if (settleRelay(relay, amounts[place] ?? 0n, { ledgers, params })) {
        settled += 1
        changes += ledgers.upokt.commit() + ledgers.mark.commit()
      } else {
        ledgers.upokt.rollback()
        ledgers.mark.rollback()
      }
    })
  }
  return { settled, discarded: relays.length - settled, postings: changes / 2 }
}

/** Runs of claims of one session of one application. */
function* sessionsOf(relays: readonly Relay[]): Generator<readonly Relay[]> {
  let session: Relay[] = []
  for (const relay of relays) {
    const [first] = session
    if (first?.session !== relay.session || first.application !== relay.application) {
      if (session.length > 0) yield session
      session = []
    }
    session.push(relay)
  }
  if (session.length > 0) yield session
}

/** What each claim of a session is granted. */
function limitSession(session: readonly Relay[], params: PocketParams): readonly bigint[] {
  const floor = floorOf(session)
  const claims = session.map((relay) => {
    const claimed = priceOf(relay)
    const need = claimed + timesCeil(claimed, params.inflation)
    return { claimed, excess: above(need, floor), unused: above(floor, need) }
  })
  const unused = claims.reduce((sum, claim) => sum + claim.unused, 0n)
  const wanted = claims.reduce((sum, claim) => sum + claim.excess, 0n)
  const { num, den } = params.inflation
  return claims.map(({ claimed, excess }) => {
    const bonus = wanted === 0n ? 0n : (unused * excess) / wanted
    const most = floor * params.bonusMultiplier
    const capped = params.bonusMultiplier <= 1n ? floor : least(floor + bonus, most)
    return least(claimed, (capped * den) / (den + num))
  })
}

function floorOf(session: readonly Relay[]): bigint {
  const [first] = session
  if (first === undefined) return 0n
  const sharers = BigInt(session.length)
  const budget = first.stake / first.pendingSessions
  const floor = budget / sharers
  const limited = least(first.spendLimit, budget) / sharers
  return first.spendLimit !== 0n && limited < floor ? limited : floor
}

function priceOf({ computeUnits, multiplier, tokensPerComputeUnit: tokens }: Relay): bigint {
  return (computeUnits * multiplier.num * tokens.num) / (multiplier.den * tokens.den)
}

interface Settling {
  readonly ledgers: Ledgers
  readonly params: PocketParams
}

function settleRelay(relay: Relay, settled: bigint, { ledgers, params }: Settling): boolean {
  if (settled === 0n) return true
  const { upokt } = ledgers
  const stake = `application/${relay.application}/stake`
  const minted = times(settled, params.mintRatio)
  if (minted === 0n) return false
  if (!upokt.burn(stake, settled)) return false
  const { daoAccount } = params
  const mint = { shares: params.minted, pool: 'pool/validators-minted', daoAccount }
  if (!shareOut(relay, minted, { ledger: upokt, ...mint })) return false
  const inflated = timesCeil(settled, params.inflation)
  const inflation = { shares: params.inflated, pool: 'pool/validators-inflation', daoAccount }
  if (!shareOut(relay, inflated, { ledger: upokt, ...inflation })) return false
  if (!upokt.move(stake, TOKENOMICS, inflated)) return false
  if (!upokt.move(TOKENOMICS, daoAccount, inflated)) return false
  return unbond(relay, stake, { ledgers, params })
}

interface Mint {
  readonly ledger: Ledger
  readonly shares: MintShares
  readonly pool: string
  readonly daoAccount: string
}

function shareOut(
  relay: Relay,
  minted: bigint,
  { ledger, shares, pool, daoAccount }: Mint,
): boolean {
  const due = `supplier/${relay.supplier}/due`
  const account = `application/${relay.application}/account`
  const supplier = times(minted, shares.supplier)
  const proposer = times(minted, shares.proposer)
  const sourceOwner = times(minted, shares.sourceOwner)
  const application = times(minted, shares.application)
  const rest = minted - supplier - proposer - sourceOwner - application
  const moved =
    ledger.mint(TOKENOMICS, minted) &&
    ledger.move(TOKENOMICS, due, supplier) &&
    ledger.move(TOKENOMICS, pool, proposer) &&
    ledger.move(TOKENOMICS, relay.sourceOwner, sourceOwner) &&
    ledger.move(TOKENOMICS, account, application) &&
    ledger.move(TOKENOMICS, daoAccount, rest)
  if (!moved) return false
  if (!isShared(relay.shareholders)) return ledger.move(due, relay.owner, supplier)
  return payShareholders(ledger, supplier, { from: due, shareholders: relay.shareholders })
}

/** Names nobody twice, and sums to 100 percent. */
function isShared(shareholders: readonly Shareholder[]): boolean {
  const total = shareholders.reduce((sum, { percent }) => sum + percent, 0n)
  return total === 100n && new Set(shareholders.map(({ to }) => to)).size === shareholders.length
}

/** Marks an application whose stake fell below the minimum, once. */
function unbond({ application }: Relay, stake: string, { ledgers, params }: Settling): boolean {
  const unbonding = `application/${application}/unbonding`
  if (ledgers.upokt.balance(stake) >= params.minimumStake) return true
  return ledgers.mark.balance(unbonding) > 0n || ledgers.mark.mint(unbonding, 1n)
}

function timesCeil(amount: bigint, { num, den }: Ratio): bigint {
  return (amount * num + den - 1n) / den
}

function above(a: bigint, b: bigint): bigint {
  return a > b ? a - b : 0n
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
