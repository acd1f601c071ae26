// long: the whole of an independent model, to be read next to the specification
import { divide } from '@tlmkit/core'

/** Parameters of the plain model; rates and the multiplier in millionths. */
export interface PlainParams {
  readonly source: 'escrow' | 'surcharge' | 'treasury'
  readonly burnPpm: bigint
  readonly aggregatorPpm: bigint
  readonly treasuryCapPpm: bigint
  readonly multiplierPpm: bigint
  readonly failureBurnPpm: bigint
  readonly segmentSize: bigint
  readonly acceptWindow: bigint
  readonly commitWindow: bigint
  readonly finalizeWindow: bigint
  readonly revealWindow: bigint
  readonly challengeWindow: bigint
  readonly watchlistAfter: bigint
  readonly watchlistEpochs: bigint
  readonly epochLength: bigint
  readonly feeMin: bigint
}

/** A command of a batch; those fields count that the command has. */
export interface PlainCommand {
  readonly command: string
  readonly work: string
  readonly height: bigint
  readonly caller?: string
  readonly fee?: bigint
  readonly tasks?: bigint
  readonly tasksRoot?: string
  readonly filters?: string
  readonly node?: string
  readonly aggregator?: string
  readonly party?: string
  readonly segment?: bigint
  readonly segments?: readonly { readonly segment: bigint }[]
  readonly traceRoot?: string
  readonly proof?: string
  readonly rows?: string
  readonly evidence?: string
}

/** A root of tasks, of whatever. */
export const ROOT = '00'.repeat(32)

interface Segment {
  readonly acceptor: string
  readonly acceptedAt: bigint
  node: string
  demandedAt: bigint | undefined
  revealed: boolean
}

export interface PlainBatch {
  readonly name: string
  status: 'open' | 'finalized' | 'failed' | 'expired' | 'closed'
  readonly caller: string
  readonly tasks: bigint
  readonly count: bigint
  readonly burned: bigint
  readonly bonus: bigint
  readonly pay: bigint
  readonly at: bigint
  endedAt: bigint
  readonly segments: Map<bigint, Segment>
  readonly bonds: Map<string, bigint>
  readonly guilty: Set<string>
  readonly struck: Set<string>
  aggregator: string
  aggregatorAt: bigint
  aggregatorBond: bigint
  isAggregatorGuilty: boolean
  isReplaced: boolean
  gotBonus: boolean
  failures: number
  compensated: bigint
}

const PPM = 1_000_000n
const floorOf = (amount: bigint, ppm: bigint): bigint => divide(amount * ppm, PPM, 'floor')
const ceilOf = (amount: bigint, ppm: bigint): bigint => divide(amount * ppm, PPM, 'ceil')
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b)
const most = (a: bigint, b: bigint): bigint => (a > b ? a : b)
const sumOf = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((a, b) => a + b, 0n)

/**
 * Micro-task batches written down from the specification once more, in plain objects: what is paid
 * and accepted is summed anew each time, from the segments.
 */
export class PlainBatches {
  readonly params: PlainParams
  readonly balances: Map<string, bigint>
  readonly batches = new Map<string, PlainBatch>()
  readonly nodes = new Map<string, { strikes: bigint; until: bigint; needs: bigint }>()
  readonly treasury = { epoch: -1n, opening: 0n, spent: 0n }
  /** Nodes listed by the last command, as `node@height`. */
  listed: string[] = []
  /** Accounts that the last command moved. */
  readonly touched = new Set<string>()
  height = 0n

  constructor(params: PlainParams, balances: Readonly<Record<string, bigint>>) {
    this.params = params
    this.balances = new Map(Object.entries(balances))
  }

  /** Carries out a command; gives its code, or `ok`. */
  apply(command: PlainCommand): string {
    this.listed = []
    this.touched.clear()
    if (command.height < this.height) return 'height-backwards'
    const code = this.#run(command)
    if (code === 'ok') this.height = command.height
    return code
  }

  balance(account: string): bigint {
    return this.balances.get(account) ?? 0n
  }

  /** What a node was paid of a batch. */
  paid(batch: PlainBatch, node?: string): bigint {
    const own = [...batch.segments].filter(([, one]) =>
      node === undefined ? one.node !== '' : one.node === node,
    )
    return sumOf(own.map(([index]) => this.payOf(batch, index)))
  }

  /** Pay of what a node accepted and has not committed. */
  accepted(batch: PlainBatch, node: string): bigint {
    const own = [...batch.segments].filter(([, one]) => one.node === '' && one.acceptor === node)
    return sumOf(own.map(([index]) => this.payOf(batch, index)))
  }

  payOf({ pay, tasks }: PlainBatch, segment: bigint): bigint {
    const { segmentSize } = this.params
    const to = least(tasks, (segment + 1n) * segmentSize)
    return divide(pay * to, tasks, 'floor') - divide(pay * segment * segmentSize, tasks, 'floor')
  }

  #run(command: PlainCommand): string {
    if (command.command === 'batchSubmit') return this.#submit(command)
    const batch = this.batches.get(command.work)
    if (batch === undefined) return 'unknown-batch'
    if (batch.status === 'closed') return 'already-closed'
    const { segment = 0n, height } = command
    switch (command.command) {
      case 'acceptSegments':
        return this.#accept(batch, command)
      case 'commitPartial':
        return this.#commit(batch, command)
      case 'acceptAggregation':
        return this.#aggregate(batch, command)
      case 'finalizeBatch':
        return this.#finalize(batch, command)
      case 'demandRows':
        return this.#demand(batch, command)
      case 'revealRows':
        return this.#reveal(batch, command)
      case 'failUnrevealed':
        return this.#unrevealed(batch, segment, height)
      case 'challenge':
        return this.#challenge(batch, command)
      case 'expireBatch':
        return this.#expire(batch, height)
      default:
        return this.#release(batch, height)
    }
  }

  #submit(command: PlainCommand): string {
    const { work, height, caller = '', fee = 0n, tasks = 0n } = command
    const { source, burnPpm, aggregatorPpm, treasuryCapPpm, segmentSize } = this.params
    if (this.batches.has(work)) return 'duplicate-batch'
    if (tasks === 0n) return 'no-tasks'
    if (tasks >= 1n << 32n) return 'too-many-tasks'
    if (command.tasksRoot?.length !== 64) return 'tasks-root-invalid'
    if (fee < this.params.feeMin) return 'fee-below-minimum'
    const burned = ceilOf(fee, burnPpm)
    const bonus = floorOf(fee, aggregatorPpm)
    const pay = source === 'escrow' ? fee - burned - bonus : fee - burned
    if (pay < tasks) return 'fee-below-one-unit-a-task'
    const due = source === 'surcharge' ? fee + bonus : fee
    if (this.balance(`caller/${caller}/balance`) < due) return 'balance-short'
    if (source === 'treasury') {
      const epoch = divide(height, this.params.epochLength, 'floor')
      const held = this.balance('module/treasury')
      const { treasury } = this
      const now = treasury.epoch === epoch ? treasury : { epoch, opening: held, spent: 0n }
      const room = least(held, floorOf(now.opening, treasuryCapPpm) - now.spent)
      if (room < bonus) return 'treasury-short'
      Object.assign(treasury, { ...now, spent: now.spent + bonus })
    }
    const escrow = `escrow/${work}/locked`
    this.#move(`caller/${caller}/balance`, 'supply/burn', burned)
    this.#move(`caller/${caller}/balance`, escrow, due - burned)
    if (source === 'treasury') this.#move('module/treasury', escrow, bonus)
    this.batches.set(work, {
      ...{ name: work },
      ...{ status: 'open', caller, tasks, burned, bonus, pay, at: height, endedAt: 0n },
      count: divide(tasks, segmentSize, 'ceil'),
      ...{ segments: new Map(), bonds: new Map(), guilty: new Set(), struck: new Set() },
      ...{ aggregator: '', aggregatorAt: 0n, aggregatorBond: 0n, isAggregatorGuilty: false },
      ...{ isReplaced: false, gotBonus: false, failures: 0, compensated: 0n },
    })
    return 'ok'
  }

  #accept(batch: PlainBatch, { height, node = '', segments = [] }: PlainCommand): string {
    if (batch.status !== 'open') return 'not-open'
    if (height > batch.at + this.params.commitWindow) return 'too-late'
    if (this.#isListed(node, height)) return 'watchlisted'
    const asked = segments.map(({ segment }) => segment)
    const isDistinct = new Set(asked).size === asked.length
    if (asked.length === 0 || !isDistinct) return 'segment-out-of-range'
    if (asked.some((segment) => segment >= batch.count)) return 'segment-out-of-range'
    if (asked.some((segment) => batch.segments.has(segment))) return 'already-assigned'
    const more = sumOf(asked.map((segment) => this.payOf(batch, segment)))
    if (!this.#bind(batch, node, more)) return 'free-stake-short'
    for (const segment of asked) {
      const one = { acceptor: node, acceptedAt: height, node: '', demandedAt: undefined }
      batch.segments.set(segment, { ...one, revealed: false })
    }
    return 'ok'
  }

  #commit(batch: PlainBatch, command: PlainCommand): string {
    const { work, height, node = '', segment = 0n } = command
    const { acceptWindow, commitWindow, multiplierPpm } = this.params
    if (batch.status !== 'open') return 'not-open'
    if (height > batch.at + commitWindow) return 'too-late'
    if (!batch.bonds.has(node) && this.#isListed(node, height)) return 'watchlisted'
    if (segment >= batch.count) return 'segment-out-of-range'
    const known = batch.segments.get(segment)
    if (known !== undefined && known.node !== '') return 'already-committed'
    const acceptor = known?.acceptor ?? ''
    const hasLapsed = known !== undefined && height > known.acceptedAt + acceptWindow
    if (known !== undefined && acceptor !== node && !hasLapsed) return 'assigned-to-another'
    const pay = this.payOf(batch, segment)
    let loss = 0n
    const bond = batch.bonds.get(acceptor) ?? 0n
    if (hasLapsed) {
      const cover = ceilOf(this.paid(batch, acceptor), multiplierPpm)
      loss = least(ceilOf(pay, multiplierPpm), most(0n, bond - cover))
      batch.bonds.set(acceptor, bond - loss)
    }
    if (!this.#bind(batch, node, acceptor === node ? 0n : pay)) {
      if (hasLapsed) batch.bonds.set(acceptor, bond)
      return 'free-stake-short'
    }
    this.#penalize(acceptor, loss)
    this.#move(`escrow/${work}/locked`, `operator/${node}/balance`, pay)
    const one = { acceptor, acceptedAt: known?.acceptedAt ?? 0n, node, demandedAt: undefined }
    batch.segments.set(segment, { ...one, revealed: false })
    return 'ok'
  }

  #aggregate(batch: PlainBatch, { height, node = '' }: PlainCommand): string {
    const { finalizeWindow, commitWindow, revealWindow, multiplierPpm } = this.params
    if (batch.status !== 'open') return 'not-open'
    if (height > batch.at + finalizeWindow - 2n * revealWindow) return 'too-late'
    if (this.#isListed(node, height)) return 'watchlisted'
    const first = batch.aggregator
    const overdue = most(batch.at + commitWindow, batch.aggregatorAt) + 2n * revealWindow
    const mayTakeOver = !batch.isReplaced && first !== node && height > overdue
    if (first !== '' && !(mayTakeOver && this.#isComplete(batch))) return 'aggregator-already-set'
    const bond = ceilOf(most(batch.burned, batch.bonus), multiplierPpm)
    if (this.balance(`operator/${node}/free`) < bond) return 'free-stake-short'
    if (first !== '') {
      this.#penalize(first, batch.aggregatorBond)
      this.#strike(batch, first, { needs: batch.bonus + this.paid(batch, first), height })
      batch.isReplaced = true
    }
    this.#move(`operator/${node}/free`, `operator/${node}/bound`, bond)
    Object.assign(batch, { aggregator: node, aggregatorAt: height, aggregatorBond: bond })
    return 'ok'
  }

  #finalize(batch: PlainBatch, command: PlainCommand): string {
    const { work, height, aggregator = '', proof = '' } = command
    if (batch.status !== 'open') return 'not-open'
    if (batch.aggregator !== aggregator) return 'not-the-aggregator'
    if (height > batch.at + this.params.finalizeWindow) return 'too-late'
    if (!this.#isComplete(batch)) return 'segments-missing'
    if (proof === '') return 'proof-missing'
    if (proof === '00') {
      this.#move(`escrow/${work}/locked`, `operator/${aggregator}/balance`, batch.bonus)
      Object.assign(batch, { status: 'finalized', endedAt: height, gotBonus: true })
      return 'ok'
    }
    if (!proof.startsWith('01')) return 'proof-invalid'
    const bad = (proof.slice(2).match(/../g) ?? []).map((one) => BigInt(`0x${one}`))
    const doers = bad.map((segment) => batch.segments.get(segment)?.node ?? '')
    const guilty = new Set(doers.filter((node) => node !== ''))
    if (guilty.size === 0) return 'proof-invalid'
    this.#fail(batch, { guilty, isAggregators: false, height })
    return 'ok'
  }

  #demand(batch: PlainBatch, { height, party = '', segment = 0n }: PlainCommand): string {
    const { finalizeWindow, revealWindow, challengeWindow } = this.params
    if (party !== batch.caller && party !== batch.aggregator) return 'not-a-party'
    const known = batch.segments.get(segment)
    if (known === undefined || known.node === '') return 'segment-not-committed'
    if (known.demandedAt !== undefined) return 'already-demanded'
    const isOpen = batch.status === 'open'
    if (isOpen && height > batch.at + finalizeWindow - 2n * revealWindow) return 'challenge-over'
    if (!isOpen && height >= batch.endedAt + challengeWindow - 2n * revealWindow) {
      return 'challenge-over'
    }
    known.demandedAt = height
    return 'ok'
  }

  #reveal(batch: PlainBatch, { height, segment = 0n, rows = '' }: PlainCommand): string {
    const known = batch.segments.get(segment)
    if (known?.demandedAt === undefined || known.revealed) return 'not-demanded'
    if (height > known.demandedAt + this.params.revealWindow) return 'too-late'
    if (rows !== '00' && rows !== '01') return 'rows-do-not-open'
    known.revealed = true
    if (rows === '00' || batch.guilty.has(known.node)) return 'ok'
    this.#fail(batch, { guilty: new Set([known.node]), isAggregators: batch.gotBonus, height })
    return 'ok'
  }

  #unrevealed(batch: PlainBatch, segment: bigint, height: bigint): string {
    const known = batch.segments.get(segment)
    if (known?.demandedAt === undefined) return 'not-demanded'
    if (height <= known.demandedAt + this.params.revealWindow) return 'too-early'
    if (known.revealed) return 'already-revealed'
    if (batch.guilty.has(known.node)) return 'already-at-fault'
    this.#fail(batch, { guilty: new Set([known.node]), isAggregators: false, height })
    return 'ok'
  }

  #challenge(batch: PlainBatch, command: PlainCommand): string {
    const { height, segment = 0n, evidence = '' } = command
    if (batch.status === 'open') return 'not-challengeable'
    if (height >= batch.endedAt + this.params.challengeWindow) return 'challenge-over'
    const known = batch.segments.get(segment)
    if (known === undefined || known.node === '') return 'segment-not-committed'
    if (batch.guilty.has(known.node)) return 'already-at-fault'
    if (evidence !== '01') return 'evidence-invalid'
    this.#fail(batch, { guilty: new Set([known.node]), isAggregators: batch.gotBonus, height })
    return 'ok'
  }

  #expire(batch: PlainBatch, height: bigint): string {
    const { finalizeWindow, multiplierPpm } = this.params
    if (batch.status !== 'open') return 'not-open'
    if (height <= batch.at + finalizeWindow) return 'too-early'
    let pooled = 0n
    for (const [node, bond] of batch.bonds) {
      const [paid, owed] = [this.paid(batch, node), this.accepted(batch, node)]
      if (owed === 0n) continue
      const cover = ceilOf(paid, multiplierPpm)
      const loss = least(ceilOf(owed, multiplierPpm), most(0n, bond - cover))
      batch.bonds.set(node, bond - loss)
      pooled += loss
      this.#debit(`operator/${node}/bound`, loss)
      this.#strike(batch, node, { needs: paid + owed, height })
    }
    if (batch.aggregator !== '' && this.#isComplete(batch)) {
      const needs = batch.bonus + this.paid(batch, batch.aggregator)
      this.#debit(`operator/${batch.aggregator}/bound`, batch.aggregatorBond)
      pooled += batch.aggregatorBond
      this.#strike(batch, batch.aggregator, { needs, height })
      Object.assign(batch, { aggregatorBond: 0n, isAggregatorGuilty: true })
    }
    const intake = this.#split(pooled)
    this.#refund(batch)
    batch.compensated = least(this.paid(batch), intake)
    this.#move('module/insurance', `caller/${batch.caller}/balance`, batch.compensated)
    Object.assign(batch, { status: 'expired', endedAt: height })
    return 'ok'
  }

  #release(batch: PlainBatch, height: bigint): string {
    if (batch.status === 'open') return 'not-ended'
    if (height < batch.endedAt + this.params.challengeWindow) return 'too-early'
    const { aggregator } = batch
    for (const [node, bond] of [...batch.bonds, [aggregator, batch.aggregatorBond] as const]) {
      this.#move(`operator/${node}/bound`, `operator/${node}/free`, bond)
    }
    if (batch.status === 'finalized') {
      for (const [name, known] of this.nodes) {
        const took = batch.bonds.has(name) || name === aggregator
        const got = this.paid(batch, name) + (name === aggregator ? batch.bonus : 0n)
        if (took && got >= known.needs) known.strikes = 0n
      }
    }
    batch.status = 'closed'
    return 'ok'
  }

  #fail(
    batch: PlainBatch,
    failure: {
      readonly guilty: ReadonlySet<string>
      readonly isAggregators: boolean
      readonly height: bigint
    },
  ): void {
    const { guilty, height } = failure
    const { burned, bonus, aggregator, gotBonus } = batch
    const isAggregators = failure.isAggregators && !batch.isAggregatorGuilty
    const isTreasurys = this.params.source === 'treasury'
    const badPay = sumOf([...guilty].map((node) => this.paid(batch, node)))
    const needs = new Map<string, bigint>()
    const workOf = (node: string): bigint => this.paid(batch, node) + this.accepted(batch, node)
    if (isAggregators) needs.set(aggregator, bonus + workOf(aggregator))
    let taken = 0n
    for (const node of guilty) {
      const bond = batch.bonds.get(node) ?? 0n
      if (!needs.has(node)) needs.set(node, workOf(node))
      this.#debit(`operator/${node}/bound`, bond)
      taken += bond
      batch.bonds.set(node, 0n)
      batch.guilty.add(node)
    }
    if (isAggregators) {
      this.#debit(`operator/${aggregator}/bound`, batch.aggregatorBond)
      taken += batch.aggregatorBond
      Object.assign(batch, { aggregatorBond: 0n, isAggregatorGuilty: true })
    }
    for (const [node, pay] of needs) this.#strike(batch, node, { needs: pay, height })
    let intake = this.#split(taken)
    if (batch.status === 'open' || batch.status === 'finalized') this.#refund(batch)
    if (isAggregators && gotBonus && isTreasurys) {
      const back = least(bonus, intake)
      this.#move('module/insurance', 'module/treasury', back)
      intake -= back
    }
    const bonusLost = isAggregators && gotBonus && !isTreasurys ? bonus : 0n
    const loss = badPay + (batch.failures === 0 ? burned : 0n) + bonusLost
    const spent = this.paid(batch) + burned + (gotBonus && !isTreasurys ? bonus : 0n)
    const paidBack = least(least(loss, intake), spent - batch.compensated)
    this.#move('module/insurance', `caller/${batch.caller}/balance`, paidBack)
    batch.compensated += paidBack
    batch.failures += 1
    if (batch.status === 'open') batch.endedAt = height
    if (batch.status !== 'expired') batch.status = 'failed'
  }

  #strike(
    batch: PlainBatch,
    node: string,
    { needs, height }: { readonly needs: bigint; readonly height: bigint },
  ): void {
    if (batch.struck.has(node)) return
    batch.struck.add(node)
    const { watchlistAfter, watchlistEpochs, epochLength } = this.params
    const known = this.nodes.get(node) ?? { strikes: 0n, until: 0n, needs: 0n }
    Object.assign(known, { strikes: known.strikes + 1n, needs })
    if (known.strikes >= watchlistAfter) {
      const epoch = divide(height, epochLength, 'floor')
      Object.assign(known, { strikes: 0n, until: (epoch + 1n + watchlistEpochs) * epochLength })
      this.listed.push(`${node}@${known.until}`)
    }
    this.nodes.set(node, known)
  }

  #isListed(node: string, height: bigint): boolean {
    return height < (this.nodes.get(node)?.until ?? 0n)
  }

  #isComplete(batch: PlainBatch): boolean {
    const committed = [...batch.segments.values()].filter(({ node }) => node !== '')
    return BigInt(committed.length) === batch.count
  }

  /** Binds what a node owes with `more` pay; false where its free stake is short. */
  #bind(batch: PlainBatch, node: string, more: bigint): boolean {
    const exposed = this.paid(batch, node) + this.accepted(batch, node) + more
    const due = ceilOf(most(batch.burned, exposed), this.params.multiplierPpm)
    const bond = batch.bonds.get(node) ?? 0n
    const add = most(0n, due - bond)
    if (this.balance(`operator/${node}/free`) < add) return false
    this.#move(`operator/${node}/free`, `operator/${node}/bound`, add)
    batch.bonds.set(node, bond + add)
    return true
  }

  /** Empties the escrow of a batch that ends. */
  #refund(batch: PlainBatch): void {
    const escrow = `escrow/${batch.name}/locked`
    const caller = `caller/${batch.caller}/balance`
    this.#move(escrow, caller, batch.pay - this.paid(batch))
    const giver = this.params.source === 'treasury' ? 'module/treasury' : caller
    this.#move(escrow, giver, batch.gotBonus ? 0n : batch.bonus)
  }

  #penalize(node: string, amount: bigint): void {
    this.#debit(`operator/${node}/bound`, amount)
    this.#split(amount)
  }

  /** Burns a share of what was taken; gives what the pool gets. */
  #split(taken: bigint): bigint {
    const burned = floorOf(taken, this.params.failureBurnPpm)
    this.#credit('supply/burn', burned)
    this.#credit('module/insurance', taken - burned)
    return taken - burned
  }

  #move(from: string, to: string, amount: bigint): void {
    this.#debit(from, amount)
    this.#credit(to, amount)
  }

  #debit(account: string, amount: bigint): void {
    if (amount === 0n) return
    const left = this.balance(account) - amount
    if (left < 0n) throw new Error(`${account} would fall to ${left}.`)
    this.touched.add(account)
    this.balances.set(account, left)
  }

  #credit(account: string, amount: bigint): void {
    if (amount === 0n) return
    this.touched.add(account)
    this.balances.set(account, this.balance(account) + amount)
  }
}
