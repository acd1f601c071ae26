import type { Balances } from '../Workload.ts'

/** Who settles a workload. */
export const CONTESTANTS = ['plain', 'reference', 'columnar', 'c'] as const
export type ContestantName = (typeof CONTESTANTS)[number]

/** Parts of a settlement from file to disk. */
export const PHASES = [
  'read',
  'sort',
  'settle',
  'encode',
  'hash',
  'close',
  'root',
  'write',
  'sync',
] as const
export type Phase = (typeof PHASES)[number]
/** Milliseconds by phase, as far as they were told apart. */
export type PhaseTimes = Readonly<Partial<Record<Phase, number>>>

/** Runs and times; what it gives, with the times. */
export function timed<T extends object>(
  run: () => T,
): T & Pick<Measured, 'milliseconds' | 'busyMilliseconds'> {
  const busy = busyMilliseconds()
  const start = performance.now()
  const result = run()
  const milliseconds = performance.now() - start
  return { ...result, milliseconds, busyMilliseconds: busyMilliseconds() - busy }
}

function busyMilliseconds(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/** What one run measured. */
export interface Measured {
  /** All of the run. Settling alone is `phases.settle` where a contestant tells phases apart. */
  readonly milliseconds: number
  /** Of which the thread ran; the rest it waited, for a processor or for the garbage collector. */
  readonly busyMilliseconds: number
  readonly phases?: PhaseTimes
  readonly settled: number
  /** Absent where the contestant does not count them. */
  readonly postings?: number
  /** Peak memory of a program that is not this process. */
  readonly peakKilobytes?: number
}

/** A workload made ready for one contestant: it runs any number of times. */
export interface Contestant {
  readonly run: () => Measured
  /** Closing balances of the last run. */
  readonly balances: () => Balances
}
