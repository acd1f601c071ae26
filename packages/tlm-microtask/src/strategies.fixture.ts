// long: what each party does at each height, honest and not, to be read as one
import {
  ROOT,
  type PlainBatch,
  type PlainBatches,
  type PlainCommand,
} from './plainBatches.fixture.js'

/** What strategies choose by; Dice of the testing kit is one. */
export interface Chance {
  readonly roll: (below: number) => number
  readonly once: (of: number) => boolean
  readonly pick: <T>(choices: readonly T[]) => T
}

/** Where commands go: the plain model, or the package beside it. */
export interface Market {
  readonly plain: PlainBatches
  readonly apply: (command: PlainCommand) => string
}

/** What a committed segment is worth: to the judge, and whether its doer lets rows be seen. */
type Quality = 'good' | 'withheld' | 'bad'

export const EXECUTORS = ['n1', 'n2', 'n3'] as const
export const AGGREGATORS = ['agg', 'agg2', 'agg3'] as const
/** Who executes for the honest; aggregator `agg3` is another outsider. */
const OUTSIDER = 'n3'

/** What one played batch came to. */
export interface Played {
  readonly batch: PlainBatch
  readonly qualities: ReadonlyMap<bigint, Quality>
}

/** One batch: a coalition does what it likes, everybody else what they should, height by height. */
export class Play {
  readonly #market: Market
  readonly #dice: Chance
  readonly #coalition: ReadonlySet<string>
  readonly #work: string
  readonly #qualities = new Map<bigint, Quality>()
  readonly #at: bigint
  /** Blocks after the submission from which honest parties work. */
  readonly #workFrom: bigint
  readonly #aggregateFrom: bigint
  readonly #isLate: boolean

  constructor(
    market: Market,
    dice: Chance,
    given: { coalition: ReadonlySet<string>; work: string },
  ) {
    this.#market = market
    this.#dice = dice
    this.#coalition = given.coalition
    this.#work = given.work
    this.#at = market.plain.height + 1n
    this.#workFrom = BigInt(dice.roll(dice.pick([2, 29])))
    this.#aggregateFrom = BigInt(dice.roll(43))
    this.#isLate = dice.once(2)
  }

  run(fee: bigint, tasks: bigint): Played | undefined {
    const { plain } = this.#market
    const given = { caller: 'c', fee, tasks, tasksRoot: ROOT, filters: '' }
    if (this.#give('batchSubmit', this.#at, given) !== 'ok') return undefined
    const batch = plain.batches.get(this.#work)
    if (batch === undefined) return undefined
    const { finalizeWindow, challengeWindow } = plain.params
    const end = this.#at + finalizeWindow + challengeWindow + 2n
    for (let height = this.#at; batch.status !== 'closed' && height <= end; height++) {
      const isFirst = this.#dice.once(2)
      if (isFirst) this.#conspire(batch, height)
      this.#honest(batch, height)
      if (!isFirst) this.#conspire(batch, height)
    }
    return { batch, qualities: this.#qualities }
  }

  #give(command: string, height: bigint, fields: object = {}): string {
    return this.#market.apply({ command, work: this.#work, height, ...fields })
  }

  #honest(batch: PlainBatch, height: bigint): void {
    this.#watch(batch, height)
    if (batch.status === 'open') {
      this.#execute(batch, height)
      this.#aggregate(batch, height)
    } else if (batch.status !== 'closed' && !this.#coalition.has('c')) {
      this.#demandAll(batch, 'c', height)
    }
    this.#revealHonest(batch, height)
  }

  /** Anybody ends what is due, and names those who did not reveal. */
  #watch(batch: PlainBatch, height: bigint): void {
    const { revealWindow, finalizeWindow, challengeWindow } = this.#market.plain.params
    for (const [segment, { demandedAt, revealed, node }] of batch.segments) {
      if (demandedAt === undefined || revealed || batch.guilty.has(node)) continue
      if (height > demandedAt + revealWindow) this.#give('failUnrevealed', height, { segment })
    }
    const isOpen = batch.status === 'open'
    if (isOpen && height > this.#at + finalizeWindow) this.#give('expireBatch', height)
    if (!isOpen && height >= batch.endedAt + challengeWindow) this.#give('releaseBonds', height)
  }

  /** Honest executors do what nobody has done, once they are at work. */
  #execute(batch: PlainBatch, height: bigint): void {
    if (height < this.#at + this.#workFrom) return
    const { acceptWindow, commitWindow } = this.#market.plain.params
    if (height > this.#at + commitWindow) return
    for (let segment = 0n; segment < batch.count; segment++) {
      const known = batch.segments.get(segment)
      if (known !== undefined && known.node !== '') continue
      if (known !== undefined && height <= known.acceptedAt + acceptWindow) continue
      const node = this.#coalition.has('n2') || this.#dice.once(2) ? OUTSIDER : 'n2'
      if (this.#give('commitPartial', height, { node, segment, traceRoot: 'aa' }) === 'ok') {
        this.#qualities.set(segment, 'good')
      }
    }
  }

  /** An honest aggregator binds itself, takes over, asks for all rows and proves what it sees. */
  #aggregate(batch: PlainBatch, height: bigint): void {
    if (height < this.#at + this.#aggregateFrom) return
    const isComplete = [...batch.segments.values()].filter(({ node }) => node !== '').length
    const whole = BigInt(isComplete) === batch.count
    for (const node of AGGREGATORS) {
      if (this.#coalition.has(node)) continue
      const isOwnRival = batch.aggregator !== '' && !this.#coalition.has(batch.aggregator)
      if (batch.aggregator !== node && !isOwnRival && (whole || !this.#isLate)) {
        this.#give('acceptAggregation', height, { node })
      }
      if (batch.aggregator !== node || !whole || batch.status !== 'open') continue
      this.#demandAll(batch, node, height)
      const isSeen = [...batch.segments.values()].every(
        (one) => one.revealed || !this.#coalition.has(one.node),
      )
      if (isSeen) this.#give('finalizeBatch', height, { aggregator: node, proof: '00' })
    }
  }

  #demandAll(batch: PlainBatch, party: string, height: bigint): void {
    for (const [segment, { node, demandedAt }] of batch.segments) {
      if (node === '' || demandedAt !== undefined || !this.#coalition.has(node)) continue
      this.#give('demandRows', height, { party, segment })
    }
  }

  #revealHonest(batch: PlainBatch, height: bigint): void {
    for (const [segment, { node, demandedAt, revealed }] of batch.segments) {
      if (demandedAt === undefined || revealed || this.#coalition.has(node)) continue
      this.#give('revealRows', height, { segment, rows: '00' })
    }
  }

  /** A coalition's member does something, if it is in the mood. */
  #conspire(batch: PlainBatch, height: bigint): void {
    const members = [...this.#coalition]
    if (members.length === 0 || this.#dice.once(2)) return
    const nodes = members.filter((name) => name !== 'c')
    const node = nodes.length === 0 ? '' : this.#dice.pick(nodes)
    const segment = BigInt(this.#dice.roll(Number(batch.count)))
    const quality = this.#qualities.get(segment)
    const isOwn = this.#coalition.has(batch.segments.get(segment)?.node ?? '')
    switch (this.#dice.roll(9)) {
      case 0:
        if (node !== '') this.#give('acceptAggregation', height, { node })
        return
      case 1:
        if (node !== '') this.#give('acceptSegments', height, { node, segments: [{ segment }] })
        return
      case 2:
      case 3:
        if (node !== '') this.#commit(node, segment, height)
        return
      case 4:
        this.#finalize(batch, height)
        return
      case 5:
        this.#give('demandRows', height, { party: this.#dice.pick(members), segment })
        return
      case 6:
        if (isOwn && quality !== 'withheld') {
          this.#give('revealRows', height, { segment, rows: quality === 'bad' ? '01' : '00' })
        }
        return
      case 7:
        if (quality === 'bad') this.#give('challenge', height, { segment, evidence: '01' })
        return
      default:
        this.#give('failUnrevealed', height, { segment })
    }
  }

  #commit(node: string, segment: bigint, height: bigint): void {
    if (this.#give('commitPartial', height, { node, segment, traceRoot: 'aa' }) !== 'ok') return
    this.#qualities.set(segment, this.#dice.pick(['good', 'good', 'withheld', 'bad']))
  }

  /** A coalition's aggregator says that all is good, or names what is bad. */
  #finalize(batch: PlainBatch, height: bigint): void {
    const { aggregator } = batch
    if (!this.#coalition.has(aggregator)) return
    const bad = [...this.#qualities].find(([, quality]) => quality === 'bad')?.[0]
    const names = bad !== undefined && this.#dice.once(3)
    const proof = names ? `01${bad.toString(16).padStart(2, '0')}` : '00'
    this.#give('finalizeBatch', height, { aggregator, proof })
  }
}
