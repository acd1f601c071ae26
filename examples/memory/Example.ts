import { createPool, type MemoryPool, type PoolEvent } from '@tlmkit/memory-pool'
import { Audits } from './Audits.ts'
import { CallerThread } from './CallerThread.ts'
import {
  FIRST_AUDIT_AT,
  FLIPPED_AT,
  isUsed,
  KIM_DIES_AT,
  LATE_AT,
  LEASES,
  SEALED_AT,
  type PlannedLease,
} from './plan.ts'
import { PoolFigures, poolTable } from './PoolFigures.ts'
import { Story } from './Story.ts'
import type { Metered, Reply, Reserved } from './thread.ts'

const NODES = ['ada', 'fay', 'lou']
const POOL_BYTES = 512 * 1024
const STAKE = '800000'
/** Of 10,000: in the third of three pages. */
const FLIPPED_BYTE = 9000

/** Three nodes lend memory to the threads of three callers, block by block. */
export class Example {
  readonly #story = new Story()
  readonly #pools: ReadonlyMap<string, MemoryPool>
  readonly #figures = new Map(NODES.map((node) => [node, new PoolFigures()]))
  /** Of this block, and not billed yet. */
  #metered: Metered[] = []
  #threads: readonly CallerThread[]
  /** Segments that are held, by lease. */
  readonly #held = new Map<string, Reserved>()
  #audits: Audits | undefined

  constructor(execArgv: readonly string[]) {
    this.#pools = new Map(
      NODES.map((node) => {
        const meter = (event: PoolEvent): void => {
          this.#metered.push({ ...event, node })
        }
        return [node, createPool({ bytes: POOL_BYTES, meter })]
      }),
    )
    const options = { pools: this.#pools, execArgv }
    this.#threads = ['iris', 'kim', 'tom'].map((caller) => new CallerThread(caller, options))
  }

  get commands(): string {
    return this.#story.text
  }

  get table(): readonly string[] {
    return poolTable(
      [...this.#figures].map(([node, figures]) => {
        return { node, figures, use: this.#pool(node).use }
      }),
    )
  }

  /** All nodes stake the same, and lend all that their pools have. */
  stake(): void {
    const story = this.#story
    for (const node of NODES) {
      story.tell('stake-operators', node, 'declare', { capacity: [] })
      story.tell('stake-operators', node, 'stakeOwn', { amount: STAKE })
      story.tell('memory-nodes', node, 'declareCapacity', { kib: POOL_BYTES / 1024 })
    }
  }

  async block(height: number): Promise<void> {
    this.#story.height = height
    for (const pool of this.#pools.values()) pool.reclaim(BigInt(height))
    if (height === KIM_DIES_AT) await this.#killKim()
    await this.#lend(height)
    this.#bill()
    this.#audit(height)
    if (height === LATE_AT) this.#timeOut()
  }

  async stop(): Promise<void> {
    for (const thread of this.#threads) await thread.stop()
  }

  /**
   * Segments are given out and taken back thread by thread, so that each run does the same; filled
   * and read they are by all threads at once.
   */
  async #lend(height: number): Promise<void> {
    for (const thread of this.#threads) {
      const leases = leasesOf(thread, ({ reservedAt }) => reservedAt === height)
      this.#note(await thread.carryOut({ what: 'reserve', leases }))
    }
    const used = this.#threads.map((thread) => {
      const leases = leasesOf(thread, (lease) => isUsed(lease, height))
      return thread.carryOut({ what: 'use', leases })
    })
    for (const reply of await Promise.all(used)) this.#note(reply)
    for (const thread of this.#threads) {
      const leases = leasesOf(thread, ({ releasedAt }) => releasedAt === height)
      this.#note(await thread.carryOut({ what: 'release', leases }))
    }
  }

  #note({ metered, reserved }: Reply): void {
    this.#metered.push(...metered)
    for (const one of reserved) {
      this.#held.set(nameOf(one.lease.node, one.id), one)
      this.#figures.get(one.lease.node)?.countPages(one)
    }
  }

  /** What the meters heard in this block becomes commands. */
  #bill(): void {
    for (const event of this.#metered) {
      this.#figures.get(event.node)?.count(event)
      const held = this.#held.get(nameOf(event.node, event.id))
      if (held === undefined) continue
      const { lease, caller } = held.lease
      if (event.kind === 'reserve') this.#story.reserve(held.lease)
      if (event.kind === 'write') this.#story.tell('leases', lease, 'use', { party: caller })
      if (event.kind === 'release') this.#story.tell('leases', lease, 'release', { party: caller })
    }
    this.#metered = []
  }

  /** Kim's thread stops in the middle of its leases, and never releases them. */
  async #killKim(): Promise<void> {
    for (const thread of this.#threads) if (thread.caller === 'kim') await thread.stop()
    this.#threads = this.#threads.filter(({ caller }) => caller !== 'kim')
  }

  /** Tom and Fay seal a lease; the first audit is answered, then a byte flips. */
  #audit(height: number): void {
    const { id, lease } = this.#heldAs('model')
    const pool = this.#pool('fay')
    if (height === SEALED_AT) {
      this.#audits = new Audits({ lease, id, pool })
      this.#story.seal(lease, this.#audits.root)
    }
    if (height === FLIPPED_AT) {
      const segment = pool.open(id, { owner: lease.caller })
      segment.view.fill(0, FLIPPED_BYTE, FLIPPED_BYTE + 1)
      segment.close()
    }
    const hasFailed = height >= FIRST_AUDIT_AT && this.#audits?.advance(this.#story) === true
    if (hasFailed) this.#clear()
  }

  /** The failed audit clears Fay's pool, but for what is pinned. */
  #clear(): void {
    const pool = this.#pool('fay')
    const { id } = this.#heldAs('weights')
    const before = pool.root(id)
    pool.forceClear({ except: 'pinned' })
    const isKept = Buffer.compare(before, pool.root(id)) === 0
    if (!isKept) throw new Error('a pinned segment changed while the others were cleared')
    this.#audits = undefined
  }

  /** Lou did not release what Kim left behind; now anybody may say so. */
  #timeOut(): void {
    for (const lease of ['cache-1', 'cache-2']) this.#story.tell('leases', lease, 'timeOut')
    const [cache] = LEASES.filter(({ lease }) => lease === 'cache-1')
    if (cache !== undefined) this.#story.reserve({ ...cache, lease: 'cache-3', caller: 'tom' })
  }

  #heldAs(lease: string): Reserved {
    for (const held of this.#held.values()) if (held.lease.lease === lease) return held
    throw new Error(`${lease} was never reserved`)
  }

  #pool(node: string): MemoryPool {
    const pool = this.#pools.get(node)
    if (pool === undefined) throw new Error(`${node} has no pool`)
    return pool
  }
}

const nameOf = (node: string, id: number): string => `${node}/${id}`

function leasesOf(
  { caller }: CallerThread,
  isMeant: (lease: PlannedLease) => boolean,
): readonly PlannedLease[] {
  return LEASES.filter((lease) => lease.caller === caller && isMeant(lease))
}
