import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generateExample } from './generate.ts'

const cli = fileURLToPath(new URL('../../packages/cli/dist/bin.js', import.meta.url))
const root = fileURLToPath(new URL('../../', import.meta.url))
const data = join(import.meta.dirname, 'data')
const shown = (file: string): string => relative(root, join(data, file))

const NETWORK = '--network lagrange-microtask'
const STORY = `${NETWORK} --state ${shown('state.json')} --commands ${shown('commands.ndjson')}`
const AFTER = `${NETWORK} --state ${shown('state-after.json')}`

/** Runs the story, then asks what became of the pool, of a node, and of a failed batch. */
function start(): void {
  rmSync(data, { recursive: true, force: true })
  generateExample(data)
  const files = `--out ${shown('runs')} --state-out ${shown('state-after.json')}`
  for (const command of [
    `run ${STORY} ${files}`,
    `insurance ${AFTER}`,
    `node eve ${AFTER}`,
    `explain failures/vision-1/0 ${STORY}`,
  ]) {
    console.log(`\n$ tlmkit ${command}\n`)
    const run = spawnSync(process.execPath, [cli, ...command.split(' ')], {
      cwd: root,
      stdio: 'inherit',
    })
    if (run.status !== 0) process.exit(run.status ?? 1)
  }
}

start()
