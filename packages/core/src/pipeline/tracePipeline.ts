import { isTlmkitError } from '../errors/BaseError.js'
import { UsageError } from '../errors/UsageError.js'
import type { ParamValues } from '../params/parseParams.js'
import { createScope } from '../rules/createScope.js'
import {
  PLAN_VERSION,
  type Instruction,
  type Plan,
  type PlanNode,
  type Stage,
} from '../rules/Plan.js'
import { Symbolic } from '../rules/Symbolic.js'
import { Tracer, traceWith } from '../rules/Tracer.js'
import { wrapColumn } from '../rules/wrapColumn.js'
import { toPlanText } from './planText.js'
import type { Use } from '../tlm/use.js'
import type { Pipeline } from './definePipeline.js'

/**
 * Runs the rules of a chain over symbolic columns, twice, and gives the recorded plan.
 *
 * Errors: `rule-impure` when the two runs differ, `condition-not-consumed`, `write-missing`; each
 * names the line of the rule.
 */
export function tracePipeline(pipeline: Pipeline, params: readonly ParamValues[]): Plan {
  const plan = traceOnce(pipeline, params)
  assertSamePlan(plan, traceOnce(pipeline, params))
  assertConditionsConsumed(plan)
  return deepFreezePlan(plan)
}

function traceOnce(pipeline: Pipeline, params: readonly ParamValues[]): Plan {
  const tracer = new Tracer(pipeline.kind.key)
  const columns: Record<string, number> = {}
  const stages: Stage[] = []
  pipeline.chain.forEach((one, index) => {
    tracer.beginStage(index)
    const denominations = pipeline.denominations[index] ?? new Map<string, string>()
    const reads = readColumns({ pipeline, one, tracer, columns, denominations })
    const writes =
      one.tlm.body.kind === 'rule'
        ? traceRule(tracer, one, { reads, params: params[index] ?? {} })
        : tracePerClaim(tracer, one, { reads, denominations })
    for (const [name, node] of Object.entries(writes)) columns[name] = node
    stages.push({
      name: one.name,
      tlm: one.tlm.name,
      version: one.tlm.version,
      phase: one.tlm.phase,
      body: tracer.endStage(),
      writes,
    })
  })
  return { planVersion: PLAN_VERSION, nodes: tracer.nodes, stages, columns }
}

type SymbolicRecord = Readonly<Record<string, Symbolic>>

interface ReadOptions {
  readonly pipeline: Pipeline
  readonly one: Use
  readonly tracer: Tracer
  readonly columns: Record<string, number>
  readonly denominations: ReadonlyMap<string, string>
}

/** The declared reads only, so that a rule's powers are what it declares. */
function readColumns(options: ReadOptions): SymbolicRecord {
  const { pipeline, one, tracer, columns, denominations } = options
  const reads: Record<string, Symbolic> = {}
  for (const [read, column] of Object.entries(one.tlm.reads)) {
    const name = one.readNames[read] ?? read
    reads[read] = wrapColumn(column, denominations, (type, denomination) => {
      const known = columns[name]
      if (known !== undefined) return known
      const operation = { op: 'column', column: name } as const
      const node = tracer.node({ operation, type, denomination })
      if (name in pipeline.kind.all) columns[name] = node
      return node
    })
  }
  return Object.freeze(reads)
}

type RuleFunction = (
  columns: SymbolicRecord,
  params: ParamValues,
  claim: ReturnType<typeof createScope>,
) => unknown

function traceRule(
  tracer: Tracer,
  one: Use,
  { reads, params }: { readonly reads: SymbolicRecord; readonly params: ParamValues },
): Record<string, number> {
  const { tlm } = one
  if (tlm.body.kind !== 'rule') return {}
  const claim = createScope({
    tlm: one.name,
    phase: tlm.phase,
    reasons: new Set(tlm.reasons),
    codes: new Set(tlm.codes),
    outcomes: new Set(tlm.outcomes),
    events: new Map(Object.entries(tlm.events).map(([name, of]) => [name, Object.keys(of)])),
    columnName: (read) => one.readNames[read] ?? read,
  })
  const rule = tlm.body.rule as RuleFunction
  return traceWith(tracer, () => {
    const returned = runRule(one, () => rule(reads, params, claim))
    const values = typeof returned === 'object' && returned !== null ? returned : {}
    return recordWrites(tracer, one, new Map<string, unknown>(Object.entries(values)))
  })
}

/** Runs a rule once; what it throws of its own is the author's to mend. Errors: `rule-fault`. */
function runRule(one: Use, run: () => unknown): unknown {
  try {
    return run()
  } catch (error) {
    if (isTlmkitError(error)) throw error
    const what = error instanceof Error ? error.message : 'unknown fault'
    throw new UsageError({
      code: 'rule-fault',
      message: `The rule of "${one.name}" fails while it is traced: ${what}.`,
      details: { tlm: one.name },
      cause: error,
    })
  }
}

function recordWrites(
  tracer: Tracer,
  one: Use,
  values: ReadonlyMap<string, unknown>,
): Record<string, number> {
  const writes: Record<string, number> = {}
  for (const write of Object.keys(one.tlm.writes)) {
    const value = values.get(write)
    if (!(value instanceof Symbolic)) {
      throw new UsageError({
        code: 'write-missing',
        message: `TLM "${one.name}" declares that it writes "${write}" and its rule does not return it.`,
        details: { tlm: one.name, column: write },
      })
    }
    assertWritten(one, { write, type: tracer.nodes[value.node]?.type })
    const name = one.writeNames[write] ?? write
    writes[name] = tracer.name(value.node, name)
  }
  return writes
}

function assertWritten(
  one: Use,
  { write, type }: { readonly write: string; readonly type: string | undefined },
): void {
  const declared = one.tlm.writes[write]?.type
  if (declared === type) return
  throw new UsageError({
    code: 'write-misfit',
    message: `TLM "${one.name}" declares that it writes "${write}" as ${declared ?? 'nothing'} and returns ${type ?? 'nothing'}.`,
    details: { tlm: one.name, column: write },
  })
}

function tracePerClaim(
  tracer: Tracer,
  one: Use,
  options: {
    readonly reads: SymbolicRecord
    readonly denominations: ReadonlyMap<string, string>
  },
): Record<string, number> {
  const reads = Object.fromEntries(
    Object.entries(options.reads).map(([name, value]) => [name, value.node]),
  )
  const results: Record<string, number> = {}
  const writes: Record<string, number> = {}
  for (const [write, column] of Object.entries(one.tlm.writes)) {
    const denomination =
      column.type === 'amount'
        ? (options.denominations.get(column.denomination) ?? column.denomination)
        : undefined
    const type = column.type === 'amount' ? 'amount' : 'units'
    const operation = { op: 'perClaim', write } as const
    const node = tracer.node({ operation, type, denomination })
    results[write] = node
    const name = one.writeNames[write] ?? write
    writes[name] = tracer.name(node, name)
  }
  tracer.statement({ op: 'perClaim', reads, writes: results })
  return writes
}

function assertSamePlan(first: Plan, second: Plan): void {
  if (toPlanText(first) === toPlanText(second)) return
  const count = Math.max(first.nodes.length, second.nodes.length)
  for (let index = 0; index < count; index++) {
    const [a, b] = [first.nodes[index], second.nodes[index]]
    if (a === undefined || b === undefined || toPlanText(a) !== toPlanText(b)) {
      throw impure(first, a ?? b)
    }
  }
  throw impure(first, undefined)
}

function impure(plan: Plan, node: PlanNode | undefined): UsageError {
  const stage = plan.stages[node?.stage ?? -1]?.name ?? 'a TLM of the chain'
  return new UsageError({
    code: 'rule-impure',
    message: `The rule of "${stage}" says something else each time it runs (${node?.place.line ?? 'in a statement'}): a rule is a pure function of its columns and params, without clock, randomness or outside state.`,
    details: { tlm: stage, line: node?.place.line ?? '' },
  })
}

const CONDITIONS = new Set([
  'above',
  'atLeast',
  'below',
  'equal',
  'isZero',
  'is',
  'sameId',
  'and',
  'or',
  'not',
  'listDuplicates',
])

function assertConditionsConsumed(plan: Plan): void {
  const used = usedNodes(plan)
  plan.nodes.forEach((node, index) => {
    const flag = node.type === 'flag' && node.operation.op === 'column'
    if (!(flag || CONDITIONS.has(node.operation.op)) || used.has(index)) return
    const stage = plan.stages[node.stage]?.name ?? ''
    throw new UsageError({
      code: 'condition-not-consumed',
      message: `A condition at ${node.place.line} in the rule of "${stage}" is used by nothing: an if, ?: or && on a symbolic value always takes the true branch. Use when() or select().`,
      details: { tlm: stage, line: node.place.line },
    })
  })
}

function usedNodes(plan: Plan): Set<number> {
  const used = new Set<number>(plan.nodes.flatMap((node) => node.operands))
  for (const node of Object.values(plan.columns)) used.add(node)
  const visit = (instruction: Instruction): void => {
    if (typeof instruction === 'number') return
    for (const node of instruction.mask) used.add(node)
    if (instruction.op === 'each') instruction.body.forEach(visit)
    if (instruction.op === 'reject' || instruction.op === 'finish') used.add(instruction.condition)
    if (instruction.op === 'emit')
      Object.values(instruction.fields).forEach((node) => used.add(node))
  }
  for (const stage of plan.stages) stage.body.forEach(visit)
  return used
}

function deepFreezePlan(plan: Plan): Plan {
  plan.nodes.forEach((node) => Object.freeze(node))
  plan.stages.forEach((stage) => Object.freeze(stage))
  return Object.freeze(plan)
}
