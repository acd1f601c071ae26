import { formatRatio } from '../amounts/Ratio.js'
import type { Plan, PlanNode } from '../rules/Plan.js'

/** How the operands of a formula are shown: by name, or by what they came to on a claim. */
export type ShowOperand = (node: PlanNode, index: number) => string | undefined

/**
 * The formula of a node in words of arithmetic: named operands by name, others spelled out.
 *
 * `show` may replace a named operand or column, for instance by its value.
 * @example 'floor(floor(stake / pendingSessions) / claims presented)'
 */
export function formulaOf(plan: Plan, index: number, show: ShowOperand = nameOf): string {
  const node = plan.nodes[index]
  if (node === undefined) return '?'
  return spell({ plan, node, names: show === nameOf }, (operand) => {
    const inner = plan.nodes[operand]
    if (inner === undefined) return '?'
    const shown = show(inner, operand)
    if (shown !== undefined) return shown
    const text = formulaOf(plan, operand, show)
    return INFIX.has(inner.operation.op) ? `(${text})` : text
  })
}

const INFIX = new Set([
  'plus',
  'minus',
  'multiply',
  'and',
  'or',
  'above',
  'atLeast',
  'below',
  'equal',
])

function nameOf(node: PlanNode): string | undefined {
  return node.name ?? (node.operation.op === 'column' ? node.operation.column : undefined)
}

type Operand = (index: number) => string

interface Spelled {
  readonly plan: Plan
  readonly node: PlanNode
  /** Operands are shown by name: those inside an account path then stand in braces. */
  readonly names: boolean
}

function spell({ plan, node, names }: Spelled, operand: Operand): string {
  const { operation } = node
  const [a, b, c] = node.operands.map((index) => () => operand(index))
  const [x, y, z] = [a?.() ?? '', b?.() ?? '', c?.() ?? '']
  switch (operation.op) {
    case 'column':
      return operation.column
    case 'literal':
      return operation.value.toString()
    case 'ratioLiteral':
      return formatRatio(operation.value)
    case 'flagLiteral':
      return String(operation.value)
    case 'accountLiteral':
      return operation.account
    case 'over':
      return `${operation.rounding}(${x} / ${y})`
    case 'mulDiv':
      return `${operation.rounding}(${x} x ${y} / ${z})`
    case 'timesRatio':
    case 'convert':
      return `${operation.rounding}(${x} x ${y})`
    case 'minus':
      return operation.short === 'zero' ? `max(0, ${x} - ${y})` : `${x} - ${y}`
    case 'is':
      return `${x} is ${operation.value}`
    case 'bucket':
      return `${operation.kind}/${names ? `{${x}}` : x}/${operation.bucket}`
    case 'item':
      return `${x}[].${operation.field}`
    case 'listDuplicates':
      return `two of ${x} share ${operation.field}`
    case 'groupPresented':
      return `claims presented in the ${groupName(operation.keys)}`
    case 'groupCount':
      return `claims in the ${groupName(operation.keys)}${x === '' ? '' : ` where ${x}`}`
    case 'groupSum':
      return `sum over the ${groupName(operation.keys)} of ${x}${y === '' ? '' : ` where ${y}`}`
    case 'groupSame':
      return x
    case 'perClaim':
      return `${plan.stages[node.stage]?.name ?? ''}.${operation.write}`
    default:
      return spellSimple(operation.op, x, y, z)
  }
}

const TEMPLATES: Readonly<Record<string, (x: string, y: string, z: string) => string>> = {
  plus: (x, y) => `${x} + ${y}`,
  multiply: (x, y) => `${x} x ${y}`,
  min: (x, y) => `min(${x}, ${y})`,
  max: (x, y) => `max(${x}, ${y})`,
  ratioOf: (x, y) => `${x} / ${y}`,
  ratioTimes: (x, y) => `${x} x ${y}`,
  ratioOver: (x, y) => `${x} / ${y}`,
  ratioInverse: (x) => `1 / ${x}`,
  ratioPlusOne: (x) => `(1 + ${x})`,
  ratioComplement: (x) => `(1 - ${x})`,
  above: (x, y) => `${x} > ${y}`,
  atLeast: (x, y) => `${x} >= ${y}`,
  below: (x, y) => `${x} < ${y}`,
  equal: (x, y) => `${x} = ${y}`,
  sameId: (x, y) => `${x} is ${y}`,
  isZero: (x) => `${x} is zero`,
  and: (x, y) => `${x} and ${y}`,
  or: (x, y) => `${x} or ${y}`,
  not: (x) => `not (${x})`,
  select: (x, y, z) => `${y} where ${x}, else ${z}`,
  alias: (x) => x,
  listCount: (x, y) => (y === '' ? `number of ${x}` : `number of ${x} where ${y}`),
  listSum: (x) => `sum of ${x}`,
  taken: (x) => `what there was, up to ${x}`,
  short: (x) => `what was missing of ${x}`,
  balance: (x) => `balance of ${x}`,
}

function spellSimple(op: string, x: string, y: string, z: string): string {
  return TEMPLATES[op]?.(x, y, z) ?? op
}

function groupName(keys: readonly string[]): string {
  return keys.at(-1) ?? 'group'
}
