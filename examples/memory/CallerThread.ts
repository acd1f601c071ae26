import type { MemoryPool, PoolSeat } from '@tlmkit/memory-pool'
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Order, Reply, ThreadData } from './thread.ts'

interface Options {
  /** Pools by node. */
  readonly pools: ReadonlyMap<string, MemoryPool>
  /** Options of Node for the thread. */
  readonly execArgv: readonly string[]
}

/** A thread that does a caller's tasks in the pools of nodes. */
export class CallerThread {
  readonly caller: string
  readonly #pools: ReadonlyMap<string, MemoryPool>
  readonly #seats: ReadonlyMap<string, PoolSeat>
  readonly #worker: Worker

  constructor(caller: string, { pools, execArgv }: Options) {
    this.caller = caller
    this.#pools = pools
    this.#seats = new Map([...pools].map(([node, pool]) => [node, pool.offerSeat()]))
    const workerData: ThreadData = { caller, seats: Object.fromEntries(this.#seats) }
    const options = { workerData, execArgv: [...execArgv] }
    this.#worker = new Worker(new URL('thread.ts', import.meta.url), options)
  }

  async carryOut(order: Order): Promise<Reply> {
    this.#worker.postMessage(order)
    const [reply] = (await once(this.#worker, 'message')) as [Reply]
    return reply
  }

  /** Ends it wherever it is; what it has reserved stays until somebody ends that. */
  async stop(): Promise<void> {
    await this.#worker.terminate()
    for (const [node, seat] of this.#seats) this.#pools.get(node)?.endSeat(seat)
  }
}
