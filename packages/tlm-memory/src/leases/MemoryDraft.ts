import {
  tell,
  type CommandContext,
  type Lifecycle,
  type LifecycleEvent,
  type Tell,
} from '@tlmkit/core'
import { memoryParamsOf } from '../memoryParamsOf.js'
import { NEW_NODE, withTerms, type NodeState } from '../nodes/NodeState.js'
import { rulesOf, type OracleState } from '../oracle/OracleState.js'
import { countedReserved, stepOracle, type RhoMove } from '../oracle/stepOracle.js'
import { epochOf } from './LeaseEnvironment.js'
import type { LeaseState, LiveLease } from './LeaseState.js'
import type { StakeBook } from './StakeBook.js'
import { leaseWorks, nodeWorks, ORACLE, oracleWorks, rhoWorks } from './works.js'

/**
 * What a command changes of leases, nodes and the oracle, before it is told.
 *
 * Rule: the oracle is stepped to the command's epoch first; a node's change is counted at once.
 */
export class MemoryDraft {
  readonly #context: CommandContext
  readonly #stake: StakeBook
  readonly #epoch: bigint
  readonly #nodes = new Map<string, NodeState>()
  readonly #leases = new Map<string, LeaseState>()
  readonly #moves: RhoMove[] = []
  /** Entry of the history before those of this command. */
  readonly #lastMove: bigint
  #oracle: OracleState

  constructor(context: CommandContext, stake: StakeBook) {
    this.#context = context
    this.#stake = stake
    this.#epoch = epochOf(context)
    const params = memoryParamsOf(context.paramsNow)
    const { epochLengthBlocks, rhoGenesis } = params
    const rules = rulesOf(params)
    const known = context.peek(oracleWorks, ORACLE)
    if (known === undefined) {
      this.#moves.push({ epoch: this.#epoch, rho: rhoGenesis })
      this.#lastMove = this.#epoch
      this.#oracle = {
        ...{ epoch: this.#epoch, rho: rhoGenesis, reserved: 0n, capacity: 0n, area: 0n },
        ...{ since: context.height, isChanging: false, rules, nextRules: rules },
        ...{ lastMove: this.#epoch, lastNode: '' },
      }
      return
    }
    const { state, moves } = stepOracle(known, {
      ...{ epoch: this.#epoch, epochLengthBlocks },
      nodes: () => this.#walk(known.lastNode),
    })
    this.#moves.push(...moves)
    this.#lastMove = known.lastMove
    const lastMove = moves.at(-1)?.epoch ?? known.lastMove
    this.#oracle = { ...state, lastMove, nextRules: rules }
  }

  /** The fee oracle at the command's height. */
  get oracle(): OracleState {
    return this.#oracle
  }

  /** What happened to rho, for the journal. */
  get events(): readonly LifecycleEvent[] {
    return this.#moves.map((fields) => ({ event: 'rho-moved', fields: { ...fields } }))
  }

  lease(id: string): LeaseState | undefined {
    return this.#leases.get(id) ?? this.#context.peek(leaseWorks, id)
  }

  setLease(id: string, state: LeaseState): void {
    this.#leases.set(id, state)
  }

  node(name: string): NodeState | undefined {
    return this.#nodes.get(name) ?? this.#context.peek(nodeWorks, name)
  }

  /** Every node, the one declared last first. */
  *nodes(): Generator<readonly [name: string, node: NodeState]> {
    let name = this.#oracle.lastNode
    while (name !== '') {
      const node = this.node(name) ?? NEW_NODE
      yield [name, node]
      name = node.previousNode
    }
  }

  /** Adds a node that was not declared before. */
  addNode(name: string): void {
    this.#nodes.set(name, { ...NEW_NODE, previousNode: this.#oracle.lastNode })
    this.#oracle = { ...this.#oracle, lastNode: name }
  }

  /**
   * Changes a node. Its stake is seen anew: it counts from the next epoch, like the capacity it
   * declares.
   */
  change(name: string, change: (node: NodeState) => NodeState, capacity?: bigint): void {
    const before = this.node(name) ?? NEW_NODE
    const { own, pool } = this.#stake.ownAndPool(this.#context, name)
    const terms = { capacity: capacity ?? before.next.capacity, stake: own + pool }
    const isNew = terms.capacity !== before.next.capacity || terms.stake !== before.next.stake
    const changed = change(before)
    const after = isNew ? withTerms(changed, terms, this.#epoch) : changed
    this.#nodes.set(name, after)
    const { height, paramsNow } = this.#context
    const { epochLengthBlocks } = memoryParamsOf(paramsNow)
    const { since, area, reserved, isChanging } = this.#oracle
    const was = countedReserved(before, this.#oracle, epochLengthBlocks)
    const is = countedReserved(after, this.#oracle, epochLengthBlocks)
    this.#oracle = {
      ...this.#oracle,
      ...{ area: area + reserved * (height - since), since: height },
      ...{ reserved: reserved - was + is, isChanging: isChanging || isNew },
    }
  }

  /** Puts a lease behind the others of its node. */
  link(id: string, lease: LiveLease): LiveLease {
    const previous = this.node(lease.node)?.lastLease ?? ''
    this.#relink(previous, { next: id })
    const isForeign = lease.caller !== lease.node
    this.change(lease.node, (node) => ({
      ...node,
      lastLease: id,
      leased: node.leased + lease.kib,
      foreign: node.foreign + (isForeign ? lease.kib : 0n),
    }))
    return { ...lease, previous }
  }

  /** Stops the meter of a lease, for the oracle. */
  stop({ caller, node, kib }: LiveLease): void {
    const part = caller === node ? 0n : kib
    this.change(node, (state) => ({ ...state, foreign: state.foreign - part }))
  }

  /** Takes a lease that is settled out of its node's, and leaves another state in its place. */
  close(id: string, lease: LiveLease, state: LeaseState = { status: 'closed' }): void {
    this.setLease(id, state)
    if (lease.status === 'open') this.stop(lease)
    this.#relink(lease.previous, { next: lease.next })
    this.#relink(lease.next, { previous: lease.previous })
    this.change(lease.node, (node) => ({
      ...node,
      lastLease: node.lastLease === id ? lease.previous : node.lastLease,
      leased: node.leased - lease.kib,
    }))
  }

  /** Every lease of a node that holds money, the one reserved last first. */
  *leasesOf(name: string): Generator<readonly [id: string, lease: LiveLease]> {
    let id = this.node(name)?.lastLease ?? ''
    while (id !== '') {
      const lease = this.lease(id)
      if (lease === undefined || !('previous' in lease)) return
      yield [id, lease]
      id = lease.previous
    }
  }

  /** All changes but that of the command's own work. */
  tells(own: Pick<Lifecycle, 'name'>): readonly Tell[] {
    const isOther = (lifecycle: Pick<Lifecycle, 'name'>, work: string): boolean =>
      lifecycle.name !== own.name || work !== this.#context.work
    const tells: Tell[] = []
    let previous = this.#lastMove
    for (const { epoch, rho } of this.#moves) {
      const entry = { rho, previous }
      tells.push(tell(rhoWorks, String(epoch), () => entry))
      previous = epoch
    }
    const oracle = this.#oracle
    if (isOther(oracleWorks, ORACLE)) tells.push(tell(oracleWorks, ORACLE, () => oracle))
    for (const [name, node] of this.#nodes) {
      if (isOther(nodeWorks, name)) tells.push(tell(nodeWorks, name, () => node))
    }
    for (const [id, lease] of this.#leases) {
      if (isOther(leaseWorks, id)) tells.push(tell(leaseWorks, id, () => lease))
    }
    return tells
  }

  #relink(id: string, links: Partial<Pick<LiveLease, 'previous' | 'next'>>): void {
    const lease = id === '' ? undefined : this.lease(id)
    if (lease !== undefined && 'previous' in lease) this.setLease(id, { ...lease, ...links })
  }

  *#walk(last: string): Generator<NodeState> {
    let name = last
    while (name !== '') {
      const node = this.node(name) ?? NEW_NODE
      yield node
      name = node.previousNode
    }
  }
}
