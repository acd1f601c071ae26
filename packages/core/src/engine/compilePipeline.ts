import type { ParamValues } from '../params/parseParams.js'
import type { Pipeline } from '../pipeline/definePipeline.js'
import type { Instruction, Plan, PlanNode, Stage } from '../rules/Plan.js'
import { demand, type CompileContext, type Step } from './CompileContext.js'
import { compileInstruction, literalValue } from './compileInstruction.js'
import { Effects } from './Effects.js'
import { Frame } from './Frame.js'
import { Ledger } from './Ledger.js'
import type { PerClaimBody } from './compilePerClaim.js'
import type { Value } from './Poison.js'

/** An aggregate over a group: the node it fills, and what it reads. */
export interface Aggregate {
  readonly node: number
  readonly op: 'groupPresented' | 'groupCount' | 'groupSum' | 'groupSame'
  /** Number of leading key columns that rows of one group share. */
  readonly prefix: number
  readonly value: number | undefined
  readonly where: number | undefined
}

/** Straight-line steps, then perhaps an aggregate over the rows that are left. */
export interface Section {
  readonly steps: readonly Step[]
  readonly aggregate: Aggregate | undefined
}

/** A traced chain, ready to run: slots instead of names. */
export interface Program {
  readonly context: CompileContext
  /** Slots as every claim starts: literals filled in. */
  readonly template: readonly Value[]
  /** Price and limit. */
  readonly sections: readonly Section[]
  /** Settle. */
  readonly steps: readonly Step[]
  /** Leading key columns that rows of one batch share; 0 when claims are independent. */
  readonly batchPrefix: number
  readonly claimed: number | undefined
  readonly settled: number | undefined
  readonly paid: number | undefined
}

export interface CompileOptions {
  readonly params: readonly ParamValues[]
  /** Keep the value of every named node of a list loop, per item. */
  readonly explain?: boolean
}

/** Compiles a plan into the reference engine's slot machine. */
export function compilePipeline(pipeline: Pipeline, plan: Plan, options: CompileOptions): Program {
  const context: CompileContext = {
    nodes: plan.nodes,
    stages: plan.stages,
    bodies: pipeline.chain.map(({ tlm }, index) => bindBody(tlm.body, options.params[index])),
    collected: collectedNodes(plan, options.explain ?? false),
  }
  const template = foldConstants(context)
  const pure: Planned[] = []
  const settle: Planned[] = []
  for (const stage of plan.stages) {
    const planned = stage.phase === 'settle' ? settle : pure
    planned.push(...stage.body, ...demandedWrites(context, stage))
  }
  const sections = toSections(context, pure, template)
  const prefixes = sections.flatMap(({ aggregate }) =>
    aggregate === undefined ? [] : [aggregate.prefix],
  )
  return {
    context,
    template,
    sections,
    steps: compileAll(context, settle, template),
    batchPrefix: prefixes.length === 0 ? 0 : Math.min(...prefixes),
    claimed: plan.columns['claimed'],
    settled: plan.columns['settled'],
    paid: plan.columns['paid'],
  }
}

/** What is carried out in order: instructions of the plan, and what the phases ask besides. */
type Planned = Instruction | Step

/** What a rule returns is demanded, whether a later TLM reads it or not. */
function demandedWrites(context: CompileContext, stage: Stage): readonly Step[] {
  return Object.values(stage.writes).map((node) => (frame: Frame) => {
    demand(context, frame, { node, stage: stage.name })
  })
}

type Body = Pipeline['chain'][number]['tlm']['body']

function bindBody(body: Body, params: ParamValues | undefined): PerClaimBody | undefined {
  if (body.kind !== 'perClaim') return undefined
  return (row) => body.perClaim(row, (params ?? {}) as never)
}

function toSections(
  context: CompileContext,
  instructions: readonly Planned[],
  template: readonly Value[],
): Section[] {
  const sections: Section[] = []
  let run: Planned[] = []
  for (const instruction of instructions) {
    const aggregate =
      typeof instruction === 'number' ? aggregateOf(context.nodes, instruction) : undefined
    if (aggregate === undefined) {
      run.push(instruction)
      continue
    }
    sections.push({ steps: compileAll(context, run, template), aggregate })
    run = []
  }
  sections.push({ steps: compileAll(context, run, template), aggregate: undefined })
  return sections
}

function compileAll(
  context: CompileContext,
  instructions: readonly Planned[],
  template: readonly Value[],
): Step[] {
  return instructions
    .filter((one) => typeof one !== 'number' || template[one] === undefined)
    .map((one) => (typeof one === 'function' ? one : compileInstruction(context, one)))
    .filter((step) => step !== undefined)
}

function aggregateOf(nodes: readonly PlanNode[], index: number): Aggregate | undefined {
  const node = nodes[index]
  if (node === undefined || !('keys' in node.operation)) return undefined
  const { op, keys } = node.operation
  const [first, second] = node.operands
  const counted = op === 'groupCount'
  return {
    node: index,
    op,
    prefix: keys.length,
    value: counted ? undefined : first,
    where: counted ? first : second,
  }
}

/** Literals, and pure operations over nothing but literals, computed once. */
function foldConstants(context: CompileContext): Value[] {
  const template: Value[] = context.nodes.map(literalValue)
  const noEffects = new Effects(new Ledger(new Map(), () => 0n))
  const frame = new Frame({}, template)
  context.nodes.forEach((node, index) => {
    const { operation, operands } = node
    if (operands.length === 0 || 'keys' in operation || isStateful(operation.op)) return
    if (operands.some((operand) => template[operand] === undefined)) return
    const step = compileInstruction(context, index)
    step?.(frame, noEffects)
  })
  return template
}

function isStateful(op: string): boolean {
  return op === 'taken' || op === 'short' || op === 'balance'
}

function collectedNodes(plan: Plan, explain: boolean): ReadonlySet<number> {
  const collected = new Set<number>()
  plan.nodes.forEach((node, index) => {
    if (node.operation.op === 'listSum') collected.add(node.operands[0] ?? -1)
    if (node.operation.op === 'listCount') collected.add(node.operands[1] ?? -1)
    if (explain && node.scope !== -1 && node.name !== undefined) collected.add(index)
  })
  return collected
}
