import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generateExample } from './generate.ts'

const cli = fileURLToPath(new URL('../../packages/cli/dist/bin.js', import.meta.url))
const root = fileURLToPath(new URL('../../', import.meta.url))
const data = join(import.meta.dirname, 'data')
const shown = (file: string): string => relative(root, join(data, file))

const NETWORK = `--network ${relative(root, join(import.meta.dirname, 'tlmkit.config.ts'))}`
const STORY = `${NETWORK} --state ${shown('state.json')} --commands ${shown('commands.ndjson')}`
const AFTER = `${NETWORK} --state ${shown('state-after.json')}`

/** Quotes a bill, runs the story, then asks about the price and about what a late node got. */
function start(): void {
  rmSync(data, { recursive: true, force: true })
  generateExample(data)
  const files = `--out ${shown('runs')} --state-out ${shown('state-after.json')}`
  for (const command of [
    `quote ${NETWORK} --model chat-small --cu-max 100 --t 1200`,
    `run ${STORY} ${files}`,
    `params ${AFTER} --explain basePrice`,
    `explain bill-settlements/chat-2 ${STORY}`,
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
