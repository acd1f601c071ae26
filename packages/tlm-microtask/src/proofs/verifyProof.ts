import { UsageError } from '@tlmkit/core'
import { assertGrid } from '../trace/SegmentGrid.js'
import type { CommittedBatch } from './CommittedBatch.js'
import type { TraceVerdict } from './TraceVerdict.js'
import { judgeRecompute } from './recomputeProof.js'
import type { Sample } from './samplePlaces.js'
import { judgeSpotCheck } from './spotCheckProof.js'

/**
 * How much an aggregation proof shows. One proof covers the whole batch.
 *
 * | level | shows |
 * |---|---|
 * | recompute | all rows: complete |
 * | spot-check | the rows drawn by a later block hash: finds a bad fraction f with 1-(1-f)^rows |
 * | stark | one proof over the whole trace; of a package of its own, refused here |
 *
 * Source: spec/microtask.md, aggregation proof.
 */
export type ProofLevel =
  | { readonly name: 'recompute' }
  | ({ readonly name: 'spot-check' } & Sample)
  | { readonly name: 'stark' }

/**
 * Judges an aggregation proof, given as hex text or bytes, against what the batch committed to.
 *
 * Rule: bytes that do not open to the committed roots are `invalid`: the aggregator's mistake, who
 * may try again. Rows that open and are bad are `bad-rows`: their executors are at fault.
 * Untrusted bytes never make it throw.
 * Errors, all of the caller's own arguments: `proof-level-unavailable`, `segment-grid-invalid`,
 * `sample-rows-invalid`, `hash-not-hex` and `hash-length` of the tasks root and block hash.
 * Source: spec/microtask.md, whose fault.
 */
export function verifyProof(
  work: CommittedBatch,
  proof: string | Uint8Array,
  level: ProofLevel = { name: 'recompute' },
): TraceVerdict {
  assertGrid(work)
  switch (level.name) {
    case 'recompute':
      return judgeRecompute(work, proof)
    case 'spot-check':
      return judgeSpotCheck(work, proof, level)
    case 'stark':
      throw new UsageError({
        code: 'proof-level-unavailable',
        message: 'stark: this package proves by recompute and spot-check; take one of them.',
        details: { level: level.name },
      })
  }
}
