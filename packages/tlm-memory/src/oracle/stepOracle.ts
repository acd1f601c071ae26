import { divide } from '@tlmkit/core'
import { termsIn, type NodeState } from '../nodes/NodeState.js'
import { nextRho } from './nextRho.js'
import { isSameRules, type OracleState } from './OracleState.js'

interface StepOptions {
  /** Epoch to step to. */
  readonly epoch: bigint
  readonly epochLengthBlocks: bigint
  /** Every node that was declared. */
  readonly nodes: () => Iterable<NodeState>
}

/** A change of rho, with the epoch from which it is in force. */
export interface RhoMove {
  readonly epoch: bigint
  readonly rho: bigint
}

/** The figures of an epoch by which nodes are counted. */
export type Counting = Pick<OracleState, 'epoch' | 'rho' | 'rules'>

/**
 * KiB of a node that count as capacity in an epoch.
 *
 * Rule: what it declared, at most floor(stake / (rho x sigma x epoch length)), stake and rho of the
 * epoch's start.
 * Rounding: down.
 * Source: spec/memory.md, Fee oracle.
 */
export function countedCapacity(
  node: NodeState,
  { epoch, rho, rules }: Counting,
  epochLengthBlocks: bigint,
): bigint {
  const { capacity, stake } = termsIn(node, epoch)
  const { sigmaNum, sigmaDen } = rules
  const backed = divide(stake * sigmaDen, rho * sigmaNum * epochLengthBlocks, 'floor')
  return capacity < backed ? capacity : backed
}

/** KiB of a node that count as reserved: at most its counted capacity. */
export function countedReserved(
  node: NodeState,
  counting: Counting,
  epochLengthBlocks: bigint,
): bigint {
  const cap = countedCapacity(node, counting, epochLengthBlocks)
  return node.foreign < cap ? node.foreign : cap
}

/**
 * Steps the oracle to an epoch, one epoch at a time; leases count whether or not a command arrives.
 *
 * Rule: an epoch that was steady throughout and left rho, terms and rules as they are is followed
 * by epochs that do the same: stepping stops there.
 * Complexity: O(1) an epoch, and O(nodes) for one in which rho, a node's terms or the rules change.
 * Source: spec/memory.md, Fee oracle.
 */
export function stepOracle(
  start: OracleState,
  { epoch, epochLengthBlocks, nodes }: StepOptions,
): { readonly state: OracleState; readonly moves: readonly RhoMove[] } {
  const moves: RhoMove[] = []
  let state = start
  while (state.epoch < epoch) {
    const next = state.epoch + 1n
    const end = next * epochLengthBlocks
    const area = state.area + state.reserved * (end - state.since)
    const isSteady = area === state.reserved * epochLengthBlocks
    const use = { reserved: area, capacity: state.capacity * epochLengthBlocks }
    const rules = state.nextRules
    const rho = nextRho(state.rho, use, rules)
    const isSame = rho === state.rho && !state.isChanging && isSameRules(rules, state.rules)
    if (isSame && isSteady) {
      return { state: { ...state, epoch, area: 0n, since: epoch * epochLengthBlocks }, moves }
    }
    const counting = { epoch: next, rho, rules }
    const totals = isSame ? state : countNodes(nodes(), counting, epochLengthBlocks)
    if (rho !== state.rho) moves.push({ epoch: next, rho })
    const { reserved, capacity } = totals
    const start = { area: 0n, since: end, isChanging: false }
    state = { ...state, ...counting, ...start, reserved, capacity }
  }
  return { state, moves }
}

function countNodes(
  nodes: Iterable<NodeState>,
  counting: Counting,
  epochLengthBlocks: bigint,
): Pick<OracleState, 'reserved' | 'capacity'> {
  let [reserved, capacity] = [0n, 0n]
  for (const node of nodes) {
    reserved += countedReserved(node, counting, epochLengthBlocks)
    capacity += countedCapacity(node, counting, epochLengthBlocks)
  }
  return { reserved, capacity }
}
