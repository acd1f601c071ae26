/** What a judge of rows must know of a batch. */
export interface JudgedBatch {
  readonly id: string
  readonly tasks: bigint
  readonly tasksRoot: string
  readonly segmentSize: bigint
  readonly segments: bigint
  /** Row checks that the batch opened with, by name. */
  readonly rowChecks: readonly string[]
  /** Trace root that a segment was committed with, hex. */
  readonly traceRoot: (segment: bigint) => string
}

/** What a proof over a whole batch shows. */
export type ProofVerdict =
  | { readonly verdict: 'good' | 'invalid' }
  /** Segments with rows that open and are bad. */
  | { readonly verdict: 'bad'; readonly segments: readonly bigint[] }

/** What the rows of one segment show: they do not open, all are good, or one is bad. */
export type RowsVerdict = 'unopened' | 'good' | 'bad'

/** Judges rows. Pure; whatever bytes it gets, it gives a verdict. */
export interface TraceJudge {
  readonly proof: (batch: JudgedBatch, proof: string) => ProofVerdict
  readonly rows: (batch: JudgedBatch, segment: bigint, rows: string) => RowsVerdict
  /** Whether the evidence shows that a committed row of the segment is bad. */
  readonly isShownBad: (batch: JudgedBatch, segment: bigint, evidence: string) => boolean
}
