import { divide } from '@tlmkit/core'

/**
 * Bills written out with maps and bigints, from the specification, beside the package: what the
 * package is compared with. Nothing here comes from the package, nor from core but division.
 */

/** Parameters of the plain model; ratios in millionths. */
export interface PlainParams {
  readonly mode: 'penalty' | 'literal'
  readonly basePrice: bigint
  readonly factorPpm: bigint
  readonly networkPpm: bigint
  readonly governancePpm: bigint
  readonly adaptorPpm: bigint
  readonly treasuryPpm: bigint
  readonly bindPpm: bigint
  /** Slash of a false result; null: none. */
  readonly slashPpm: bigint | null
  readonly target: bigint
  readonly cuCap: bigint
  readonly minNodeStake: bigint
  readonly minAdaptorStake: bigint
  readonly dispatchWindow: bigint
  readonly settleWindow: bigint
  readonly verdictWindow: bigint
  readonly challengeWindow: bigint
  readonly adaptorThaw: bigint
  readonly missesToJail: bigint
  readonly missWindow: bigint
  readonly missJailPeriod: bigint
}

/** A command, with everything but its lifecycle's envelope as plain values. */
export interface PlainCommand {
  readonly command: string
  readonly work: string
  readonly height: bigint
  readonly [field: string]: string | bigint | boolean
}

interface PlainBill {
  status: string
  user: string
  verifier: string
  cuMax: bigint
  openedAt: bigint
  escrow: bigint
  node: string
  adaptor: string
  bind: bigint
  dispatchedAt: bigint
  cu: bigint
  ms: bigint
  submittedAt: bigint
  ownStake: bigint
  settledAt: bigint
  /** What the user has got back or paid to others, once settled. */
  paidOut: bigint
}

const PPM = 1_000_000n
const floor = (amount: bigint, ppm: bigint): bigint => divide(amount * ppm, PPM, 'floor')
const ceil = (amount: bigint, ppm: bigint): bigint => divide(amount * ppm, PPM, 'ceil')

/** What a bill comes to. */
export interface PlainParts {
  readonly gross: bigint
  readonly network: bigint
  readonly governance: bigint
  readonly adaptor: bigint
  readonly treasury: bigint
  readonly node: bigint
  /** What the user pays in all. */
  readonly paid: bigint
}

export interface PlainFigures {
  readonly cu: bigint
  readonly ms: bigint
  readonly target: bigint
  readonly isRouted: boolean
}

/** What a bill comes to at these figures. */
export function plainParts(params: PlainParams, figures: PlainFigures): PlainParts {
  const { cu, ms, target, isRouted } = figures
  const gross = cu * params.basePrice
  const over = ms > target ? ms - target : 0n
  const late = over > target ? target : over
  // f = factorPpm x late / (PPM x target)
  const [num, den] = [params.factorPpm * late, PPM * target]
  const network = ceil(gross, params.networkPpm)
  const governance = floor(gross, params.governancePpm)
  const adaptor = isRouted ? floor(gross, params.adaptorPpm) : 0n
  const treasury = floor(gross, params.treasuryPpm)
  const rest = gross - network - governance - adaptor - treasury
  if (params.mode === 'penalty') {
    const cut = divide(rest * num, den, 'floor')
    const paid = gross - cut
    return { gross, network, governance, adaptor, treasury, node: rest - cut, paid }
  }
  const extra = divide(gross * num, den, 'ceil')
  const paid = gross + extra
  return { gross, network, governance, adaptor, treasury: treasury + extra, node: rest, paid }
}

/** Users, nodes, adaptors and bills, and what they hold. */
export class PlainBills {
  readonly params: PlainParams
  readonly balances: Map<string, bigint>
  readonly bills = new Map<string, PlainBill>()
  readonly adaptors = new Map<string, { status: string; ripeAt: bigint; bond: bigint }>()
  readonly misses = new Map<string, bigint[]>()
  readonly jailed = new Map<string, bigint>()
  height = 0n

  constructor(params: PlainParams, opening: Readonly<Record<string, bigint>>) {
    this.params = params
    this.balances = new Map(Object.entries(opening))
  }

  balance(account: string): bigint {
    return this.balances.get(account) ?? 0n
  }

  /** Gives the code of a command, or `ok`. */
  apply(command: PlainCommand): string {
    const code = this.#code(command)
    if (code === 'ok') this.height = command.height
    return code
  }

  #code(command: PlainCommand): string {
    switch (command.command) {
      case 'open':
        return this.#open(command)
      case 'dispatch':
        return this.#dispatch(command)
      case 'submit':
        return this.#submit(command)
      case 'settle':
        return this.#settle(command)
      case 'challenge':
        return this.#challenge(command)
      case 'close':
        return this.#close(command)
      case 'refund':
        return this.#refund(command)
      default:
        return this.#adaptor(command)
    }
  }

  #move(from: string, to: string, amount: bigint): void {
    if (amount < 0n || this.balance(from) < amount) {
      throw new Error(`${from} has ${this.balance(from)}, less than ${amount}`)
    }
    this.balances.set(from, this.balance(from) - amount)
    this.balances.set(to, this.balance(to) + amount)
  }

  #open({ work, height, user, verifier, cuMax, model }: PlainCommand): string {
    const { basePrice, factorPpm, cuCap } = this.params
    if (this.bills.has(work)) return 'duplicate-bill'
    if (model !== 'm') return 'unknown-model'
    const most = BigInt(cuMax ?? 0n)
    if (most === 0n || most > cuCap) return 'cu-out-of-range'
    const escrow = ceil(most * basePrice, PPM + factorPpm)
    const purse = `user/${user}/balance`
    if (this.balance(purse) < escrow) return 'balance-short'
    this.#move(purse, `escrow/${work}/locked`, escrow)
    this.bills.set(work, {
      ...{ status: 'opened', user: String(user), verifier: String(verifier), cuMax: most },
      ...{ openedAt: height, escrow, node: '', adaptor: '', bind: 0n, dispatchedAt: 0n },
      ...{ cu: 0n, ms: 0n, submittedAt: 0n, ownStake: 0n, settledAt: 0n, paidOut: 0n },
    })
    return 'ok'
  }

  #own(node: string): bigint {
    return this.balance(`operator/${node}/free`) + this.balance(`operator/${node}/bound`)
  }

  #dispatch({ work, height, node: by, adaptor: via, isSigned }: PlainCommand): string {
    const { params } = this
    const bill = this.bills.get(work)
    const [node, adaptor] = [String(by), String(via)]
    if (bill === undefined) return 'unknown-bill'
    if (bill.status !== 'opened') return 'not-opened'
    if (height > bill.openedAt + params.dispatchWindow) return 'too-late'
    if (this.#own(node) === 0n) return 'unknown-node'
    if (this.#own(node) < params.minNodeStake) return 'node-stake-short'
    if ((this.jailed.get(node) ?? 0n) > height) return 'jailed'
    if (adaptor !== '' && this.adaptors.get(adaptor)?.status !== 'in') return 'unknown-adaptor'
    if (isSigned !== true) return 'signature-invalid'
    const gross = bill.cuMax * params.basePrice
    const due = ceil(gross, params.bindPpm)
    const worst = { cu: bill.cuMax, ms: 2n, target: 1n, isRouted: true }
    const { paid, node: left } = plainParts(params, worst)
    const others = params.mode === 'literal' ? paid - left : 0n
    const bind = due > others ? due : others
    if (this.balance(`operator/${node}/free`) < bind) return 'free-stake-short'
    const ownStake = this.#own(node)
    this.#move(`operator/${node}/free`, `operator/${node}/bound`, bind)
    Object.assign(bill, {
      status: 'dispatched',
      node,
      adaptor,
      bind,
      dispatchedAt: height,
      ownStake,
    })
    return 'ok'
  }

  #submit({ work, height, node, cu, responseMs }: PlainCommand): string {
    const bill = this.bills.get(work)
    if (bill === undefined) return 'unknown-bill'
    if (bill.status !== 'dispatched') return 'not-dispatched'
    if (bill.node !== node) return 'not-the-node'
    if (height > bill.dispatchedAt + this.params.settleWindow) return 'too-late'
    if (BigInt(cu ?? 0n) > bill.cuMax) return 'cu-above-max'
    const own = this.#own(bill.node)
    const ownStake = own > bill.ownStake ? own : bill.ownStake
    const figures = { cu: BigInt(cu ?? 0n), ms: BigInt(responseMs ?? 0n) }
    Object.assign(bill, { status: 'submitted', ...figures, submittedAt: height, ownStake })
    return 'ok'
  }

  #distribute(work: string, bill: PlainBill, cu: bigint, ms: bigint): PlainParts {
    const isRouted = bill.adaptor !== ''
    const parts = plainParts(this.params, { cu, ms, target: this.params.target, isRouted })
    const escrow = `escrow/${work}/locked`
    this.#move(escrow, 'module/operations', parts.network)
    this.#move(escrow, 'module/governance', parts.governance)
    if (isRouted) this.#move(escrow, `adaptor/${bill.adaptor}/balance`, parts.adaptor)
    this.#move(escrow, 'module/treasury', parts.treasury)
    this.#move(escrow, `user/${bill.user}/balance`, bill.escrow - parts.paid)
    return parts
  }

  #settle({ work, height, verifier, cu, responseMs, reference }: PlainCommand): string {
    const bill = this.bills.get(work)
    if (bill === undefined) return 'unknown-bill'
    if (bill.status !== 'submitted') return 'not-submitted'
    if (bill.verifier !== verifier) return 'not-the-verifier'
    if (height >= bill.submittedAt + this.params.verdictWindow) return 'too-late'
    if (BigInt(cu ?? 0n) > bill.cuMax) return 'cu-above-max'
    if (reference === '') return 'reference-missing'
    const parts = this.#distribute(work, bill, BigInt(cu ?? 0n), BigInt(responseMs ?? 0n))
    Object.assign(bill, { status: 'settled', settledAt: height, paidOut: parts.paid - parts.node })
    return 'ok'
  }

  /** The height at which nobody can say anything more. */
  #over(bill: PlainBill): bigint {
    const { verdictWindow, challengeWindow } = this.params
    const from = bill.status === 'settled' ? bill.settledAt : bill.submittedAt + verdictWindow
    return from + challengeWindow
  }

  #challenge({ work, height, challenger, evidence }: PlainCommand): string {
    const bill = this.bills.get(work)
    if (bill === undefined) return 'unknown-bill'
    const isSettled = bill.status === 'settled'
    if (!isSettled && bill.status !== 'submitted') return 'not-submitted'
    if (height >= this.#over(bill)) return 'challenge-over'
    const isNo = !isSettled && challenger === bill.verifier
    if (!isNo && evidence !== '01') return 'evidence-invalid'
    const bound = `operator/${bill.node}/bound`
    const purse = `user/${bill.user}/balance`
    const locked = this.balance(`escrow/${work}/locked`)
    this.#move(`escrow/${work}/locked`, purse, locked)
    this.#move(bound, purse, bill.paidOut)
    const gross = bill.cu * this.params.basePrice
    const fee = isSettled ? 0n : ceil(gross, this.params.networkPpm)
    this.#move(bound, 'module/operations', fee)
    this.#move(bound, 'supply/burn', bill.bind - bill.paidOut - fee)
    const { slashPpm } = this.params
    if (slashPpm !== null) {
      const free = this.balance(`operator/${bill.node}/free`)
      const due = ceil(bill.ownStake, slashPpm)
      this.#move(`operator/${bill.node}/free`, 'supply/burn', due < free ? due : free)
    }
    bill.status = 'challenged'
    return 'ok'
  }

  #close({ work, height }: PlainCommand): string {
    const bill = this.bills.get(work)
    if (bill === undefined) return 'unknown-bill'
    const isSubmitted = bill.status === 'submitted'
    if (!isSubmitted && bill.status !== 'settled') return 'not-settled'
    if (isSubmitted && height < bill.submittedAt + this.params.verdictWindow) return 'not-settled'
    if (height < this.#over(bill)) return 'too-early'
    if (isSubmitted) this.#distribute(work, bill, bill.cu, bill.ms)
    const escrow = `escrow/${work}/locked`
    this.#move(escrow, `operator/${bill.node}/balance`, this.balance(escrow))
    this.#move(`operator/${bill.node}/bound`, `operator/${bill.node}/free`, bill.bind)
    bill.status = 'closed'
    return 'ok'
  }

  #refund({ work, height }: PlainCommand): string {
    const { dispatchWindow, settleWindow } = this.params
    const bill = this.bills.get(work)
    if (bill === undefined) return 'unknown-bill'
    const isTaken = bill.status === 'dispatched'
    if (!isTaken && bill.status !== 'opened') return 'already-ended'
    const due = isTaken ? bill.dispatchedAt + settleWindow : bill.openedAt + dispatchWindow
    if (height <= due) return 'too-early'
    this.#move(`escrow/${work}/locked`, `user/${bill.user}/balance`, bill.escrow)
    bill.status = 'refunded'
    if (!isTaken) return 'ok'
    this.#move(`operator/${bill.node}/bound`, 'supply/burn', bill.bind)
    const misses = [...(this.misses.get(bill.node) ?? []), height]
    const { missesToJail, missWindow, missJailPeriod } = this.params
    const last = misses.slice(-Number(missesToJail))
    const isFull = BigInt(last.length) === missesToJail
    if (isFull && height - (last[0] ?? height) <= missWindow) {
      this.jailed.set(bill.node, height + missJailPeriod)
      this.misses.set(bill.node, [])
    } else {
      this.misses.set(bill.node, misses)
    }
    return 'ok'
  }

  #adaptor({ command, work, height }: PlainCommand): string {
    const known = this.adaptors.get(work)
    const at = (bucket: string): string => `adaptor/${work}/${bucket}`
    if (command === 'registerAdaptor') {
      if (known !== undefined && known.status !== 'gone') return 'already-registered'
      const bond = this.params.minAdaptorStake
      if (this.balance(at('balance')) < bond) return 'balance-short'
      this.#move(at('balance'), at('bound'), bond)
      this.adaptors.set(work, { status: 'in', ripeAt: 0n, bond })
      return 'ok'
    }
    if (command === 'leaveAdaptor') {
      if (known?.status !== 'in') return 'unknown-adaptor'
      this.#move(at('bound'), at('thawing'), known.bond)
      const ripeAt = height + this.params.adaptorThaw
      this.adaptors.set(work, { ...known, status: 'out', ripeAt })
      return 'ok'
    }
    if (known?.status !== 'out') return 'unknown-adaptor'
    if (height < known.ripeAt) return 'still-thawing'
    this.#move(at('thawing'), at('balance'), known.bond)
    this.adaptors.set(work, { ...known, status: 'gone' })
    return 'ok'
  }
}
