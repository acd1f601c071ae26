import type { FileWriter } from '../reference/FileWriter.ts'
import { jobAt, MULTIPLIERS, type Jobs } from './generateJobs.ts'
import { jobParams } from './jobParams.ts'

/** Writes jobs as settle.c reads them: accounts by the numbers that `openingOf` gives them. */
export function writeJobs(file: FileWriter, jobs: Jobs): void {
  const { applications, suppliers, holders } = jobs.shape
  const firstModule = applications + suppliers + holders
  const params = jobParams(jobs.shape)
  file.u128(params.pricePerUnit).ratio(params.burn).ratio(params.shareholders)
  file.ratio(params.network).ratio(params.treasury).ratio(params.validators)
  for (let module = 0; module < 4; module++) file.u64(firstModule + module)
  file.u64(MULTIPLIERS.length)
  for (const multiplier of MULTIPLIERS) file.ratio(multiplier)
  writeClaims(file, jobs)
  writeLists(file, jobs)
}

function writeClaims(file: FileWriter, jobs: Jobs): void {
  const { applications } = jobs.shape
  for (let index = 0; index < jobs.count; index++) {
    const { cap, computeUnits, multiplier, application, supplier } = jobAt(jobs, index)
    file.u128(cap).u64(computeUnits).u32(multiplier).u32(application)
    file.u32(applications + supplier)
    for (let padding = 0; padding < 3; padding++) file.u32(0)
  }
}

function writeLists(file: FileWriter, jobs: Jobs): void {
  const { applications, suppliers } = jobs.shape
  const perJob = jobAt(jobs, 0).holders.length
  file.u64(jobs.count * perJob)
  for (let index = 0; index <= jobs.count; index++) file.u32(index * perJob)
  for (let index = 0; index < jobs.count; index++) {
    const { holders, percents } = jobAt(jobs, index)
    holders.forEach((holder, place) => {
      file.u32(applications + suppliers + holder).u32(percents[place] ?? 0)
    })
  }
}
