/** Governance once more, as plain as it can be written: lists of all that happened, no look-ups. */

interface PlainProposal {
  readonly name: string
  readonly proposer: string
  readonly bond: bigint
  readonly changes: readonly { readonly key: string; readonly value: string }[]
  readonly payments: readonly { readonly to: string; readonly amount: bigint }[]
  readonly madeAt: bigint
  readonly votes: Map<string, { choice: string; weight: bigint }>
  status: string
  executableFrom: bigint
  /** Place in the order of queueing. */
  place: number
}

export interface PlainCommand {
  readonly name: string
  readonly work: string
  readonly time: bigint
  readonly amount?: bigint
  readonly proposer?: string
  readonly voter?: string
  readonly choice?: string
  readonly bondFrom?: string
  readonly changes?: readonly { readonly key: string; readonly value: string }[]
  readonly payments?: readonly { readonly to: string; readonly amount: bigint }[]
}

const DAY = 86_400n
const KNOWN: Readonly<Record<string, readonly [least: bigint, most: bigint]>> = {
  'network.fee': [0n, 100n],
  'network.low': [0n, 2n ** 128n - 1n],
  'network.high': [0n, 2n ** 128n - 1n],
  'network.proposalBondAmount': [1n, 500_000n * 10n ** 18n],
}

export class PlainGovernance {
  readonly balances: Map<string, bigint>
  readonly proposals: PlainProposal[] = []
  /** Every change of stake there ever was. */
  readonly #stakes: { readonly voter: string; readonly time: bigint; readonly change: bigint }[] =
    []
  readonly versions: Record<string, bigint>[]
  #queued = 0

  constructor(opening: Readonly<Record<string, bigint>>, bond: bigint) {
    this.balances = new Map(Object.entries(opening))
    this.versions = [
      {
        ...{ 'network.fee': 10n, 'network.low': 1n, 'network.high': 10n },
        'network.proposalBondAmount': bond,
      },
    ]
  }

  apply(command: PlainCommand): string {
    switch (command.name) {
      case 'stake':
        return this.#stake(command, command.amount ?? 0n)
      case 'unstake':
        return this.#stake(command, -(command.amount ?? 0n))
      case 'propose':
        return this.#propose(command)
      case 'vote':
        return this.#vote(command)
      case 'cancel':
        return this.#cancel(command)
      case 'queue':
        return this.#queue(command)
      case 'execute':
        return this.#end(command, 'execute')
      default:
        return this.#end(command, 'fail')
    }
  }

  /** Largest weights of voters on proposals whose vote ended in a week. */
  votersOf(week: bigint): Readonly<Record<string, bigint>> {
    const largest: Record<string, bigint> = {}
    for (const proposal of this.proposals) {
      const end = proposal.madeAt + 14n * DAY
      const isCounted = end >= week * 7n * DAY && end < (week + 1n) * 7n * DAY
      if (!isCounted || proposal.status === 'cancelled' || !this.#hasQuorum(proposal)) continue
      for (const [voter, { weight }] of proposal.votes) {
        if (weight > (largest[voter] ?? 0n)) largest[voter] = weight
      }
    }
    return largest
  }

  #held(account: string): bigint {
    return this.balances.get(account) ?? 0n
  }

  #move(from: string, to: string, amount: bigint): void {
    this.balances.set(from, this.#held(from) - amount)
    this.balances.set(to, this.#held(to) + amount)
  }

  #stakedBefore(time: bigint, voter?: string): bigint {
    return this.#stakes
      .filter((each) => each.time < time && (voter === undefined || each.voter === voter))
      .reduce((sum, { change }) => sum + change, 0n)
  }

  #stake({ work: voter, time }: PlainCommand, change: bigint): string {
    if (change === 0n) return 'amount-zero'
    const [balance, staked] = [`voter/${voter}/balance`, `voter/${voter}/staked`]
    if (change > 0n && this.#held(balance) < change) return 'balance-short'
    if (change < 0n && this.#held(staked) < -change) return 'stake-short'
    this.#move(balance, staked, change)
    this.#stakes.push({ voter, time, change })
    return 'ok'
  }

  #propose({ work, time, proposer = '', changes = [], payments = [], bondFrom }: PlainCommand) {
    if (this.#find(work) !== undefined) return 'duplicate-proposal'
    if (changes.some(({ key }) => KNOWN[key] === undefined)) return 'unknown-key'
    if (new Set(changes.map(({ key }) => key)).size < changes.length) return 'key-repeated'
    if (changes.length === 0) return 'empty-diff'
    if (!this.#suits(changes)) return 'value-out-of-bounds'
    if (payments.some(({ to, amount }) => amount === 0n || to === 'module/treasury')) {
      return 'payment-invalid'
    }
    const bond = this.versions.at(-1)?.['network.proposalBondAmount'] ?? 0n
    const from = `voter/${proposer}/${bondFrom === 'stake' ? 'staked' : 'balance'}`
    if (this.#held(from) < bond) return 'bond-short'
    this.#move(from, `proposal/${work}/locked`, bond)
    if (bondFrom === 'stake') this.#stakes.push({ voter: proposer, time, change: -bond })
    this.proposals.push({
      ...{ name: work, proposer, bond, changes, payments, madeAt: time, votes: new Map() },
      ...{ status: 'open', executableFrom: 0n, place: 0 },
    })
    return 'ok'
  }

  #suits(changes: PlainProposal['changes']): boolean {
    const next = { ...this.versions.at(-1) }
    for (const { key, value } of changes) {
      const [least, most] = KNOWN[key] ?? [1n, 0n]
      if (!/^[0-9]+$/.test(value) || BigInt(value) < least || BigInt(value) > most) return false
      next[key] = BigInt(value)
    }
    return (next['network.low'] ?? 0n) <= (next['network.high'] ?? 0n)
  }

  #find(name: string): PlainProposal | undefined {
    return this.proposals.find((each) => each.name === name)
  }

  #vote({ work, time, voter = '', choice = '' }: PlainCommand): string {
    const proposal = this.#find(work)
    if (proposal === undefined) return 'unknown-proposal'
    const begin = proposal.madeAt + 7n * DAY
    if (proposal.status !== 'open' || time < begin || time >= begin + 7n * DAY) return 'not-active'
    const bond = voter === proposal.proposer ? proposal.bond : 0n
    const weight = this.#stakedBefore(begin, voter) + bond
    if (weight === 0n) return 'no-weight'
    proposal.votes.set(voter, { choice, weight })
    return 'ok'
  }

  #cancel({ work, time, proposer }: PlainCommand): string {
    const proposal = this.#find(work)
    if (proposal === undefined) return 'unknown-proposal'
    if (proposer !== proposal.proposer) return 'not-the-proposer'
    const isOver = time >= proposal.madeAt + 14n * DAY
    if (proposal.status !== 'open' || isOver) return 'not-active'
    this.#move(`proposal/${work}/locked`, `voter/${proposal.proposer}/balance`, proposal.bond)
    proposal.status = 'cancelled'
    return 'ok'
  }

  #weightOf({ votes }: PlainProposal, choice?: string): bigint {
    return [...votes.values()]
      .filter((one) => choice === undefined || one.choice === choice)
      .reduce((sum, { weight }) => sum + weight, 0n)
  }

  #hasQuorum(proposal: PlainProposal): boolean {
    const all = this.#stakedBefore(proposal.madeAt + 7n * DAY) + proposal.bond
    const voted = this.#weightOf(proposal)
    return voted > 0n && 10n * voted >= 3n * all
  }

  #queue({ work, time }: PlainCommand): string {
    const proposal = this.#find(work)
    if (proposal === undefined) return 'unknown-proposal'
    if (proposal.status.endsWith('-not-met')) return proposal.status
    if (proposal.status !== 'open') return 'not-active'
    const end = proposal.madeAt + 14n * DAY
    if (time < end) return 'voting-running'
    const isHeard = this.#hasQuorum(proposal)
    const taker = isHeard ? `voter/${proposal.proposer}/balance` : 'module/treasury'
    this.#move(`proposal/${work}/locked`, taker, proposal.bond)
    const [yes, no] = [this.#weightOf(proposal, 'for'), this.#weightOf(proposal, 'against')]
    const isWon = yes > 0n && 100n * yes >= 51n * (yes + no)
    if (!isHeard) proposal.status = 'quorum-not-met'
    else if (!isWon) proposal.status = 'majority-not-met'
    else if (time > end + 14n * DAY) proposal.status = 'expired'
    else {
      this.#queued += 1
      proposal.status = 'queued'
      proposal.executableFrom = time + 129_600n
      proposal.place = this.#queued
    }
    return 'ok'
  }

  #end({ work, time }: PlainCommand, how: 'execute' | 'fail'): string {
    const proposal = this.#find(work)
    if (proposal === undefined) return 'unknown-proposal'
    if (proposal.status === 'executed') return 'already-executed'
    if (proposal.status !== 'queued' && proposal.status !== 'invalid') return 'not-queued'
    if (time < proposal.executableFrom) return 'timelock-running'
    if (time > proposal.executableFrom + 14n * DAY) return 'expired'
    if (this.#isHeldUp(proposal, time)) return 'not-next'
    if (proposal.status === 'invalid') return 'no-longer-valid'
    if (how === 'fail') {
      if (this.#suits(proposal.changes)) return 'still-valid'
      proposal.status = 'invalid'
      return 'ok'
    }
    if (!this.#suits(proposal.changes)) return 'no-longer-valid'
    const due = proposal.payments.reduce((sum, { amount }) => sum + amount, 0n)
    if (this.#held('module/treasury') < due) return 'treasury-short'
    for (const { to, amount } of proposal.payments) this.#move('module/treasury', to, amount)
    const next = { ...this.versions.at(-1) }
    for (const { key, value } of proposal.changes) next[key] = BigInt(value)
    this.versions.push(next)
    proposal.status = 'executed'
    return 'ok'
  }

  /** Whether another that was queued before, and is still live, changes one of its keys. */
  #isHeldUp({ place, changes }: PlainProposal, time: bigint): boolean {
    const keys = new Set(changes.map(({ key }) => key))
    return this.proposals.some((other) => {
      const isLive = other.status === 'queued' && time <= other.executableFrom + 14n * DAY
      return isLive && other.place < place && other.changes.some(({ key }) => keys.has(key))
    })
  }
}
