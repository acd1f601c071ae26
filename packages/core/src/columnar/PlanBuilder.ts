import { isRatio, type Ratio } from '../amounts/Ratio.js'
import type { Columns } from '../claims/columns.js'
import { Poison } from '../engine/Poison.js'
import type { PlanNode, ValueType } from '../rules/Plan.js'
import type { CompiledPipeline } from '../network/compileNetwork.js'
import type { ColumnInstruction, ColumnSpec, Literal, Operand, Storage } from './ColumnPlan.js'
import { EXPAND_WIDE, EXPAND_WORD, SELECT_WORD } from './layout.js'

/** A plan that the columns cannot say: the reference engine runs it. */
export class Unsupported extends Error {}

export function unsupported(what: string): never {
  throw new Unsupported(what)
}

/** Where an instruction stands: outside of lists, or in the loop over one. */
export interface Place {
  readonly list: string | undefined
  /** Values of rows that were brought to the items of this loop. */
  readonly expanded: Map<number, number>
}

/** Collects columns and instructions while a plan is compiled. */
export class PlanBuilder {
  readonly columns: ColumnSpec[] = []
  readonly inputs: Map<string, number> = new Map()
  readonly itemInputs: Map<string, Map<string, number>> = new Map()
  readonly lists: Set<string> = new Set()
  /** Columns whose values depend on what earlier rows did to balances. */
  readonly stateful: Set<number> = new Set()
  /** Where instructions go: those that need nothing of earlier rows, and the others. */
  pure: ColumnInstruction[] = []
  late: ColumnInstruction[] = []
  /** Columns as rows are presented to the engine. */
  readonly claim: Columns
  readonly #compiled: CompiledPipeline
  readonly #ofNode = new Map<number, number>()
  readonly #serialOf = new Map<number, number>()
  readonly #literals = new Map<string, number>()
  readonly #computed = new Map<string, number>()
  #serial = 0

  constructor(compiled: CompiledPipeline) {
    this.#compiled = compiled
    this.claim = compiled.pipeline.kind.all
  }

  get serial(): number {
    return this.#serial
  }

  nextSerial(): number {
    this.#serial += 1
    return this.#serial
  }

  node(index: number): PlanNode {
    return this.#compiled.plan.nodes[index] ?? unsupported(`node ${index}`)
  }

  stageName(stage: number): string {
    return this.#compiled.plan.stages[stage]?.name ?? ''
  }

  /** Adds a column. */
  column(storage: Storage, list: string | undefined): number {
    this.columns.push({ storage, list })
    return this.columns.length - 1
  }

  /** Says which column holds a node's values. */
  setColumn(node: number, column: number): void {
    this.#ofNode.set(node, column)
    this.#serialOf.set(node, this.#serial)
  }

  /**
   * Where a node's values stand, and since which step, 0 where it is known of every row; undefined
   * where nothing computes it.
   */
  known(index: number | undefined): { column: number; serial: number } | undefined {
    if (index === undefined) return undefined
    const literal = this.#literalOf(index)
    if (literal !== undefined) return { column: literal, serial: 0 }
    const [column, serial] = [this.#ofNode.get(index), this.#serialOf.get(index)]
    if (column === undefined || serial === undefined) return undefined
    // An aggregate is known of every claim of its group, of those that ended before too.
    return { column, serial: 'keys' in this.node(index).operation ? 0 : serial }
  }

  /**
   * The column of an operation that cannot fail, computed once: what several rules ask for, such as
   * a bucket of one id.
   */
  once(instruction: ColumnInstruction & { readonly out: number }): number {
    const { op, a, b, c, list, x } = instruction
    const extra = textIn(x)
    const key = [op, a, b, c, list, extra].join(' ')
    const known = this.#computed.get(key)
    if (known !== undefined && !this.isStateful(known)) return known
    this.add(instruction)
    this.#computed.set(key, instruction.out)
    return instruction.out
  }

  isWord(column: number): boolean {
    return this.columns[column]?.storage === 'word'
  }

  /** The ratio that a column holds for every row, where it is one. */
  ratioIn(column: number | undefined): Ratio | undefined {
    const literal = column === undefined ? undefined : this.columns[column]?.literal
    return literal?.type === 'ratio' ? literal.value : undefined
  }

  /** Adds an instruction, late where an operand or itself depends on balances. */
  add(instruction: ColumnInstruction, stateful = false): void {
    const { a, b, c, out, mask } = instruction
    const late = stateful || [a, b, c, mask].some((each) => this.isStateful(each))
    if (late && out !== undefined) this.stateful.add(out)
    ;(late ? this.late : this.pure).push(instruction)
  }

  isStateful(column: number | undefined): boolean {
    return column !== undefined && this.stateful.has(column)
  }

  /** Whether a node was computed before any row: a literal. */
  isLiteral(index: number): boolean {
    return this.#compiled.program.template[index] !== undefined
  }

  /** The column of a node, with a value per item where the place is a loop. */
  of(index: number, place: Place): number {
    const literal = this.#literalOf(index)
    if (literal !== undefined) return literal
    const column = this.#ofNode.get(index) ?? unsupported(`node ${index} before it is computed`)
    return this.toItems(column, place)
  }

  /** A column of rows as one of items, where the place is a loop. */
  toItems(column: number, place: Place): number {
    const spec = this.columns[column] ?? unsupported('column')
    if (place.list === undefined || spec.literal !== undefined || spec.list !== undefined) {
      return column
    }
    const known = place.expanded.get(column)
    if (known !== undefined) return known
    const out = this.column(spec.storage, place.list)
    const op = spec.storage === 'wide' ? EXPAND_WIDE : EXPAND_WORD
    this.add({ op, serial: this.#serial, out, a: column, list: place.list })
    place.expanded.set(column, out)
    return out
  }

  /** The conditions of a statement as one truth: each is asked only where those before it hold. */
  mask(conditions: readonly number[], place: Place): number | undefined {
    let mask: number | undefined
    for (const condition of conditions) {
      const next = this.of(condition, place)
      mask = mask === undefined ? next : this.both(mask, next, place)
    }
    return mask
  }

  /** A truth that is the second where the first holds, else false. */
  both(first: number, second: number, place: Place): number {
    const out = this.column('word', place.list)
    const never = this.literal({ type: 'truth', value: false })
    return this.once({
      op: SELECT_WORD,
      serial: this.#serial,
      out,
      a: first,
      b: second,
      c: never,
      list: place.list,
    })
  }

  literal(literal: Literal): number {
    const { value } = literal
    const text = isRatio(value) ? `${value.num}/${value.den}` : String(value)
    const key = `${literal.type} ${text}`
    const known = this.#literals.get(key)
    if (known !== undefined) return known
    const storage = literal.type === 'number' ? 'wide' : 'word'
    this.columns.push({ storage, list: undefined, literal })
    this.#literals.set(key, this.columns.length - 1)
    return this.columns.length - 1
  }

  /** The list that a node stands for: a column of the claim. */
  listOf(index: number): string {
    const { operation, operands } = this.node(index)
    if (operation.op === 'alias') return this.listOf(operands[0] ?? -1)
    if (operation.op !== 'column') return unsupported('a list that is not a column')
    this.lists.add(operation.column)
    return operation.column
  }

  #literalOf(index: number): number | undefined {
    const value = this.#compiled.program.template[index]
    if (value === undefined) return undefined
    const { type } = this.node(index)
    if (value instanceof Poison || Array.isArray(value)) return unsupported('a literal fault')
    if (typeof value === 'bigint') return this.literal({ type: 'number', value })
    if (typeof value === 'boolean') return this.literal({ type: 'truth', value })
    if (isRatio(value)) return this.literal({ type: 'ratio', value })
    if (typeof value === 'string' && type === 'account') {
      return this.literal({ type: 'account', value })
    }
    return unsupported(`a literal ${type}`)
  }
}

function textIn(operand: Operand | undefined): string {
  if (typeof operand !== 'object') return ''
  if ('bucket' in operand) return operand.bucket.join('/')
  return 'text' in operand ? operand.text : ''
}

/** How wide a value of a type is. */
export function storageOf(type: ValueType): Storage {
  return type === 'amount' || type === 'units' ? 'wide' : 'word'
}
