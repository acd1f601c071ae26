import type { Order, Workload } from '../Workload.ts'
import {
  readReferenceBalances,
  runReference,
  writeReferenceFiles,
} from '../reference/runReference.ts'
import { timed, type Contestant, type ContestantName } from './Contestant.ts'
import { createColumnar, createReference } from './createEngine.ts'

/** What a contestant settles, and where the C reference stands. */
export interface Task {
  readonly contestant: ContestantName
  readonly workload: string
  readonly count: number
  /** In which the engines get the claims; the others get them in canonical order. */
  readonly order: Order
  /** Program of the C reference. */
  readonly program: string
  readonly folder: string
}

/** Generates the claims of a task and makes its contestant ready. */
export function createContestant(workload: Workload, task: Task): Contestant {
  const { contestant, count, order } = task
  switch (contestant) {
    case 'plain':
      return createPlain(workload, count)
    case 'reference':
      return createReference(workload.engine(count, order))
    case 'columnar':
      // It streams: claims come to it in canonical order.
      return createColumnar(workload.engine(count, 'canonical'))
    case 'c':
      return createProgram(workload, task)
  }
}

function createPlain(workload: Workload, count: number): Contestant {
  const work = workload.plain(count)
  return {
    run() {
      work.reset()
      return timed(() => work.settle())
    },
    balances: work.balances,
  }
}

function createProgram(workload: Workload, task: Task): Contestant {
  const files = writeReferenceFiles(workload, task)
  return {
    run() {
      const { nanoseconds, busyNanoseconds, ...run } = runReference(files)
      return { ...run, milliseconds: nanoseconds / 1e6, busyMilliseconds: busyNanoseconds / 1e6 }
    },
    balances: () => readReferenceBalances(workload, { count: task.count, files }),
  }
}
