import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Balances, Workload } from '../Workload.ts'
import { FileWriter } from './FileWriter.ts'

/** What one run of the C reference measured. */
export interface ReferenceRun {
  readonly nanoseconds: number
  /** Of which the program ran. */
  readonly busyNanoseconds: number
  readonly settled: number
  readonly postings: number
  readonly peakKilobytes: number
}

/** A workload as the C reference reads it, and where it puts the balances. */
export interface ReferenceFiles {
  readonly program: string
  readonly claims: string
  readonly balances: string
}

/** Writes `count` claims of a workload for the C reference. */
export function writeReferenceFiles(
  workload: Workload,
  { count, program, folder }: { readonly count: number; program: string; folder: string },
): ReferenceFiles {
  const claims = join(folder, `${workload.id}-${count}.claims`)
  const accounts = [...workload.accounts(count)]
  const file = new FileWriter(claims)
  file.u64(workload.fileKind).u64(count).u64(accounts.length)
  for (const { opening } of accounts) file.u128(opening)
  for (const { floor } of accounts) file.u128(floor)
  workload.write(file, count)
  file.close()
  return { program, claims, balances: join(folder, `${workload.id}-${count}.balances`) }
}

/** Settles the files once, after a run that does not count. */
export function runReference({ program, claims, balances }: ReferenceFiles): ReferenceRun {
  const { status, stdout, stderr } = spawnSync(program, [claims, balances], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`settle.c stopped: ${stderr}`)
  return JSON.parse(stdout) as ReferenceRun
}

/** The balances that the last run left. */
export function readReferenceBalances(
  workload: Workload,
  { count, files }: { readonly count: number; readonly files: ReferenceFiles },
): Balances {
  const bytes = readFileSync(files.balances)
  const balances = new Map<string, Map<string, bigint>>()
  let offset = 0
  for (const { account, denomination } of workload.accounts(count)) {
    const low = bytes.readBigUInt64LE(offset)
    const high = bytes.readBigUInt64LE(offset + 8)
    offset += 16
    const ofDenomination = balances.get(denomination) ?? new Map<string, bigint>()
    balances.set(denomination, ofDenomination.set(account, (high << 64n) | low))
  }
  return balances
}
