import { spawnSync } from 'node:child_process'

const root = new URL('../../', import.meta.url)

/**
 * Builds the packages through the turbo cache and prints nothing unless the build fails.
 * @param {string[]} filters turbo `--filter` arguments; none builds everything
 * @returns {void}
 */
export function buildQuietly(filters = []) {
  const built = spawnSync(
    'turbo',
    ['run', 'build', '--output-logs=errors-only', ...filters.map((name) => `--filter=${name}`)],
    { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' },
  )
  if (built.status === 0) return
  const reason = built.error === undefined ? '' : `${built.error.message}\n`
  process.stderr.write(`${built.stdout}${built.stderr}${reason}`)
  process.exit(built.status ?? 1)
}
