import { createCommandRun } from '@tlmkit/core'
import type { CommandResult, Network, Presented, Receipt, SettleResult, State } from '@tlmkit/core'
import { nodeSha256 } from '../hashing/nodeSha256.js'
import type { ScriptLine } from '../reading/readScript.js'
import { settlementIdOf } from './settlementIds.js'

/** A line, and what became of its command. */
export interface LineResult {
  readonly line: ScriptLine
  readonly result: CommandResult
}

/** Commands that settled together. */
export interface SettledGroup {
  /** The state before it. */
  readonly before: State
  readonly lines: readonly LineResult[]
  /** The line whose refusal ended the run; it is part of no settlement. */
  readonly stopped: LineResult | undefined
  /** Undefined where no line was left to settle. */
  readonly settled: SettleResult | undefined
}

/** What a group settles in. */
export interface GroupGround {
  readonly network: Network
  readonly state: State
  readonly tables: Readonly<Record<string, Presented>>
  /** First part of the settlement's id. */
  readonly name: string
  /** Whether the first refusal ends it. */
  readonly stop: boolean
  /** The receipt of these lines, where they settled before. */
  readonly known: Receipt | undefined
}

/**
 * Settles lines as one settlement, at the height of the last accepted command.
 *
 * Rule: that height is known when all were carried out, so it is tried with the highest height that
 * a line names, and again with the one that was reached where a refused line named a higher one. A
 * line cut off at the end of the file, and one whose refusal ends the run, are left out of it.
 * Errors: `settlement-id-reused`, usage errors of the network, invariant violations.
 */
export function settleGroup(lines: readonly ScriptLine[], ground: GroupGround): SettledGroup {
  const { state: before, known } = ground
  if (known !== undefined) return repeatGroup(lines, ground, known)
  const refused = new Map<ScriptLine, CommandResult>()
  let taken = lines.filter((line) => !line.isCutOff)
  let height = highestOf(taken, before.height)
  let stopped = ground.stop ? cutOffIn(lines) : undefined
  while (taken.length > 0) {
    const run = startRun(taken, ground, height)
    const results: LineResult[] = []
    for (const line of taken) {
      const earlier = isAbove(line, height) ? refused.get(line) : undefined
      const applied = applyLine(run, line)
      results.push({ line, result: earlier ?? applied })
      if (applied.status !== 'rejected') continue
      refused.set(line, earlier ?? applied)
      if (ground.stop) break
    }
    const reached = heightReached(results, before.height)
    const last = results.at(-1)
    if (ground.stop && last?.result.status === 'rejected') {
      stopped = last
      taken = taken.slice(0, results.length - 1)
    } else if (reached === height) {
      return { before, lines: withEnd(results, lines, stopped), stopped, settled: run.finish() }
    }
    height = reached
  }
  return { before, lines: withEnd([], lines, stopped), stopped, settled: undefined }
}

/** Lines that settled before: nothing is carried out, and their receipt is compared. */
function repeatGroup(
  lines: readonly ScriptLine[],
  ground: GroupGround,
  known: Receipt,
): SettledGroup {
  const run = startRun(lines, ground, known.height)
  for (const line of lines) applyLine(run, line)
  const result = { status: 'repeated' } as const
  const repeated = lines.map((line) => ({ line, result }))
  return { before: ground.state, lines: repeated, stopped: undefined, settled: run.finish() }
}

function startRun(
  lines: readonly ScriptLine[],
  { network, state, tables, name }: GroupGround,
  height: bigint,
): ReturnType<typeof createCommandRun> {
  const id = settlementIdOf(name, lines)
  return createCommandRun(network, state, { id, height, tables, sha256: nodeSha256 })
}

function applyLine(
  run: ReturnType<typeof createCommandRun>,
  { value, where, fault }: ScriptLine,
): CommandResult {
  const result = run.apply(value, where)
  return fault === undefined ? result : unreadable(fault)
}

function unreadable({ code, message }: NonNullable<ScriptLine['fault']>): CommandResult {
  return { status: 'rejected', code, by: 'intake', message }
}

function cutOffIn(lines: readonly ScriptLine[]): LineResult | undefined {
  const line = lines.at(-1)
  if (line?.isCutOff !== true || line.fault === undefined) return undefined
  return { line, result: unreadable(line.fault) }
}

/** The results of a group, with that of the line that ends it without being part of it. */
function withEnd(
  results: readonly LineResult[],
  lines: readonly ScriptLine[],
  stopped: LineResult | undefined,
): readonly LineResult[] {
  const end = stopped ?? cutOffIn(lines)
  return end === undefined ? results : [...results, end]
}

function isAbove({ height }: ScriptLine, limit: bigint): boolean {
  return height !== undefined && height > limit
}

function highestOf(lines: readonly ScriptLine[], start: bigint): bigint {
  return lines.reduce((most, { height }) => {
    return height !== undefined && height > most ? height : most
  }, start)
}

/** Height of the last accepted command; that of the state where none is. */
function heightReached(results: readonly LineResult[], start: bigint): bigint {
  const last = results.findLast(({ result }) => result.status === 'accepted')
  return last?.line.height ?? start
}
