import type { Row } from '../claims/columns.js'
import { UsageError } from '../errors/UsageError.js'
import type { PlanNode, Stage, Statement } from '../rules/Plan.js'
import type { PerClaimBody } from './compilePerClaim.js'
import type { Effects } from './Effects.js'
import type { Frame } from './Frame.js'
import { Poison, type Value } from './Poison.js'

/** One compiled instruction: computes into the frame's slots, or acts on the effects. */
export type Step = (frame: Frame, effects: Effects) => void

/** What compiling an instruction needs to know of the chain. */
export interface CompileContext {
  readonly nodes: readonly PlanNode[]
  readonly stages: readonly Stage[]
  /** Per stage: the per-claim body, where it has one. */
  readonly bodies: readonly (PerClaimBody | undefined)[]
  /** Nodes of list loops whose values per item are kept after the loop. */
  readonly collected: ReadonlySet<number>
}

export interface Demanded {
  readonly node: number
  readonly stage: string
}

/** The value of a node that must be known: a poisoned one discards the claim. */
export function demand(context: CompileContext, frame: Frame, demanded: Demanded): Value {
  const value = frame.slots[demanded.node]
  if (!(value instanceof Poison)) return value
  const node = context.nodes[value.node]
  frame.ended = {
    status: 'discarded',
    tlm: context.stages[node?.stage ?? -1]?.name ?? demanded.stage,
    code: value.code,
    at: node === undefined ? '' : `${node.name ?? node.operation.op} (${node.place.line})`,
  }
  return undefined
}

export function accountIn(frame: Frame, node: number): string {
  const account = frame.slots[node]
  if (typeof account === 'string') return account
  throw new UsageError({ code: 'plan-broken', message: `Node ${node} is not an account.` })
}

export function rowsIn(value: Value): readonly Row[] {
  return Array.isArray(value) ? (value as readonly Row[]) : []
}

export function denominationOf(context: CompileContext, node: number): string {
  const { denomination } = nodeAt(context, node)
  if (denomination !== undefined) return denomination
  throw new UsageError({ code: 'plan-broken', message: `Node ${node} is not an amount.` })
}

export function nodeAt(context: CompileContext, index: number): PlanNode {
  const node = context.nodes[index]
  if (node !== undefined) return node
  throw new UsageError({ code: 'plan-broken', message: `The plan has no node ${index}.` })
}

export function stageName(context: CompileContext, statement: Statement): string {
  return context.stages[statement.stage]?.name ?? ''
}
