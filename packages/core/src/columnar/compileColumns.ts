import type { CompiledPipeline } from '../network/compileNetwork.js'
import type { Stage } from '../rules/Plan.js'
import { compileBody, inOrder, OUTSIDE, type Compiler } from './compileStatements.js'
import type { ColumnInstruction, ColumnPlan } from './ColumnPlan.js'
import { PlanBuilder, Unsupported } from './PlanBuilder.js'
import { AMONG, BALANCE, CAP, DEMAND, EACH, EMIT, TAKE, TALLY, TRANSFER } from './rowLayout.js'

const known = new WeakMap<CompiledPipeline, ColumnPlan | undefined>()

/** The columnar form of a pipeline; undefined where only the reference engine runs it. */
export function columnsOf(compiled: CompiledPipeline): ColumnPlan | undefined {
  if (known.has(compiled)) return known.get(compiled)
  const plan = tryCompile(compiled)
  known.set(compiled, plan)
  return plan
}

function tryCompile(compiled: CompiledPipeline): ColumnPlan | undefined {
  try {
    return compileColumns(compiled)
  } catch (error) {
    if (error instanceof Unsupported) return undefined
    throw error
  }
}

/**
 * Compiles a plan for the columnar engine.
 *
 * Rule: serials count the steps of the reference engine, so that of all that would end a claim the
 * first in its order does. Nodes that depend on balances run row by row, all others by column.
 */
function compileColumns(compiled: CompiledPipeline): ColumnPlan {
  const { plan, program, pipeline } = compiled
  const builder = new PlanBuilder(compiled)
  const mark = pipeline.kind.watermark?.column
  if (mark !== undefined) builder.inputs.set(mark, builder.column('wide', undefined))
  const compiler: Compiler = {
    builder,
    masks: new Map(),
    flat: [],
    postings: { fixed: 0, perItem: 0 },
    effectSerial: undefined,
  }
  const stages = (settle: boolean): readonly Stage[] =>
    plan.stages.filter(({ phase }) => (phase === 'settle') === settle)
  const before = stages(false).flatMap((stage) => compileStage(compiler, stage))
  const [claimed, settled] = [builder.known(program.claimed), builder.known(program.settled)]
  const limited = capOf(builder, settled?.column, claimed?.column)
  const pure = inOrder(builder.pure, [...before, ...limited])
  builder.pure = []
  const settleSerial = builder.nextSerial()
  const during = stages(true).flatMap((stage) => compileStage(compiler, stage))
  const granted = builder.known(program.settled)
  const promises = capOf(builder, builder.known(program.paid)?.column, granted?.column)
  const statements = [...during, ...promises]
  const stateful = hasReads(statements)
  const told = [...before, ...statements]
  return {
    compiled,
    claim: builder.claim,
    key: pipeline.kind.key,
    columns: builder.columns,
    late: builder.stateful,
    inputs: builder.inputs,
    itemInputs: builder.itemInputs,
    lists: [...builder.lists],
    pure,
    settle: stateful ? builder.pure : inOrder(builder.pure, during),
    promises,
    posts: stateful ? undefined : compiler.flat.filter(({ op }) => op === TRANSFER || op === AMONG),
    rows: inOrder(builder.late, statements),
    told: {
      posts: only(told, [TRANSFER, AMONG, TAKE]),
      tallies: only(told, [TALLY]),
      events: only(told, [EMIT]),
    },
    claimed: builder.known(program.claimed),
    settled: granted,
    settleSerial,
    effectSerial: compiler.effectSerial ?? builder.serial + 1,
    postings: compiler.postings,
  }
}

/** The statements of a stage; what it returns is demanded, whether a later TLM reads it or not. */
function compileStage(compiler: Compiler, stage: Stage): readonly ColumnInstruction[] {
  const { builder } = compiler
  const statements = compileBody(compiler, stage.body, OUTSIDE)
  const demands = Object.values(stage.writes).map((node): ColumnInstruction => {
    const serial = builder.nextSerial()
    return { op: DEMAND, serial, a: builder.of(node, OUTSIDE), stage: stage.name }
  })
  return [...statements, ...demands]
}

function capOf(
  builder: PlanBuilder,
  a: number | undefined,
  b: number | undefined,
): readonly ColumnInstruction[] {
  if (a === undefined || b === undefined || a === b) return []
  return [{ op: CAP, serial: builder.nextSerial(), a, b }]
}

function hasReads(statements: readonly ColumnInstruction[]): boolean {
  return statements.some(({ op, body }) => op === TAKE || op === BALANCE || hasReads(body ?? []))
}

/** Statements of some operations, with the loops around them. */
function only(
  statements: readonly ColumnInstruction[],
  ops: readonly number[],
): readonly ColumnInstruction[] {
  return statements.flatMap((statement) => {
    if (statement.op !== EACH) return ops.includes(statement.op) ? [statement] : []
    const body = only(statement.body ?? [], ops)
    return body.length === 0 ? [] : [{ ...statement, x: body.length, body }]
  })
}
