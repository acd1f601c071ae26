import { mix, mixBelow } from '../mix.ts'
import { permute } from '../permute.ts'
import { pickSupplier, SUPPLIERS_PER_SESSION } from '../pickSupplier.ts'
import type { Job, Ratio } from '../plainBigint.ts'
import { EPOCH } from './jobs.ts'
import type { JobsShape } from './JobsShape.ts'

/** One job in numbers: the same that `toJob` names. */
export interface JobNumbers {
  readonly application: number
  readonly session: number
  readonly supplier: number
  readonly computeUnits: number
  /** Place in `MULTIPLIERS`. */
  readonly multiplier: number
  readonly cap: bigint
  readonly holders: readonly number[]
  readonly percents: readonly number[]
}

/** A shape, and how many claims of it there are. */
export interface Jobs {
  readonly shape: JobsShape
  readonly count: number
}

const PERCENTS = [
  [1, 64, 35],
  [1, 40, 59],
  [50, 30, 20],
  [5, 32, 63],
  [33, 33, 34],
  [64, 35, 1],
] as const

const COMPUTE_UNITS_MIN = 1_000
const COMPUTE_UNITS_MAX = 1_000_000

/** 1, 1.037, 1.074, ... 3.331. */
export const MULTIPLIERS: readonly Ratio[] = Array.from({ length: 64 }, (_, place) => {
  return { num: 1000n + 37n * BigInt(place), den: 1000n }
})

/** What every supplier and shareholder holds at first, in base units. */
export const OPENING = 1_000n

/** Job `index` in canonical order: of application, session, supplier. */
export function jobAt({ shape, count }: Jobs, index: number): JobNumbers {
  const { seed, suppliers, holders } = shape
  const perApplication = jobsPerApplication({ shape, count })
  const ofApplication = index % perApplication
  const slot = ofApplication % SUPPLIERS_PER_SESSION
  const draw = (limit: number, lane: number): number => mixBelow(limit, { seed, index, lane })
  const computeUnits = COMPUTE_UNITS_MIN + draw(COMPUTE_UNITS_MAX - COMPUTE_UNITS_MIN, 1)
  const multiplier = draw(MULTIPLIERS.length, 2)
  const isCapped = draw(1000, 3) < shape.cappedPermille
  const capPermille = isCapped ? 500 + draw(500, 4) : 1000 + draw(3000, 4)
  const claimed = claimedOf(shape, computeUnits, multiplier)
  return {
    application: Math.floor(index / perApplication),
    session: Math.floor(ofApplication / SUPPLIERS_PER_SESSION),
    supplier: pickSupplier(suppliers, { slot, index, seed }),
    computeUnits,
    multiplier,
    cap: (claimed * BigInt(capPermille)) / 1000n,
    holders: [draw(holders, 5), draw(holders, 6), draw(holders, 7)],
    percents: PERCENTS[draw(PERCENTS.length, 8)] ?? PERCENTS[0],
  }
}

/** All jobs, one at a time, in canonical order or shuffled. */
export function* generateJobs(
  jobs: Jobs,
  order: 'canonical' | 'shuffled' = 'canonical',
): Generator<Job> {
  const { count, shape } = jobs
  for (let place = 0; place < count; place++) {
    const index = order === 'canonical' ? place : permute(place, { count, seed: shape.seed })
    yield toJob(jobAt(jobs, index))
  }
}

function toJob({ application, session, supplier, ...job }: JobNumbers): Job {
  return {
    application: nameOf('app', application),
    session: nameOf('s', session),
    supplier: nameOf('sup', supplier),
    computeUnits: BigInt(job.computeUnits),
    multiplier: MULTIPLIERS[job.multiplier] ?? { num: 1n, den: 1n },
    cap: job.cap,
    epoch: EPOCH,
    shareholders: job.holders.map((holder, place) => {
      return { to: holderAccount(holder), percent: BigInt(job.percents[place] ?? 0) }
    }),
  }
}

/** Accounts as the C reference numbers them, with what each holds at first. */
export function* openingOf(jobs: Jobs): Generator<readonly [account: string, held: bigint]> {
  const { shape } = jobs
  for (let application = 0; application < shape.applications; application++) {
    yield [`application/${nameOf('app', application)}/stake`, stakeOf(jobs, application)]
  }
  for (let supplier = 0; supplier < shape.suppliers; supplier++) {
    yield [`supplier/${nameOf('sup', supplier)}/account`, OPENING]
  }
  for (let holder = 0; holder < shape.holders; holder++) yield [holderAccount(holder), OPENING]
  for (const path of ['supply/burn', 'module/network', 'module/treasury', 'module/validators']) {
    yield [path, 0n]
  }
}

/** Plenty is twice what all its claims can cost; tight is 30 to 90 percent of what they ask. */
function stakeOf(jobs: Jobs, application: number): bigint {
  const { shape } = jobs
  const perApplication = BigInt(jobsPerApplication(jobs))
  const most = claimedOf(shape, COMPUTE_UNITS_MAX, MULTIPLIERS.length - 1)
  if (shape.stakes === 'plenty') return most * perApplication * 2n
  const usual = claimedOf(shape, COMPUTE_UNITS_MAX / 2, MULTIPLIERS.length / 2)
  const percent = 30 + (mix({ seed: shape.seed, index: application, lane: 99 }) % 60)
  return (usual * perApplication * BigInt(percent)) / 100n
}

function jobsPerApplication({ shape, count }: Jobs): number {
  return Math.ceil(count / shape.applications)
}

function claimedOf({ pricePerUnit }: JobsShape, computeUnits: number, multiplier: number): bigint {
  const { num, den } = MULTIPLIERS[multiplier] ?? { num: 1n, den: 1n }
  return (BigInt(computeUnits) * pricePerUnit * num) / den
}

/** Digits make the order of bytes the order of numbers. */
function nameOf(prefix: string, number: number): string {
  return `${prefix}-${number.toString().padStart(6, '0')}`
}

function holderAccount(holder: number): string {
  return `holder/${nameOf('h', holder)}/account`
}
