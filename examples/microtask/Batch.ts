import {
  recomputeProof,
  segmentEvidence,
  segmentRows,
  taskHash,
  tasksRoot,
  TraceRing,
  type SealedSegment,
} from '@tlmkit/tlm-microtask'
import { buildFilters } from '@tlmkit/tlm-microtask'

const SEGMENT_SIZE = 32

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** What everybody who works on a batch holds: its tasks, and the traces of its segments. */
export class Batch {
  readonly id: string
  readonly taskCount: number
  readonly #hashes: Uint8Array
  readonly #sealed = new Map<number, SealedSegment>()

  constructor(id: string, taskCount: number) {
    this.id = id
    this.taskCount = taskCount
    this.#hashes = Buffer.concat(
      Array.from({ length: taskCount }, (_, index) => textHash(`${id}: prompt ${index}`)),
    )
  }

  /** Fields of `batchSubmit`. */
  get submission(): Readonly<Record<string, string | number>> {
    const filters = hex(buildFilters(this.#hashes))
    return { tasks: this.taskCount, tasksRoot: hex(tasksRoot(this.#hashes)), filters }
  }

  get segments(): number {
    return Math.ceil(this.taskCount / SEGMENT_SIZE)
  }

  /** Runs the tasks of a segment; one that cheats answers another task in its first row. */
  execute(segment: number, { cheats = false } = {}): string {
    const ring = new TraceRing({
      ...{ batch: this.id, taskCount: this.taskCount, segmentSize: SEGMENT_SIZE },
    })
    const first = segment * SEGMENT_SIZE
    for (let index = first; index < Math.min(this.taskCount, first + SEGMENT_SIZE); index++) {
      const isBad = cheats && index === first
      const sealed = ring.write(index, {
        taskHash: isBad ? textHash('an easier prompt') : this.#taskAt(index),
        inputHash: textHash(`${this.id}: input ${index}`),
        outputHash: textHash(`${this.id}: answer ${index}`),
        cost: 50n,
      })
      if (sealed !== undefined) this.#sealed.set(segment, sealed)
    }
    return hex(this.#segment(segment).traceRoot)
  }

  /** One proof over all rows. */
  get proof(): string {
    const rows = Buffer.concat(
      Array.from({ length: this.segments }, (_, segment) => this.#segment(segment).rows),
    )
    const taskHashes = this.#hashes
    return recomputeProof({ batch: this.id, segmentSize: SEGMENT_SIZE, taskHashes, rows })
  }

  /** What answers a demand for the rows of a segment. */
  rowsOf(segment: number): string {
    return segmentRows(this.#trace(segment))
  }

  /** What shows that a segment is bad, if it is. */
  evidenceOf(segment: number): string {
    return segmentEvidence(this.#trace(segment), this.#hashes)
  }

  #trace(segment: number) {
    const { rows } = this.#segment(segment)
    const { id: batch, taskCount } = this
    return { batch, taskCount, segmentSize: SEGMENT_SIZE, segment, rows }
  }

  #segment(segment: number): SealedSegment {
    const sealed = this.#sealed.get(segment)
    if (sealed === undefined) throw new Error(`segment ${segment} of ${this.id} was not executed`)
    return sealed
  }

  #taskAt(index: number): Uint8Array {
    return this.#hashes.subarray(32 * index, 32 * index + 32)
  }
}

function textHash(text: string): Uint8Array {
  return taskHash(new TextEncoder().encode(text))
}
