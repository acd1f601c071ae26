import { Hasher, UsageError, compileNetwork, isTlmkitError } from '@tlmkit/core'
import type { Network, ParamSet, State } from '@tlmkit/core'
import { createImpactRecorder, impactOf } from '@tlmkit/governance'
import type { Impact, ImpactRun } from '@tlmkit/governance'
import { settledAlready } from '../explaining/settleForBlocks.js'
import { nodeSha256 } from '../hashing/nodeSha256.js'
import type { CommandCounts, SettlementRange } from './SettlementRange.js'
import { withValues } from './withValues.js'

/** A set of values, and the file that it stands in. */
export interface NamedValues {
  readonly file: string
  readonly values: ParamSet
}

/** What is compared on a range. */
export interface ComparedValues {
  /** Undefined: the versions of the state, as they are. */
  readonly before: NamedValues | undefined
  readonly after: NamedValues
}

/** A range under two sets of values. */
export interface ValuesComparison {
  readonly report: Impact
  /** Undefined where claims were settled. */
  readonly commands: { readonly before: CommandCounts; readonly after: CommandCounts } | undefined
  /** Whether every account, supply, outcome and command came to the same. */
  readonly isEqual: boolean
}

/**
 * Settles a range twice, and compares what the two came to.
 *
 * Errors: `state-settled-already`; those of `compileNetwork`, with the name of the file; those of
 * settling.
 */
export async function compareValues(
  range: SettlementRange,
  { before, after }: ComparedValues,
): Promise<ValuesComparison> {
  const { network, state } = range
  for (const named of [before, after]) if (named !== undefined) assertValues(network, named)
  const first = await runRange(
    range,
    before === undefined ? state : withValues(state, before.values),
  )
  const second = await runRange(range, withValues(state, after.values))
  const report = impactOf(first.impact, second.impact)
  const commands =
    first.commands === undefined || second.commands === undefined
      ? undefined
      : { before: first.commands, after: second.commands }
  const whole = impactOf(first.impact, second.impact, { isCounted: () => true })
  return { report, commands, isEqual: isUnchanged(whole) && isSame(commands) }
}

interface RangeRun {
  readonly impact: ImpactRun
  readonly commands: CommandCounts | undefined
}

async function runRange({ settleOn, id }: SettlementRange, state: State): Promise<RangeRun> {
  const recorder = createImpactRecorder(state)
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
  return { impact: recorder.finish(), commands }
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

function isSame(commands: ValuesComparison['commands']): boolean {
  if (commands === undefined) return true
  const { before, after } = commands
  return before.accepted === after.accepted && before.refused === after.refused
}

/** Refuses values that the network does not take, before anything settles. */
function assertValues(network: Network, { file, values }: NamedValues): void {
  try {
    compileNetwork(network, values, new Hasher(nodeSha256))
  } catch (error) {
    if (!isTlmkitError(error)) throw error
    const { message, details } = error
    throw new UsageError({
      ...{ code: error.code, details, cause: error },
      message: `${file}: ${message}`,
    })
  }
}
