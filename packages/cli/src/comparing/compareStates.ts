import type { AccountPath, State } from '@tlmkit/core'
import { createImpactRecorder, impactOf, type Impact, type ImpactRun } from '@tlmkit/governance'
import { settledAlready } from '../explaining/settleForBlocks.js'
import type { CommandCounts, SettlementRange } from './SettlementRange.js'

/** What a range settles on: states that differ in their parameter values. */
export interface ComparedStates {
  readonly before: State
  readonly after: State
  /** Accounts whose lowest balance is told. */
  readonly pools: readonly AccountPath[]
}

/** A range under two sets of values. */
export interface StatesComparison {
  readonly impact: Impact
  /** Undefined where claims were settled. */
  readonly commands: { readonly before: CommandCounts; readonly after: CommandCounts } | undefined
  /** Whether every account, supply, outcome and command came to the same. */
  readonly isEqual: boolean
}

/**
 * Settles a range twice, and compares what the two came to.
 *
 * Errors: `state-settled-already`, those of settling.
 */
export async function compareStates(
  range: SettlementRange,
  { before, after, pools }: ComparedStates,
): Promise<StatesComparison> {
  const first = await runRange(range, before, pools)
  const second = await runRange(range, after, pools)
  const commands =
    first.commands === undefined || second.commands === undefined
      ? undefined
      : { before: first.commands, after: second.commands }
  const whole = impactOf(first.run, second.run, { isCounted: () => true })
  const isEqual = isUnchanged(whole) && isSame(commands)
  return { impact: impactOf(first.run, second.run), commands, isEqual }
}

interface RangeRun {
  readonly run: ImpactRun
  readonly commands: CommandCounts | undefined
}

async function runRange(
  { settleOn, id }: SettlementRange,
  state: State,
  pools: readonly AccountPath[],
): Promise<RangeRun> {
  const recorder = createImpactRecorder(state, { pools })
  let commands: CommandCounts | undefined
  let isNew = false
  let isRepeated = false
  for await (const step of settleOn(state)) {
    if (step.commands !== undefined) commands = addCounts(commands, step.commands)
    if (step.settled === undefined) continue
    if (step.settled.repeated) isRepeated = true
    else isNew = true
    recorder.add(step.settled)
  }
  if (isRepeated && !isNew) throw settledAlready(id)
  return { run: recorder.finish(), commands }
}

function addCounts(known: CommandCounts | undefined, more: CommandCounts): CommandCounts {
  const { accepted = 0, refused = 0 } = known ?? {}
  return { accepted: accepted + more.accepted, refused: refused + more.refused }
}

function isUnchanged({ settlements, claims, denominations, accounts }: Impact): boolean {
  const supply = denominations.flatMap(({ minted, burned }) => [minted, burned])
  const changes = [settlements, ...Object.values(claims), ...supply, ...accounts]
  return changes.every(({ delta }) => delta === 0n)
}

function isSame(commands: StatesComparison['commands']): boolean {
  if (commands === undefined) return true
  const { before, after } = commands
  return before.accepted === after.accepted && before.refused === after.refused
}
