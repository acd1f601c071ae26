import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const TEMPORARY = /^\..+\.([0-9]+)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/

/** Whether a name is one that this command gives to files that it is writing. */
export function isTemporary(name: string): boolean {
  return TEMPORARY.test(name)
}

/** Removes what commands that were killed left in a folder: temporary files of no live process. */
export function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder)) {
    const owner = TEMPORARY.exec(name)?.[1]
    if (owner !== undefined && !isAlive(Number(owner))) rmSync(join(folder, name), { force: true })
  }
}

function isAlive(owner: number): boolean {
  try {
    process.kill(owner, 0)
    return true
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}
