import { UsageError } from '../errors/UsageError.js'
import { callerLine } from './callerLine.js'
import type { Operation, PlanNode, ValueType } from './Plan.js'

/** What each operand of an operation must be. `number` is an amount or units. */
type Wanted = ValueType | 'number'

const WANTED: Partial<Record<Operation['op'], readonly Wanted[]>> = {
  plus: ['number', 'number'],
  minus: ['number', 'number'],
  min: ['number', 'number'],
  max: ['number', 'number'],
  multiply: ['number', 'units'],
  over: ['number', 'units'],
  mulDiv: ['number', 'number', 'number'],
  timesRatio: ['number', 'ratio'],
  convert: ['amount', 'ratio'],
  above: ['number', 'number'],
  atLeast: ['number', 'number'],
  below: ['number', 'number'],
  equal: ['number', 'number'],
  isZero: ['number'],
  ratioInverse: ['ratio'],
  ratioPlusOne: ['ratio'],
  ratioComplement: ['ratio'],
  and: ['flag', 'flag'],
  or: ['flag', 'flag'],
  not: ['flag'],
  select: ['flag', 'number', 'number'],
  bucket: ['id'],
}

interface Recorded {
  readonly nodes: readonly PlanNode[]
}

/**
 * Checks what a rule records, for authors whose editor did not: operands of the right kind, a
 * rounding and a shortfall that are named.
 *
 * Errors: `operand-invalid`, `rounding-missing`, `shortfall-missing`; each names the line.
 */
export function assertOperation(
  { nodes }: Recorded,
  { operation, operands = [] }: { operation: Operation; operands?: readonly number[] },
): void {
  if ('rounding' in operation && !ROUNDINGS.has(operation.rounding)) {
    throw usage('rounding-missing', `${operation.op} needs a rounding: "floor" or "ceil"`)
  }
  if ('short' in operation && !SHORTFALLS.has(operation.short)) {
    throw usage('shortfall-missing', 'minus needs to know what is below zero: "zero" or "reject"')
  }
  const wanted = WANTED[operation.op]
  if (wanted === undefined) return
  wanted.forEach((want, index) => {
    const type = nodes[operands[index] ?? -1]?.type
    const fits = want === 'number' ? type === 'amount' || type === 'units' : type === want
    if (fits) return
    const given = type ?? 'no symbolic value'
    const what = want === 'number' ? 'an amount or units' : `a value of type ${want}`
    throw usage(
      'operand-invalid',
      `${operation.op} takes ${what} as operand ${index + 1}, not ${given}`,
    )
  })
}

const ROUNDINGS: ReadonlySet<string> = new Set(['floor', 'ceil'])
const SHORTFALLS: ReadonlySet<string> = new Set(['zero', 'reject'])

function usage(code: string, why: string): UsageError {
  return new UsageError({ code, message: `At ${callerLine()}: ${why}.` })
}
