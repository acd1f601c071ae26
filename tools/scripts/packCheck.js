import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

// Packs the package in the current folder once and lets publint and attw read the same tarball.
const folder = mkdtempSync(join(tmpdir(), 'tlmkit-pack-'))
const bins = fileURLToPath(new URL('../node_modules/.bin/', import.meta.url))

/** @param {string} command @param {string[]} args */
function run(command, args) {
  const shell = process.platform === 'win32'
  const done = spawnSync(command, args, { encoding: 'utf8', shell })
  if (done.status === 0) return
  process.stderr.write(done.stdout + done.stderr)
  process.exitCode = 1
}

try {
  run('pnpm', ['pack', '--pack-destination', folder])
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'))
  if (tarball === undefined) throw new Error('pnpm pack wrote no tarball')
  run(join(bins, 'publint'), ['run', join(folder, tarball), '--strict'])
  run(join(bins, 'attw'), [join(folder, tarball), '--profile', 'esm-only'])
} finally {
  rmSync(folder, { recursive: true })
}
