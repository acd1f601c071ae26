import { remainderOf, UsageError } from '@tlmkit/core'
import { bytesToHex } from '@noble/hashes/utils.js'
import { parseHash } from '../tasks/parseHex.js'
import { HASH_BYTES, tagged } from '../tasks/TaggedHash.js'
import { batchIdOf } from '../trace/batchIdOf.js'

/** Which rows a spot check looks at. */
export interface Sample {
  /** Draws, each from all rows of the batch: 1 to 65,536. */
  readonly rows: number
  /** Hash of a block later than the last commit, as 64 lower-case hex digits. */
  readonly blockHash: string
}

const DRAWS_MAX = 65_536

/**
 * The indices of the rows that a sample draws: ascending, each once, however often it is drawn.
 *
 * Rule: draw j is keccak256(0x06 || batch id || block hash || j u32 big-endian) modulo the number
 * of tasks, for j from 0. Draws are independent, so that a bad fraction f is caught with
 * probability 1-(1-f)^rows.
 * Errors: `sample-rows-invalid`, `hash-not-hex`, `hash-length`.
 */
export function samplePlaces(batch: string, taskCount: number, sample: Sample): readonly number[] {
  assertDraws(sample.rows)
  const batchId = batchIdOf(batch)
  const blockHash = parseHash(sample.blockHash, 'block hash')
  const indices = new Set<number>()
  for (let draw = 0; draw < sample.rows; draw++) {
    const digest = tagged
      .begin(0x06)
      .bytes(batchId, 0, HASH_BYTES)
      .bytes(blockHash, 0, HASH_BYTES)
      .u32(draw)
      .digest()
    indices.add(Number(remainderOf(BigInt(`0x${bytesToHex(digest)}`), BigInt(taskCount))))
  }
  return [...indices].sort((a, b) => a - b)
}

function assertDraws(rows: number): void {
  if (Number.isSafeInteger(rows) && rows > 0 && rows <= DRAWS_MAX) return
  throw new UsageError({
    code: 'sample-rows-invalid',
    message: `A sample of ${rows} rows; draw 1 to ${DRAWS_MAX}.`,
    details: { rows },
  })
}
