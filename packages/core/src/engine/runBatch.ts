import { InvariantViolation } from '../errors/InvariantViolation.js'
import type { Aggregate, Program } from './compilePipeline.js'
import { demand, type Step } from './CompileContext.js'
import type { Effects } from './Effects.js'
import type { Frame } from './Frame.js'
import { Poison, type Value } from './Poison.js'

/** One claim of a batch: its frame, and the parts of its key that groups compare. */
export interface BatchRow {
  readonly frame: Frame
  readonly key: readonly string[]
  /** Events of the pure phases, kept with the claim. */
  events: Effects['events']
}

/**
 * Price and limit over one batch of claims: every group of the plan lies within it.
 *
 * Rule: straight-line steps run claim by claim; an aggregate sees the claims not yet ended.
 */
export function runPurePhases(program: Program, rows: readonly BatchRow[], effects: Effects): void {
  for (const { steps, aggregate } of program.sections) {
    for (const row of rows) {
      const { frame } = row
      if (frame.ended !== undefined) continue
      runSteps(steps, frame, effects)
      keepEvents(row, effects)
    }
    if (aggregate !== undefined) runAggregate(program, aggregate, rows)
  }
  for (const { frame } of rows) checkCap(program, frame)
}

/** Settle for one claim: all of it, or none of it. */
export function runSettlePhase(program: Program, frame: Frame, effects: Effects): void {
  runSteps(program.steps, frame, effects)
  if (frame.ended !== undefined) return
  const [paid, settled] = [slot(frame, program.paid), slot(frame, program.settled)]
  if (paid !== undefined && settled !== undefined && paid > settled) {
    throw capBroken('paid', paid, 'settled', settled)
  }
}

function runSteps(steps: readonly Step[], frame: Frame, effects: Effects): void {
  for (const step of steps) {
    step(frame, effects)
    if (frame.ended !== undefined) return
  }
}

/** A whole number a node holds, or undefined. */
export function slot(frame: Frame, node: number | undefined): bigint | undefined {
  const value = node === undefined ? undefined : frame.slots[node]
  return typeof value === 'bigint' ? value : undefined
}

function keepEvents(row: BatchRow, effects: Effects): void {
  if (effects.events.length > 0) row.events = row.events.concat(effects.events)
  if (effects.faults.length > 0) row.events = row.events.concat(effects.faults)
  if (effects.events.length > 0 || effects.faults.length > 0) effects.clear()
}

function checkCap(program: Program, frame: Frame): void {
  if (frame.ended !== undefined) return
  const [claimed, settled] = [slot(frame, program.claimed), slot(frame, program.settled)]
  if (claimed !== undefined && settled !== undefined && settled > claimed) {
    throw capBroken('settled', settled, 'claimed', claimed)
  }
}

function runAggregate(program: Program, aggregate: Aggregate, rows: readonly BatchRow[]): void {
  let start = 0
  while (start < rows.length) {
    let end = start + 1
    while (end < rows.length && sameGroup(rows[start], rows[end], aggregate.prefix)) end += 1
    const group = rows.slice(start, end)
    const result = aggregateGroup(program, aggregate, group)
    for (const { frame } of group) frame.slots[aggregate.node] = result
    start = end
  }
}

function sameGroup(a: BatchRow | undefined, b: BatchRow | undefined, prefix: number): boolean {
  for (let part = 0; part < prefix; part++) {
    if (a?.key[part] !== b?.key[part]) return false
  }
  return true
}

function aggregateGroup(program: Program, aggregate: Aggregate, group: readonly BatchRow[]): Value {
  if (aggregate.op === 'groupPresented') return BigInt(group.length)
  const values: bigint[] = []
  for (const { frame } of group) {
    if (frame.ended !== undefined || !isCounted(program, aggregate, frame)) continue
    const value = aggregate.value === undefined ? 1n : demanded(program, frame, aggregate.value)
    if (typeof value === 'bigint') values.push(value)
  }
  if (aggregate.op === 'groupSame') {
    const first = values[0] ?? 0n
    return values.every((value) => value === first)
      ? first
      : new Poison('group-disagrees', aggregate.node)
  }
  const sum = values.reduce((total, value) => total + value, 0n)
  return sum >> 128n === 0n ? sum : new Poison('overflow', aggregate.node)
}

function isCounted(program: Program, aggregate: Aggregate, frame: Frame): boolean {
  return aggregate.where === undefined || demanded(program, frame, aggregate.where) === true
}

function demanded(program: Program, frame: Frame, node: number): Value {
  const stage = program.context.nodes[node]?.stage ?? -1
  const name = program.context.stages[stage]?.name ?? ''
  return demand(program.context, frame, { node, stage: name })
}

/** A limit that a TLM promised and did not keep. */
export function capBroken(
  what: string,
  more: bigint,
  limit: string,
  less: bigint,
): InvariantViolation {
  return new InvariantViolation({
    code: 'cap-broken',
    message: `A limit broke its promise: ${what} ${more} is above ${limit} ${less}.`,
    details: { [what]: more, [limit]: less },
  })
}
