import { UsageError } from '@tlmkit/core'
import type { JudgedBatch, TraceJudge } from '../batches/TraceJudge.js'
import type { CommittedBatch } from './CommittedBatch.js'
import { judgeEvidence, openRows } from './openRows.js'
import { membershipOnly, type RowCheck } from './RowCheck.js'
import type { TraceVerdict } from './TraceVerdict.js'
import { verifyProof, type ProofLevel } from './verifyProof.js'

export interface TraceJudgeOptions {
  /** Row checks that batches may name besides `membershipOnly`. */
  readonly rowChecks?: readonly RowCheck[]
  /** The level that a proof of this batch must have; `recompute` unless given. */
  readonly level?: (batch: JudgedBatch) => ProofLevel
}

/**
 * Judges the proofs, rows and evidence of batches for their lifecycle.
 *
 * Rule: a row is good when every row check that its batch opened with accepts it.
 * Errors: `row-check-unknown`, so that nobody is blamed for a check that is missing here.
 * Source: spec/microtask.md, whose fault.
 */
export function traceJudge(options: TraceJudgeOptions = {}): TraceJudge {
  const { rowChecks = [], level } = options
  const known = new Map([membershipOnly, ...rowChecks].map((check) => [check.name, check]))
  const named = (name: string): RowCheck => {
    const check = known.get(name)
    if (check !== undefined) return check
    throw checkUnknown(name)
  }
  const committed = (batch: JudgedBatch): CommittedBatch => ({
    batch: batch.id,
    taskCount: Number(batch.tasks),
    segmentSize: Number(batch.segmentSize),
    tasksRoot: batch.tasksRoot,
    traceRoot: (segment) => batch.traceRoot(BigInt(segment)),
    rowCheck: allOf(batch.rowChecks.map(named)),
  })
  return {
    proof: (batch, proof) => {
      const verdict = verifyProof(committed(batch), proof, level?.(batch))
      if (verdict.kind !== 'bad-rows') return { verdict: verdict.kind }
      return { verdict: 'bad', segments: segmentsOf(verdict) }
    },
    rows: (batch, segment, rows) => {
      const verdict = openRows(committed(batch), Number(segment), rows)
      if (verdict.kind === 'invalid') return 'unopened'
      return verdict.bad.length === 0 ? 'good' : 'bad'
    },
    isShownBad: (batch, segment, evidence) =>
      judgeEvidence(committed(batch), Number(segment), evidence).kind === 'bad-rows',
  }
}

function allOf(checks: readonly RowCheck[]): RowCheck {
  return {
    name: checks.map(({ name }) => name).join(', '),
    description: checks.map(({ description }) => description).join(' '),
    check: (row, place) => checks.every((each) => each.check(row, place)),
  }
}

function checkUnknown(name: string): UsageError {
  return new UsageError({
    code: 'row-check-unknown',
    message: `rowChecks: there is no row check "${name}" here; give it to traceJudge.`,
    details: { name },
  })
}

function segmentsOf(verdict: TraceVerdict & { readonly kind: 'bad-rows' }): readonly bigint[] {
  return [...new Set(verdict.rows.map(({ segment }) => BigInt(segment)))]
}
