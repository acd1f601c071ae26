import { UsageError } from '../errors/UsageError.js'
import type { Instruction, Operation, PlanNode, Statement, ValueType } from './Plan.js'
import { assertOperation } from './assertOperation.js'
import { callerLine, RulePlace } from './callerLine.js'

/** How a value is recorded. */
export interface NodeOptions {
  readonly operation: Operation
  readonly operands?: readonly number[]
  readonly type: ValueType
  readonly denomination?: string | undefined
}

type Draft<S> = S extends Statement ? Omit<S, 'mask' | 'stage' | 'place'> : never
/** A statement before the tracer adds where it stands. */
export type StatementDraft = Draft<Statement>

/** Records what a rule says while it runs once over symbolic columns. */
export class Tracer {
  readonly nodes: PlanNode[] = []
  readonly groupKeys: readonly string[]
  #stage = -1
  #scope = -1
  #splits = 0
  #mask: number[] = []
  #body: Instruction[] = []

  constructor(groupKeys: readonly string[]) {
    this.groupKeys = groupKeys
  }

  get scope(): number {
    return this.#scope
  }

  beginStage(stage: number): void {
    this.#stage = stage
    this.#body = []
  }

  endStage(): readonly Instruction[] {
    return this.#body
  }

  nextSplit(): number {
    return this.#splits++
  }

  node(options: NodeOptions): number {
    assertOperation(this, options)
    for (const operand of options.operands ?? []) this.#assertInScope(operand)
    return this.reduce(options)
  }

  /** Records a value over the items of a list loop that has ended. */
  reduce(options: NodeOptions): number {
    const { operation, operands = [], type, denomination } = options
    const index = this.nodes.length
    this.nodes.push({
      operation,
      operands,
      type,
      scope: this.#scope,
      stage: this.#stage,
      place: new RulePlace(),
      ...(denomination === undefined ? {} : { denomination }),
    })
    this.#body.push(index)
    return index
  }

  /** Records a statement under the conditions of the `when` blocks around it. */
  statement(draft: StatementDraft): void {
    for (const node of nodesOf(draft)) this.#assertInScope(node)
    for (const node of this.#mask) this.#assertInScope(node)
    const place = { mask: [...this.#mask], stage: this.#stage, place: new RulePlace() }
    this.#body.push({ ...draft, ...place } satisfies Statement)
  }

  /** Names a node for explain; a second name goes on an alias. */
  name(index: number, name: string): number {
    this.#assertInScope(index)
    const node = this.nodes[index]
    if (node === undefined) throw outsideRule()
    if (node.name === undefined && node.stage === this.#stage) {
      this.nodes[index] = { ...node, name }
      return index
    }
    if (node.name === name) return index
    const { type, denomination } = node
    const alias = this.node({
      operation: { op: 'alias' },
      operands: [index],
      type,
      denomination,
    })
    return this.name(alias, name)
  }

  /** The node, or an alias in the list loop that runs of one recorded before it. */
  perItem(index: number): number {
    const node = this.nodes[index]
    if (node === undefined) throw outsideRule()
    if (node.scope === this.#scope) return index
    const { type, denomination } = node
    return this.node({ operation: { op: 'alias' }, operands: [index], type, denomination })
  }

  masked(condition: number, body: () => void): void {
    this.#mask.push(condition)
    try {
      body()
    } finally {
      this.#mask.pop()
    }
  }

  /** Records a loop over a list; gives what `body` returned. */
  loop<R>(listNode: number, body: (scope: number) => R): R {
    if (this.#scope !== -1) {
      throw new UsageError({
        code: 'nested-list',
        message: 'A list loop stands inside another: lists are one level deep.',
      })
    }
    const outer = { body: this.#body, mask: this.#mask }
    const scope = this.nodes.length
    this.#body = []
    this.#mask = []
    this.#scope = scope
    try {
      return body(scope)
    } finally {
      const inner = this.#body
      this.#body = outer.body
      this.#mask = outer.mask
      this.#scope = -1
      this.statement({ op: 'each', list: listNode, scope, body: inner })
    }
  }

  #assertInScope(operand: number): void {
    const node = this.nodes[operand]
    if (node === undefined) throw outsideRule()
    if (node.scope !== -1 && node.scope !== this.#scope) {
      throw new UsageError({
        code: 'list-item-outside',
        message: `A value of a list item is used outside its list loop (${callerLine()}): return it from each() and take .sum().`,
      })
    }
  }
}

/** The nodes that a statement demands itself; those of a loop's body are its own. */
function nodesOf(draft: StatementDraft): readonly number[] {
  switch (draft.op) {
    case 'reject':
    case 'finish':
      return [draft.condition]
    case 'transfer':
      return [draft.amount, draft.from, draft.to]
    case 'splitAmong':
      return [draft.amount, draft.from, draft.list]
    case 'take':
      return [draft.upTo, draft.to, ...draft.from]
    case 'balance':
      return [draft.account]
    case 'tally':
      return [draft.units, draft.on]
    case 'emit':
      return Object.values(draft.fields)
    case 'perClaim':
      return Object.values(draft.reads)
    case 'each':
      return [draft.list]
  }
}

let active: Tracer | undefined

/** The tracer of the rule that is running. Errors: `outside-rule`. */
export function currentTracer(): Tracer {
  if (active === undefined) throw outsideRule()
  return active
}

/** Runs `body` with its symbolic values recorded by `tracer`. */
export function traceWith<R>(tracer: Tracer, body: () => R): R {
  const outer = active
  active = tracer
  try {
    return body()
  } finally {
    active = outer
  }
}

function outsideRule(): UsageError {
  return new UsageError({
    code: 'outside-rule',
    message: 'A symbolic value is used outside the rule that received it.',
  })
}
