import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Gives a test run one temporary folder, in which its tests make theirs, and removes it after. */
export function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'tlmkit-tests-'))
  process.env['TMPDIR'] = folder
  return () => {
    rmSync(folder, { recursive: true, force: true })
  }
}
