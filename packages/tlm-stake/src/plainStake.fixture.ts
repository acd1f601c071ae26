// long: the whole of stake once more, plain, to be read side by side with the specification
import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { divide } from '@tlmkit/core'

/** Params of the plain model; rates as [numerator, denominator]. */
export interface PlainParams {
  readonly bindRatio: readonly [bigint, bigint]
  readonly missRate: readonly [bigint, bigint]
  readonly challenge: bigint
  readonly verdict: bigint
  readonly reveal: bigint
  readonly ownShareMin: readonly [bigint, bigint]
  readonly thaw: bigint
  readonly commission: readonly [bigint, bigint]
  readonly jailAfter: number
  readonly jailWindow: bigint
  readonly jailPeriod: bigint
  readonly epoch: bigint
  readonly shareLoss: boolean
}

interface Entry {
  readonly party: string
  readonly begun: bigint
  readonly ripe: bigint
  readonly isOwn: boolean
  amount: bigint
}
interface Join {
  /** Shares of those that have not moved since they joined. */
  readonly waiting: Map<string, bigint>
  dust: bigint
}
export interface PlainOperator {
  own: bigint
  pool: bigint
  shares: bigint
  free: bigint
  bound: bigint
  debt: bigint
  balance: bigint
  jailed: bigint | undefined
  misses: bigint[]
  used: bigint
  max: bigint
  /** In the order in which they began. */
  thaws: Entry[]
  pending: Map<string, bigint>
  pendingUntil: bigint
  held: Map<string, bigint>
  joins: Join[]
}
export interface PlainTask {
  status: string
  fee: bigint
  bind: bigint
  deadline: bigint
  requester: string
  verifier: string
  operator: string
  hash: string
  at: bigint
  verified: bigint
  demanded: bigint | undefined
  revealed: boolean
}

const ceil = (x: bigint, [n, d]: readonly [bigint, bigint]): bigint => divide(x * n, d, 'ceil')
const floor = (x: bigint, [n, d]: readonly [bigint, bigint]): bigint => divide(x * n, d, 'floor')
const min = (a: bigint, b: bigint): bigint => (a < b ? a : b)
const total = (parts: readonly bigint[]): bigint => parts.reduce((a, b) => a + b, 0n)

/** Shares a loss by weights, remainders to the largest, equal ones to the first. */
function proRata(loss: bigint, weights: readonly bigint[]): bigint[] {
  const sum = total(weights)
  if (loss >= sum) return [...weights]
  const parts = weights.map((weight) => divide(loss * weight, sum, 'floor'))
  const order = weights.map((weight, index) => [(loss * weight) % sum, index] as const)
  order.sort(([a, i], [b, j]) => (a === b ? i - j : a < b ? 1 : -1))
  const left = Number(loss - total(parts))
  for (const [, index] of order.slice(0, left)) parts[index] = (parts[index] ?? 0n) + 1n
  return parts
}

export type PlainFields = Readonly<Record<string, string | bigint>>

/** Stake as the specification has it, eager and without any lists kept apart. */
export class PlainStake {
  readonly operators = new Map<string, PlainOperator>()
  readonly tasks = new Map<string, PlainTask>()
  readonly wallets = new Map<string, bigint>()
  burnedAndInsured = 0n
  height = 0n
  readonly #params: PlainParams

  constructor(params: PlainParams) {
    this.#params = params
  }

  /** What was delegated before the epoch joins its pool. */
  advance(height: bigint): void {
    this.height = height
    for (const operator of this.operators.values()) {
      if (operator.pending.size === 0 || height < operator.pendingUntil) continue
      const price = [operator.shares + 1_000_000n, operator.pool + 1n] as const
      const sum = total([...operator.pending.values()])
      const join: Join = { waiting: new Map(), dust: floor(sum, price) }
      operator.shares += join.dust
      operator.pool += sum
      operator.free += sum
      for (const [delegator, amount] of operator.pending) {
        const got = floor(amount, price)
        join.waiting.set(delegator, got)
        join.dust -= got
      }
      operator.joins.push(join)
      operator.pending = new Map()
    }
  }

  declare(id: string): void {
    const lists = { misses: [], thaws: [], pending: new Map(), held: new Map(), joins: [] }
    const figures = { own: 0n, pool: 0n, shares: 0n, free: 0n, bound: 0n, debt: 0n }
    const rest = { balance: 0n, jailed: undefined, used: 0n, max: 3n, pendingUntil: 0n }
    this.operators.set(id, { ...lists, ...figures, ...rest })
  }

  #worth(operator: PlainOperator, shares: bigint): bigint {
    return floor(shares, [operator.pool + 1n, operator.shares + 1_000_000n])
  }

  #pay(wallet: string, amount: bigint): void {
    this.wallets.set(wallet, (this.wallets.get(wallet) ?? 0n) + amount)
  }

  /** A delegator that moves has its shares: the last one leaves no dust. */
  #touch(operator: PlainOperator, delegator: string): void {
    for (const join of operator.joins) {
      const got = join.waiting.get(delegator)
      if (got === undefined) continue
      operator.held.set(delegator, (operator.held.get(delegator) ?? 0n) + got)
      join.waiting.delete(delegator)
      if (join.waiting.size > 0) continue
      operator.shares -= join.dust
      join.dust = 0n
    }
  }

  /** Shares that have become next to worthless: a thousand of them are made one. */
  #consolidate(operator: PlainOperator): void {
    const of = (shares: bigint): bigint => divide(shares, 1000n, 'floor')
    while (operator.shares + 1_000_000n > 1_000_000_000n * (operator.pool + 1n)) {
      operator.shares = of(operator.shares)
      for (const [delegator, held] of operator.held) operator.held.set(delegator, of(held))
      for (const join of operator.joins) {
        join.dust = of(join.dust)
        for (const [delegator, got] of join.waiting) join.waiting.set(delegator, of(got))
      }
    }
  }

  #thaw(operator: PlainOperator, party: string, amount: bigint): void {
    const { height } = this
    const isOwn = party === ''
    const last = operator.thaws.findLast((entry) => entry.party === party)
    if (last?.begun === height) last.amount += amount
    else {
      const ripe = height + this.#params.thaw
      operator.thaws.push({ party, amount, begun: height, ripe, isOwn })
    }
  }

  // long: one ladder per command
  toOperator(id: string, command: string, fields: PlainFields): string {
    const operator = this.operators.get(id)
    if (operator === undefined) return 'unknown-operator'
    const amount = BigInt(fields['amount'] ?? 0n)
    const delegator = String(fields['delegator'] ?? '')
    const { height } = this
    switch (command) {
      case 'stakeOwn':
        if (amount === 0n) return 'amount-too-small'
        if (operator.balance < amount) return 'balance-short'
        operator.balance -= amount
        operator.own += amount
        operator.free += amount
        return 'ok'
      case 'unstakeOwn': {
        if (amount === 0n) return 'amount-too-small'
        if (operator.debt > 0n) return 'debt-outstanding'
        const left = operator.own - amount
        if (left < ceil(operator.bound, this.#params.ownShareMin)) return 'own-stake-short'
        if (left < min(operator.own, operator.bound)) return 'free-stake-short'
        if (operator.free < amount) return 'free-stake-short'
        operator.own = left
        operator.free -= amount
        this.#thaw(operator, '', amount)
        return 'ok'
      }
      case 'delegate': {
        const price = [operator.shares + 1_000_000n, operator.pool + 1n] as const
        if (floor(amount, price) === 0n) return 'amount-too-small'
        if ((this.wallets.get(delegator) ?? 0n) < amount) return 'balance-short'
        this.#pay(delegator, -amount)
        this.#touch(operator, delegator)
        operator.pending.set(delegator, (operator.pending.get(delegator) ?? 0n) + amount)
        operator.pendingUntil =
          (divide(height, this.#params.epoch, 'floor') + 1n) * this.#params.epoch
        return 'ok'
      }
      case 'takeBack': {
        const waiting = operator.pending.get(delegator) ?? 0n
        if (waiting === 0n) return 'amount-too-small'
        this.#touch(operator, delegator)
        operator.pending.delete(delegator)
        this.#pay(delegator, waiting)
        return 'ok'
      }
      case 'undelegate': {
        const shares = BigInt(fields['shares'] ?? 0n)
        const before = { shares: operator.shares, held: new Map(operator.held) }
        const joins = operator.joins.map((join) => ({ ...join, waiting: new Map(join.waiting) }))
        this.#touch(operator, delegator)
        const worth = this.#worth(operator, shares)
        const held = operator.held.get(delegator) ?? 0n
        const code =
          worth === 0n
            ? 'amount-too-small'
            : held < shares
              ? 'shares-short'
              : operator.free < worth
                ? 'free-stake-short'
                : 'ok'
        if (code !== 'ok') {
          Object.assign(operator, before, { joins })
          return code
        }
        operator.held.set(delegator, held - shares)
        operator.shares -= shares
        operator.pool -= worth
        operator.free -= worth
        this.#thaw(operator, delegator, worth)
        return 'ok'
      }
      case 'withdraw':
      case 'withdrawOwn': {
        const isOwn = command === 'withdrawOwn'
        const index = operator.thaws.findIndex((entry) =>
          isOwn ? entry.isOwn : !entry.isOwn && entry.party === delegator,
        )
        const entry = operator.thaws[index]
        if (entry === undefined) return 'amount-too-small'
        if (height < entry.ripe) return 'still-thawing'
        if (isOwn && operator.debt > 0n) return 'debt-outstanding'
        operator.thaws.splice(index, 1)
        if (isOwn) operator.balance += entry.amount
        else {
          this.#touch(operator, delegator)
          this.#pay(delegator, entry.amount)
        }
        return 'ok'
      }
      case 'payDebt':
        return this.#payDebt(operator, amount, fields['source'] === 'thawing')
      case 'unjail':
        if (operator.jailed === undefined) return 'not-jailed'
        if (height < operator.jailed) return 'too-early'
        operator.jailed = undefined
        return 'ok'
      default:
        throw new Error(command)
    }
  }

  #payDebt(operator: PlainOperator, amount: bigint, isFromThawing: boolean): string {
    if (operator.debt === 0n) return 'no-debt'
    const paid = min(amount, operator.debt)
    if (isFromThawing) {
      const ripe = operator.thaws.filter((entry) => entry.isOwn && this.height >= entry.ripe)
      if (total(ripe.map((entry) => entry.amount)) < paid) return 'balance-short'
      let left = paid
      for (const entry of ripe) {
        if (left === 0n) break
        const part = min(left, entry.amount)
        entry.amount -= part
        left -= part
        if (entry.amount === 0n) operator.thaws.splice(operator.thaws.indexOf(entry), 1)
      }
    } else {
      if (operator.balance < paid) return 'balance-short'
      operator.balance -= paid
    }
    operator.debt -= paid
    this.burnedAndInsured += paid
    return 'ok'
  }

  // long: one ladder per command
  toTask(id: string, command: string, fields: PlainFields): string {
    const task = this.tasks.get(id)
    const { height } = this
    const { challenge, reveal, verdict } = this.#params
    const party = String(fields['party'] ?? fields['challenger'] ?? '')
    if (command === 'offer') {
      const [fee, deadline] = [BigInt(fields['fee'] ?? 0n), BigInt(fields['deadline'] ?? 0n)]
      const requester = String(fields['requester'])
      if (task !== undefined) return 'duplicate-task'
      if (height > deadline) return 'deadline-past'
      if ((this.wallets.get(requester) ?? 0n) < fee) return 'balance-short'
      this.#pay(requester, -fee)
      const verifier = String(fields['verifier'])
      const later = { operator: '', hash: '', at: 0n, verified: 0n, demanded: undefined }
      const terms = { status: 'offered', fee, deadline, requester, verifier, bind: 0n }
      this.tasks.set(id, { ...terms, ...later, revealed: false })
      return 'ok'
    }
    const candidate = this.operators.get(String(fields['operator'] ?? ''))
    if (command === 'accept' && candidate === undefined) return 'unknown-operator'
    if (task === undefined) return 'unknown-task'
    const operator = this.operators.get(task.operator)
    const isSubmitted = task.status === 'submitted' || task.status === 'verified'
    const isActive = task.status === 'accepted' || task.status === 'started'
    const isOpenDemand = isSubmitted && task.demanded !== undefined && !task.revealed
    switch (command) {
      case 'withdrawOffer':
        if (task.status !== 'offered') return 'not-offered'
        if (task.requester !== fields['requester']) return 'not-the-requester'
        task.status = 'withdrawn'
        this.#pay(task.requester, task.fee)
        return 'ok'
      case 'accept':
        return this.#accept(task, String(fields['operator']))
      case 'start':
      case 'cancel': {
        if (task.status !== 'accepted') return 'not-accepted'
        const isStart = command === 'start'
        const who = isStart ? task.operator : task.requester
        if (who !== fields[isStart ? 'operator' : 'requester']) return 'not-a-party'
        task.status = isStart ? 'started' : 'cancelled'
        if (isStart || operator === undefined) return 'ok'
        this.#pay(task.requester, task.fee)
        this.#unbind(operator, task.bind)
        operator.used -= 1n
        return 'ok'
      }
      case 'submit':
        if (!isActive) return 'not-active'
        if (task.operator !== fields['operator']) return 'not-the-operator'
        if (height > task.deadline) return 'too-late'
        if (operator !== undefined) operator.used -= 1n
        task.status = 'submitted'
        task.hash = String(fields['hash'])
        task.at = height
        task.verified = height + verdict
        return 'ok'
      case 'verify':
        if (task.status !== 'submitted' || height >= task.verified) return 'not-submitted'
        if (task.verifier !== fields['verifier']) return 'not-the-verifier'
        task.status = 'verified'
        task.verified = height
        return 'ok'
      case 'demandResult':
        if (!isSubmitted && !isActive && task.status !== 'offered') return 'challenge-over'
        if (party !== task.requester && party !== task.verifier) return 'not-a-party'
        if (!isSubmitted) return 'too-early'
        if (task.demanded !== undefined) return 'already-demanded'
        if (height >= task.verified + challenge - 2n * reveal) return 'challenge-over'
        task.demanded = height
        return 'ok'
      case 'revealResult': {
        if (!isOpenDemand || task.demanded === undefined) return 'not-demanded'
        if (height > task.demanded + reveal) return 'too-late'
        const bytes = hexToBytes(String(fields['bytes']))
        if (bytesToHex(keccak_256(bytes)) !== task.hash) return 'result-does-not-open'
        task.revealed = true
        return 'ok'
      }
      case 'failUnrevealed':
        if (!isOpenDemand || task.demanded === undefined) return 'not-demanded'
        if (height >= task.verified + challenge) return 'challenge-over'
        if (height <= task.demanded + reveal) return 'too-early'
        return this.#fail(task, { status: 'faulted', penalty: task.bind, fault: task.at })
      case 'challenge':
        if (!isSubmitted) return 'not-challengeable'
        if (height >= task.verified + challenge) return 'challenge-over'
        if (party !== task.verifier && fields['evidence'] !== 'bad0') return 'evidence-invalid'
        return this.#fail(task, { status: 'faulted', penalty: task.bind, fault: task.at })
      case 'miss': {
        if (!isActive) return 'not-active'
        if (height <= task.deadline) return 'too-early'
        const penalty = ceil(task.bind, this.#params.missRate)
        return this.#fail(task, { status: 'missed', penalty, fault: task.deadline })
      }
      case 'release':
        if (!isSubmitted || (task.status === 'submitted' && height < task.verified)) {
          return 'not-verified'
        }
        if (height < task.verified + challenge) return 'too-early'
        return this.#release(task)
      default:
        throw new Error(command)
    }
  }

  #unbind(operator: PlainOperator, amount: bigint): void {
    operator.bound -= amount
    operator.free += amount
  }

  #accept(task: PlainTask, id: string): string {
    const operator = this.operators.get(id)
    if (operator === undefined) return 'unknown-operator'
    if (task.status !== 'offered') return 'not-offered'
    if (operator.jailed !== undefined) return 'jailed-or-watchlisted'
    if (this.height > task.deadline) return 'deadline-past'
    if (operator.used >= operator.max) return 'capacity-reached'
    if (operator.debt > 0n) return 'debt-outstanding'
    const bind = ceil(task.fee, this.#params.bindRatio)
    const bound = operator.bound + bind
    const ownLeast = this.#params.shareLoss ? ceil(bound, this.#params.ownShareMin) : bound
    if (operator.own < ownLeast) return 'own-stake-short'
    if (operator.free < bind) return 'free-stake-short'
    this.#unbind(operator, -bind)
    operator.used += 1n
    Object.assign(task, { status: 'accepted', operator: id, bind })
    return 'ok'
  }

  #release(task: PlainTask): string {
    const operator = this.operators.get(task.operator)
    if (operator === undefined) return 'unknown-operator'
    task.status = 'released'
    this.#unbind(operator, task.bind)
    const commission = floor(task.fee, this.#params.commission)
    const rest = task.fee - commission
    const staked = operator.own + operator.pool
    const isShared = operator.shares > 0n && staked > 0n
    const poolPart = isShared ? floor(rest, [operator.pool, staked]) : 0n
    const fromCommission = min(commission, operator.debt)
    const fromOwn = min(rest - poolPart, operator.debt - fromCommission)
    operator.debt -= fromCommission + fromOwn
    this.burnedAndInsured += fromCommission + fromOwn
    operator.balance += commission - fromCommission
    operator.own += rest - poolPart - fromOwn
    operator.pool += poolPart
    operator.free += rest - fromOwn
    return 'ok'
  }

  #fail(
    task: PlainTask,
    failure: { readonly status: string; readonly penalty: bigint; readonly fault: bigint },
  ): string {
    const operator = this.operators.get(task.operator)
    if (operator === undefined) return 'unknown-operator'
    const { bind } = task
    this.#pay(task.requester, task.fee)
    const since = operator.thaws.filter((entry) => entry.begun >= failure.fault)
    const reach = bind + operator.free
    let left = failure.penalty
    const own = min(left, min(operator.own, reach))
    operator.own -= own
    left -= own
    let thawed = 0n
    for (const entry of since.filter((each) => each.isOwn).reverse()) {
      const part = min(left, entry.amount)
      entry.amount -= part
      left -= part
      thawed += part
    }
    if (this.#params.shareLoss) {
      const entries = since.filter((each) => !each.isOwn)
      const [pool = 0n] = proRata(left, [operator.pool, ...entries.map((each) => each.amount)])
      const poolPart = min(pool, reach - own)
      const parts =
        poolPart < pool
          ? proRata(
              left - poolPart,
              entries.map((each) => each.amount),
            )
          : proRata(left, [operator.pool, ...entries.map((each) => each.amount)]).slice(1)
      operator.pool -= poolPart
      left -= poolPart
      entries.forEach((entry, index) => {
        const part = parts[index] ?? 0n
        entry.amount -= part
        left -= part
        thawed += part
      })
    }
    this.#consolidate(operator)
    const taken = failure.penalty - left
    operator.debt += left
    operator.bound -= bind
    operator.free += bind + thawed - taken
    this.burnedAndInsured += taken
    if (failure.status === 'missed') this.#missed(operator)
    task.status = failure.status
    return 'ok'
  }

  #missed(operator: PlainOperator): void {
    const { jailAfter, jailWindow, jailPeriod } = this.#params
    operator.used -= 1n
    operator.misses.push(this.height)
    const last = operator.misses.slice(-jailAfter)
    if (last.length < jailAfter || this.height - (last[0] ?? 0n) > jailWindow) return
    operator.misses = []
    operator.jailed = this.height + jailPeriod
  }
}
