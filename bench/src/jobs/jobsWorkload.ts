import { initialState } from '@tlmkit/core'
import { settleJobs } from '../plainBigint.ts'
import type { EngineWork, NumberedAccount, Order, PlainWork, Workload } from '../Workload.ts'
import { generateJobs, openingOf, type Jobs } from './generateJobs.ts'
import { jobParams } from './jobParams.ts'
import { EPOCH } from './jobs.ts'
import { jobsNetwork, STAKE_FLOOR } from './jobsNetwork.ts'
import type { JobsShape } from './JobsShape.ts'
import { writeJobs } from './writeJobs.ts'

/** The workload of a shape. */
export function jobsWorkload(id: string, title: string, shape: JobsShape): Workload {
  return {
    id,
    title,
    fileKind: 1,
    plain: (count) => plainJobs({ shape, count }),
    engine: (count, order) => engineJobs({ shape, count }, order),
    accounts: (count) => accountsOf({ shape, count }),
    write: (file, count) => {
      writeJobs(file, { shape, count })
    },
  }
}

function plainJobs(jobs: Jobs): PlainWork {
  const claims = [...generateJobs(jobs)]
  const opening = openingBalances(jobs)
  const params = jobParams(jobs.shape)
  let balances = new Map(opening)
  return {
    settle: () => settleJobs(claims, balances, params),
    reset: () => {
      balances = new Map(opening)
    },
    balances: () => new Map([['tok', balances]]),
  }
}

function engineJobs(jobs: Jobs, order: Order): EngineWork {
  const network = jobsNetwork(jobs.shape)
  const rows = [...generateJobs(jobs, order)]
  return {
    network,
    state: initialState(network, { balances: new Map([['tok', openingBalances(jobs)]]) }),
    input: { id: 'bench', height: EPOCH, claims: { jobs: { rows } } },
  }
}

function openingBalances(jobs: Jobs): Map<string, bigint> {
  return new Map([...openingOf(jobs)].filter(([, held]) => held > 0n))
}

function* accountsOf(jobs: Jobs): Generator<NumberedAccount> {
  for (const [account, opening] of openingOf(jobs)) {
    const floor = account.startsWith('application/') ? STAKE_FLOOR : 0n
    yield { account, denomination: 'tok', opening, floor }
  }
}
