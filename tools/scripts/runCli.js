import { spawnSync } from 'node:child_process'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'

const bin = fileURLToPath(new URL('../../packages/cli/dist/bin.js', import.meta.url))

/**
 * Runs the built command under this Node, in the folder the user called from.
 * @param {string[]} args passed on as they are
 * @returns {number} the command's exit code, or 128 + the signal's number
 */
export function runCli(args) {
  const cwd = process.env['INIT_CWD'] ?? process.cwd()
  const run = spawnSync(process.execPath, [bin, ...args], { cwd, stdio: 'inherit' })
  if (run.error !== undefined) throw run.error
  if (run.signal !== null) return 128 + constants.signals[run.signal]
  return run.status ?? 1
}
