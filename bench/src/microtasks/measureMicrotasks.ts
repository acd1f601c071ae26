import { buildFilters, TraceRing } from '@tlmkit/tlm-microtask'
import { medianOf } from '../harness/medians.ts'
import { commitPlainly, commitSegments, SEGMENT_SIZE, type Committed } from './commitSegments.ts'

/** Segments of a batch; the last is a batch of a million tasks. */
const SIZES = [7_812, 15_625, 31_250] as const
const TRACED_TASKS = 4096

/** How fast segments of batches are committed, and their traces sealed; medians. */
export interface Microtasks {
  readonly commits: readonly {
    readonly segments: number
    readonly perSecond: number
    /** Of plain code, in the same run. */
    readonly plainPerSecond: number
  }[]
  readonly sealedRowsPerSecond: number
  readonly filteredTasksPerSecond: number
}

/** Commits batches of several sizes through lifecycle and pipeline, and by plain code. */
export function measureMicrotasks(repeat: number): Microtasks {
  const rounds = Array.from({ length: repeat }, (_, index) => index)
  commitSegments(SIZES[0])
  const commits = SIZES.map((segments) => {
    const runs = rounds.map(() => {
      const [engine, plain] = [commitSegments(segments), commitPlainly(segments)]
      assertSame(engine, plain)
      return { engine: engine.milliseconds, plain: plain.milliseconds }
    })
    const rate = (times: readonly number[]): number => (segments / medianOf(times)) * 1000
    const perSecond = rate(runs.map(({ engine }) => engine))
    return { segments, perSecond, plainPerSecond: rate(runs.map(({ plain }) => plain)) }
  })
  return {
    commits,
    sealedRowsPerSecond: rateOf(rounds, sealTraces),
    filteredTasksPerSecond: rateOf(rounds, () => buildFilters(hashes)),
  }
}

const hashes = Uint8Array.from({ length: TRACED_TASKS * 32 }, (_, index) => (index * 167) % 251)

function rateOf(rounds: readonly number[], work: () => unknown): number {
  work()
  const times = rounds.map(() => {
    const from = performance.now()
    work()
    return performance.now() - from
  })
  return (TRACED_TASKS / medianOf(times)) * 1000
}

function sealTraces(): void {
  const ring = new TraceRing({ batch: 'b', taskCount: TRACED_TASKS, segmentSize: SEGMENT_SIZE })
  for (let index = 0; index < TRACED_TASKS; index++) {
    const hash = hashes.subarray(32 * index, 32 * index + 32)
    ring.write(index, { taskHash: hash, inputHash: hash, outputHash: hash, cost: 50n })
  }
}

function assertSame(a: Committed, b: Committed): void {
  for (const [account, balance] of b.balances) {
    if (a.balances.get(account) !== balance) throw new Error(`${account} differs`)
  }
}
