import { printLine } from '../fuzz/printLine.js'
import { Expectation } from './Expectation.js'

/** One language-neutral case: what goes in, what must come out. */
export interface Vector {
  readonly id: string
  readonly kind: string
  readonly input: unknown
  readonly expect: unknown
}

/** Runs one vector: reads the input, asserts, takes every key of the expectation. */
export type VectorRunner = (input: unknown, expected: Expectation) => void

/** What is run, by whom, and what is left out on purpose. */
export interface VectorOptions {
  readonly vectors: readonly Vector[]
  /** By kind. */
  readonly runners: Readonly<Record<string, VectorRunner>>
  /** Vector id or kind -> why it says nothing about this implementation. */
  readonly notApplicable?: Readonly<Record<string, string>>
  /** Takes the lines of the report. Default: console.info. */
  readonly print?: (line: string) => void
}

/** What running vectors came to. */
export interface VectorReport {
  readonly total: number
  readonly ran: number
  readonly notApplicable: readonly { readonly id: string; readonly reason: string }[]
}

/**
 * Runs vectors and says how many of them ran.
 *
 * Rule: prints `N of T ran, M not applicable` with each reason, and then throws one error that names
 * every vector that failed, has an unknown kind, or expects a key that its runner did not take.
 * A reason for a vector or kind that is not there fails too.
 * @example runVectors({ vectors, runners: { split: (input, expected) => ... } })
 */
export function runVectors(options: VectorOptions): VectorReport {
  const { vectors, notApplicable = {} } = options
  const print = options.print ?? printLine
  const left: { readonly id: string; readonly reason: string }[] = []
  const failures: string[] = unusedReasons(options)
  for (const vector of vectors) {
    const reason = notApplicable[vector.id] ?? notApplicable[vector.kind]
    if (reason !== undefined) left.push({ id: vector.id, reason })
    else failures.push(...failureOf(vector, options.runners[vector.kind]))
  }
  const ran = vectors.length - left.length
  print(`${ran} of ${vectors.length} ran, ${left.length} not applicable`)
  for (const { id, reason } of left) print(`  ${id}: ${reason}`)
  if (failures.length > 0) throw new VectorsFailed(failures)
  return { total: vectors.length, ran, notApplicable: left }
}

function failureOf(vector: Vector, runner: VectorRunner | undefined): readonly string[] {
  const { id, kind } = vector
  if (runner === undefined) return [`${id}: no runner for kind "${kind}"`]
  const expected = new Expectation(vector.expect)
  try {
    runner(vector.input, expected)
  } catch (error) {
    return [`${id} (${kind}): ${error instanceof Error ? error.message : String(error)}`]
  }
  if (expected.unread.length === 0) return []
  return [`${id} (${kind}): expectation not read: ${expected.unread.join(', ')}`]
}

function unusedReasons({ vectors, notApplicable = {} }: VectorOptions): string[] {
  const known = new Set(vectors.flatMap(({ id, kind }) => [id, kind]))
  return Object.keys(notApplicable)
    .filter((key) => !known.has(key))
    .map((key) => `${key}: called not applicable, but there is no such vector or kind`)
}

/** Vectors that do not come out as they say. */
export class VectorsFailed extends Error {
  readonly failures: readonly string[]
  constructor(failures: readonly string[]) {
    super(`${failures.length} vectors failed:\n${failures.join('\n')}`)
    this.failures = failures
  }
}
VectorsFailed.prototype.name = 'VectorsFailed'
