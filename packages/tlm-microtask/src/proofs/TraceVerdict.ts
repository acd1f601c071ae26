import type { RowPlace } from './RowCheck.js'

/**
 * Why bytes prove nothing. Whoever gave them may try again; no executor is at fault.
 *
 * | fault | meaning |
 * |---|---|
 * | missing | there are no bytes |
 * | malformed | no lower-case hex, an unknown version, a wrong length |
 * | another-level | they are of another level or purpose than was asked for |
 * | another-batch | they name another batch, number of tasks, segment size or segment |
 * | another-sample | they are of another sample: other rows or another block hash |
 * | trace-root-differs | rows do not open to the committed trace root |
 * | tasks-root-differs | task hashes do not open to the tasks root |
 */
export type ProofFault =
  | 'missing'
  | 'malformed'
  | 'another-level'
  | 'another-batch'
  | 'another-sample'
  | 'trace-root-differs'
  | 'tasks-root-differs'

/** A row that opened and is bad: its executor is at fault. */
export interface BadRow extends Omit<RowPlace, 'batch'> {
  /** It is not of the task at its index, or the batch's row check refused it. */
  readonly cause: 'another-task' | 'row-check'
}

export interface InvalidProof {
  readonly kind: 'invalid'
  readonly fault: ProofFault
  /** The segment where it was found, if it was in one. */
  readonly segment?: number
}

/** What a proof or evidence shows: all is good, rows are bad (ascending by index), or nothing. */
export type TraceVerdict =
  | { readonly kind: 'good' }
  | { readonly kind: 'bad-rows'; readonly rows: readonly BadRow[] }
  | InvalidProof

/** The verdict over rows that opened. */
export function verdictOf(rows: readonly BadRow[]): TraceVerdict {
  return rows.length === 0 ? { kind: 'good' } : { kind: 'bad-rows', rows }
}

export function invalid(fault: ProofFault, segment?: number): InvalidProof {
  return { kind: 'invalid', fault, ...(segment === undefined ? {} : { segment }) }
}
