import { createHash } from 'node:crypto'
import { createCommandRun, initialState, type State } from '@tlmkit/core'
import { lagrangeMicrotaskNetwork as network } from '@tlmkit/presets'

/** Tasks of a segment, as the network's params have them. */
export const SEGMENT_SIZE = 32
/** Commands of one settlement. */
const GROUP = 4096
const NODES = 100
const FEE = 10n ** 20n
const ROOT = 'ab'.repeat(32)
const HEIGHT = 11

export interface Committed {
  readonly milliseconds: number
  readonly balances: ReadonlyMap<string, bigint>
}

const nodeOf = (segment: number): string => `n${segment % NODES}`

function opening(): ReadonlyMap<string, bigint> {
  const stakes = Array.from({ length: NODES }, (_, node) => {
    return [`operator/n${node}/free`, 10n ** 26n] as const
  })
  return new Map([['caller/c/balance', 2n * FEE], ...stakes])
}

/** Commits every segment of one batch, in groups that form one settlement each. */
export function commitSegments(segments: number): Committed {
  const sha256 = () => createHash('sha256')
  const start = initialState(network, { balances: new Map([['LA', opening()]]) })
  const first = createCommandRun(network, start, { id: 'submit', height: 10n, sha256 })
  const submission = { caller: 'c', fee: FEE.toString(), tasks: segments * SEGMENT_SIZE }
  const submitted = { ...submission, tasksRoot: ROOT, filters: '' }
  assertAccepted(first.apply({ ...commandOf('batchSubmit', 10), ...submitted }).status)
  let state = first.finish().state
  const commands = Array.from({ length: segments }, (_, segment) => {
    const command = commandOf('commitPartial', HEIGHT)
    return { ...command, node: nodeOf(segment), segment, traceRoot: ROOT }
  })
  const from = performance.now()
  for (let at = 0; at < segments; at += GROUP) {
    state = settleGroup(state, { id: `group-${at}`, commands: commands.slice(at, at + GROUP) })
  }
  const milliseconds = performance.now() - from
  return { milliseconds, balances: state.balances.get('LA') ?? new Map() }
}

function settleGroup(
  state: State,
  { id, commands }: { readonly id: string; readonly commands: readonly object[] },
): State {
  const sha256 = () => createHash('sha256')
  const run = createCommandRun(network, state, { id, height: BigInt(HEIGHT), sha256 })
  for (const command of commands) assertAccepted(run.apply(command).status)
  return run.finish().state
}

function commandOf(command: string, height: number): object {
  return { lifecycle: 'batches', work: 'b', command, height }
}

function assertAccepted(status: string): void {
  if (status !== 'accepted') throw new Error(`a command was ${status}`)
}

/** The same in idiomatic code: bigint and Maps, no journal, no undo, no codes. */
export function commitPlainly(segments: number): Committed {
  const balances = new Map(opening())
  const move = (from: string, to: string, amount: bigint): void => {
    const held = balances.get(from) ?? 0n
    if (held < amount) throw new Error('short')
    balances.set(from, held - amount)
    balances.set(to, (balances.get(to) ?? 0n) + amount)
  }
  const tasks = BigInt(segments * SEGMENT_SIZE)
  const burned = (FEE * 2n + 99n) / 100n
  const bonus = (FEE * 5n) / 100n
  const pay = FEE - burned - bonus
  move('caller/c/balance', 'escrow/b/locked', pay + bonus)
  move('caller/c/balance', 'supply/burn', burned)
  const committed = new Set<number>()
  const executors = new Map<string, { paid: bigint; bound: bigint }>()
  const from = performance.now()
  for (let segment = 0; segment < segments; segment++) {
    if (committed.has(segment)) throw new Error('committed')
    committed.add(segment)
    const node = nodeOf(segment)
    const executor = executors.get(node) ?? { paid: 0n, bound: 0n }
    const until = (pay * BigInt((segment + 1) * SEGMENT_SIZE)) / tasks
    const amount = until - (pay * BigInt(segment * SEGMENT_SIZE)) / tasks
    const paid = executor.paid + amount
    const exposed = paid > burned ? paid : burned
    const bound = (exposed * 3n + 1n) / 2n
    move('escrow/b/locked', `operator/${node}/balance`, amount)
    move(`operator/${node}/free`, `operator/${node}/bound`, bound - executor.bound)
    executors.set(node, { paid, bound })
  }
  return { milliseconds: performance.now() - from, balances }
}
