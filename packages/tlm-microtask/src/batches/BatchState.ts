/** A batch while it may still pay, fail or bind. Amounts in base units, heights in blocks. */
export type LiveBatch = {
  readonly status: 'open' | 'finalized' | 'failed' | 'expired'
  readonly caller: string
  /** Number of tasks, and of segments. */
  readonly tasks: bigint
  readonly segments: bigint
  /** Root of the tree of tasks, hex. */
  readonly tasksRoot: string
  readonly burned: bigint
  readonly bonus: bigint
  readonly nodesPay: bigint
  readonly submittedAt: bigint
  /** Height at which it left `open`. */
  readonly endedAt: bigint
  /** Segments committed, and what they were paid. */
  readonly committed: bigint
  readonly paid: bigint
  /** Executor that came last; each names the one before it. Empty: there is none. */
  readonly lastExecutor: string
  /**
   * Segment that was accepted or committed last; each names the one before it. Null: there is none.
   */
  readonly lastSegment: bigint | null
  readonly aggregator: string
  /** Height at which it bound itself. */
  readonly aggregatorSince: bigint
  readonly aggregatorBond: bigint
  /** It finalized what is bad, or let a batch expire that had all segments. */
  readonly isAggregatorAtFault: boolean
  /** Aggregator that was replaced. */
  readonly replacedAggregator: string
  readonly isBonusPaid: boolean
  readonly failures: bigint
  /** What its caller was compensated for so far. */
  readonly compensated: bigint
}

/** What a lifecycle keeps of a batch. */
export type BatchState = LiveBatch | { readonly status: 'closed' }

/** One segment of a batch that somebody accepted or committed. */
export type SegmentState = {
  /** Node that committed it; empty while nobody has. */
  readonly node: string
  /** Root of its rows, hex. */
  readonly traceRoot: string
  readonly committedAt: bigint
  /** Node that accepted it; empty where nobody did. */
  readonly acceptor: string
  readonly acceptedAt: bigint
  readonly demandedAt: bigint | null
  readonly isRevealed: boolean
  /** Segment that was accepted or committed before it. */
  readonly previous: bigint | null
}

/** A node that accepted or committed segments of a batch. Amounts in base units. */
export type ExecutorState = {
  readonly paid: bigint
  /** Pay of segments it accepted and has not committed. */
  readonly accepted: bigint
  readonly bound: bigint
  /** How often it accepted. */
  readonly steps: bigint
  readonly isAtFault: boolean
  /** The batch was counted against it: at fault, or late when the batch expired. */
  readonly isStruck: boolean
  /** Executor that came before it. */
  readonly previous: string
}
