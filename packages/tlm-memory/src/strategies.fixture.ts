import { divide, type CommandResult } from '@tlmkit/core'
import { challengedPage, pageAnswer, pageCount, pageRoot } from './index.js'
import { blockHashAt, reservation, sealing, type LeaseRun } from './memoryNetwork.fixture.js'

/** What the dice of a game can do. */
interface Dice {
  readonly roll: (below: number) => number
  readonly once: (of: number) => boolean
  readonly pick: <T>(choices: readonly T[]) => T
}

/** A lease as those who play see it. */
interface Played {
  readonly id: string
  readonly caller: string
  readonly node: string
  readonly bytes: number
  readonly reservedAt: number
  readonly maxBlocks: number
  /** Base units a block. */
  readonly price: bigint
  /** How long its node waits with the release. */
  readonly delay: number
  /** Number of its content, and of its openings. */
  content: number
  round: number
  sealed: number | undefined
  signed: { readonly content: number; readonly round: number }[]
  isOpen: boolean
  audit: { readonly id: string; readonly openedAt: number } | undefined
  /** Blocks that its caller owes, once it released. */
  owes: bigint | undefined
}

/** Who plays: a coalition of a caller, a node and an auditor, beside an honest node and caller. */
export interface Cast {
  readonly evilCaller: string
  readonly evilNode: string
  readonly evilAuditor: string
  readonly goodCaller: string
  readonly goodNode: string
}

/** One game: the coalition does what the dice say, the others keep the rules. */
export class Game {
  readonly cast: Cast
  readonly #run: LeaseRun
  readonly #dice: Dice
  readonly #name: string
  readonly #leases: Played[] = []
  #audits = 0
  height: number

  constructor(run: LeaseRun, dice: Dice, { name, height }: { name: string; height: number }) {
    this.#run = run
    this.#dice = dice
    this.#name = name
    this.height = height
    this.cast = {
      ...{ evilCaller: `ca${name}`, evilNode: `na${name}`, evilAuditor: `aa${name}` },
      ...{ goodCaller: `ch${name}`, goodNode: `nh${name}` },
    }
    for (const node of [this.cast.goodNode, this.cast.evilNode]) {
      this.#run.node('declareCapacity', height, { kib: '40' }, node)
    }
  }

  /** Base units that the honest caller owes for what it used, by its own count. */
  get dueOfGoodCaller(): bigint {
    return this.#leases.reduce((sum, { caller, owes, maxBlocks, price }) => {
      if (caller !== this.cast.goodCaller) return sum
      return sum + (owes ?? BigInt(maxBlocks)) * price
    }, 0n)
  }

  get leases(): readonly string[] {
    return this.#leases.map(({ id }) => id)
  }

  play(rounds: number): void {
    for (let round = 0; round < rounds; round++) {
      if (this.#dice.once(3)) this.#goodTurn()
      else this.#evilTurn()
      if (!this.#dice.once(3)) this.#advance(this.#dice.roll(this.#dice.once(4) ? 60 : 12))
    }
    this.#advance(130)
    for (const lease of this.#leases) {
      this.#try('timeOut', lease)
      if (lease.audit !== undefined) this.#fail(lease)
      this.#try('timeOut', lease)
    }
    this.height += 1024
    for (const lease of this.#leases) this.#try('endStrike', lease)
  }

  /** Blocks pass; the honest node does its duty at each. */
  #advance(blocks: number): void {
    for (let block = 0; block < blocks; block++) {
      this.height++
      for (const lease of this.#leases) {
        if (lease.node === this.cast.goodNode && lease.isOpen) this.#duty(lease)
      }
    }
  }

  #duty(lease: Played): void {
    const { audit, reservedAt, maxBlocks, delay } = lease
    if (audit !== undefined && this.height >= audit.openedAt + 2) this.#answer(lease, lease.sealed)
    if (lease.audit !== undefined || this.height < reservedAt + maxBlocks + delay) return
    this.#release(lease, lease.node)
  }

  #goodTurn(): void {
    const { goodCaller, goodNode, evilNode } = this.cast
    const own = this.#leases.filter(({ caller, isOpen }) => caller === goodCaller && isOpen)
    if (own.length === 0 || this.#dice.once(3)) {
      this.#reserve(goodCaller, this.#dice.pick([goodNode, evilNode]))
      return
    }
    const lease = this.#dice.pick(own)
    const what = this.#dice.roll(3)
    if (what === 0) this.#try('use', lease, { party: goodCaller })
    else if (what === 1) this.#release(lease, goodCaller)
    else this.#seal(lease, goodCaller, lease.content)
  }

  // long: one action of the coalition after the other.
  #evilTurn(): void {
    const { evilCaller, evilNode, evilAuditor, goodNode } = this.cast
    if (this.#leases.length === 0 || this.#dice.once(4)) {
      const node = this.#dice.pick([goodNode, evilNode])
      this.#reserve(this.#dice.pick([evilCaller, evilNode]), node)
      return
    }
    const open = this.#leases.filter(({ isOpen }) => isOpen)
    const lease = this.#dice.pick(open.length > 0 && !this.#dice.once(6) ? open : this.#leases)
    const isOwn = [evilCaller, evilNode].includes(lease.caller) && !this.#dice.once(4)
    const party = isOwn ? lease.caller : this.#dice.pick([evilCaller, evilNode])
    switch (this.#dice.roll(11)) {
      case 0:
        this.#release(lease, party)
        break
      case 1:
        this.#try('use', lease, { party })
        break
      case 2:
        this.#try('timeOut', lease)
        break
      case 3:
        if (lease.caller === party && lease.sealed === undefined) lease.content++
        break
      case 4:
        this.#open(lease, party)
        break
      case 5:
      case 6:
      case 7:
        this.#sealBoth(lease, party, this.#dice.once(3) ? 0 : lease.content)
        if (!this.#dice.once(3)) this.#audit(lease, evilAuditor)
        break
      case 8:
        // Framing: seal, open, write, seal again with what the node signed before.
        this.#sealBoth(lease, party, lease.content)
        this.#open(lease, party)
        this.#seal(lease, party, lease.content - 1)
        this.#replaySeal(lease)
        this.#audit(lease, evilAuditor)
        break
      case 9:
        this.#fail(lease)
        break
      default:
        this.#answer(lease, this.#dice.roll(lease.content + 1))
    }
  }

  #sealBoth(lease: Played, party: string, content: number): void {
    this.#seal(lease, party, content)
    if (lease.node === this.cast.evilNode) this.#seal(lease, lease.node, content)
    else this.#askToSeal(lease)
  }

  #open(lease: Played, party: string): void {
    if (!this.#try('open', lease, { party })) return
    lease.round++
    lease.sealed = undefined
    lease.content++
  }

  #reserve(caller: string, node: string): void {
    const dice = this.#dice
    const id = `l${this.#name}-${this.#leases.length}`
    const [bytes, maxBlocks] = [1 + dice.roll(3000), 1 + dice.roll(60)]
    const at = { lifecycle: 'leases', work: id, command: 'reserve' }
    const wish = { lease: id, caller, node, bytes, maxBlocks, isPinned: dice.once(4) }
    const result = this.#run.result(at, this.height, reservation(wish))
    if (result.status !== 'accepted') return
    this.#leases.push({
      ...{ id, caller, node, bytes, maxBlocks, reservedAt: this.height },
      price: divide(prepayOf(result), BigInt(maxBlocks), 'floor'),
      ...{ delay: dice.roll(6), content: 0, round: 0, sealed: undefined, signed: [] },
      ...{ isOpen: true, audit: undefined, owes: undefined },
    })
  }

  #release(lease: Played, party: string): void {
    if (!this.#try('release', lease, { party }) || party !== lease.caller) return
    const blocks = Math.max(1, Math.min(lease.maxBlocks, this.height - lease.reservedAt))
    lease.owes = BigInt(blocks)
  }

  #seal(lease: Played, party: string, content: number, round = lease.round): void {
    const root = pageRoot(bytesOf(lease, content))
    const fields = sealing(party, root, { lease: lease.id, round: BigInt(round) })
    if (!this.#try('seal', lease, fields)) return
    if (party === lease.node) lease.sealed = content
  }

  /** The honest node signs what it holds, when it is asked. */
  #askToSeal(lease: Played): void {
    if (lease.node !== this.cast.goodNode) return
    lease.signed.push({ content: lease.content, round: lease.round })
    this.#seal(lease, lease.node, lease.content)
  }

  /** The coalition sends a signature that it got from the honest node once more. */
  #replaySeal(lease: Played): void {
    if (lease.signed.length === 0) return
    const { content, round } = this.#dice.pick(lease.signed)
    this.#seal(lease, lease.node, content, round)
  }

  #audit(lease: Played, auditor: string): void {
    const id = `u${this.#name}-${this.#audits++}`
    const fields = { auditor, lease: lease.id }
    if (this.#run.audit('openAudit', this.height, fields, id) !== 'ok') return
    lease.audit = { id, openedAt: this.height }
  }

  #answer(lease: Played, content: number | undefined): void {
    const { audit, bytes, id } = lease
    if (audit === undefined || content === undefined) return
    const hash = blockHashAt(BigInt(audit.openedAt) + 1n)
    const page = Number(challengedPage(hash, { lease: id, pages: pageCount(BigInt(bytes)) }))
    const answer = pageAnswer(bytesOf(lease, content), page)
    if (this.#run.audit('answerAudit', this.height, answer, audit.id) === 'ok') {
      lease.audit = undefined
    }
  }

  #fail(lease: Played): void {
    const { audit } = lease
    if (audit === undefined) return
    if (this.#run.audit('failAudit', this.height, {}, audit.id) === 'ok') lease.audit = undefined
  }

  #try(command: string, lease: Played, fields: object = {}): boolean {
    const isDone = this.#run.lease(command, this.height, fields, lease.id) === 'ok'
    if (isDone && (command === 'timeOut' || command === 'release') && lease.audit === undefined) {
      lease.isOpen = false
    }
    return isDone
  }
}

function bytesOf({ bytes }: Played, content: number): Uint8Array {
  return new Uint8Array(bytes).fill(content & 0xff)
}

function prepayOf(result: CommandResult): bigint {
  if (result.status !== 'accepted') return 0n
  const postings = result.claims.flatMap(({ entry }) => entry.postings)
  return postings.find(({ reason }) => reason === 'lease-prepay')?.amount ?? 0n
}
